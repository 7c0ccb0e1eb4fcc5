"""A metric over a year: months, sum to date, target and growth, each point with the fact that it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from pipeline.series_cells import LEAST_TRUST
from pipeline.store.key_portions import key_portions
from pipeline.store.view_columns import FACTS, METRIC, REGION, REPORTS
from pipeline.store.views import IN_FORCE

Cell = Literal["month", "cumulative", "target", "month_growth", "growth", "target_growth", "completion"]
"""What a point is of: `month` (or quarter) alone, `cumulative` from January or at the day, `target` of the year; growth
and completion are in percent."""

_CELL_OF_STORE: Final[dict[str, Cell]] = {
    "month_fen": "month",
    "cumulative_fen": "cumulative",
    "target_fen": "target",
    "month_growth": "month_growth",
    "growth": "growth",
    "target_growth": "target_growth",
    "completion": "completion",
    "work_completion": "completion",
}
RATES: Final[frozenset[Cell]] = frozenset({"month_growth", "growth", "target_growth", "completion"})
_FIELDS: Final = (
    "fact_id", "report_id", "kind", "role", "unit", "value", "printed", "basis", "period_kind", "period_end",
    "series_cell", "series_trust", "series_month", "series_year", "flags",
)  # fmt: skip
_LEVELS: Final = frozenset(
    {"count", "unit_price", "share", "ratio", "multiple", "rank", "change", "change_pp", "gap_pp"}
)
_SUMMED: Final = frozenset({"amount", "count", "change"})
_ALONE: Final = frozenset({"month", "quarter"})
_SO_FAR: Final = frozenset({"ytd", "year", "half", "instant"})
_AIMS: Final = frozenset({"target", "budget"})


@dataclass(frozen=True, slots=True)
class SeriesName:
    """Whose metric it is: of the reports of `unit` (None: of `report_id` alone, which names none), as told of a
    `region` and a `scope`, in a year."""

    unit: str | None
    metric: str
    year: int
    region: str | None = None
    scope: str | None = None
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of the series. `value` is in the series' measure, of rates in percent; `odd` marks the one asked for."""

    month: int
    value: Decimal
    fact_id: str
    report_id: str
    source_name: str
    printed: str
    of_quarter: bool = False
    doubtful: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class MetricYear:
    """The series: points by month of each cell. `measure` is the base unit of those that are no rates (CNY, 家, % …),
    `sums` whether they add up from month to month (a price or a balance does not); `odd_cell` tells where the odd point
    stands, None if it is in no cell."""

    name: SeriesName
    measure: str
    points: Mapping[Cell, Mapping[int, Point]] = field(default_factory=dict)
    odd_cell: Cell | None = None
    sums: bool = True

    def of(self, cell: Cell) -> Mapping[int, Point]:
        """The points of a cell by month, empty where there are none."""
        return self.points.get(cell, {})


def year_of_fact(connection: Connection, fact_id: str) -> MetricYear | None:
    """The series that a fact belongs to, the fact marked as odd; None if there is no such fact, or it has no time."""
    joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
    asked = (
        REPORTS.c.unit,
        REPORTS.c.report_id,
        REPORTS.c.period_end.label("report_end"),
        METRIC.label("metric"),
        REGION.label("region"),
        FACTS.c.series_scope,
        FACTS.c.series_year,
        FACTS.c.period_end,
    )
    row = connection.execute(select(*asked).select_from(joined).where(FACTS.c.fact_id == fact_id)).first()
    if row is None:
        return None
    end: date | None = row.period_end or row.report_end
    year = row.series_year or (end.year if end else None)
    if year is None:
        return None
    name = SeriesName(row.unit, row.metric, year, row.region, row.series_scope, row.report_id)
    return metric_year(connection, name, odd=fact_id)


def metric_year(connection: Connection, name: SeriesName, odd: str | None = None) -> MetricYear:
    """The series of that name, over the unit's reports in force; `odd` is a fact that takes its place in it before any
    other figure of its cell, also where its report is not in force any more."""
    found: dict[str, list[tuple[Cell, Any]]] = {}
    for row in _rows(connection, name, odd):
        cell = _cell(row, name.year)
        if cell is not None:
            found.setdefault("%" if cell in RATES else row.unit, []).append((cell, row))
    measure = _measure(found, odd)
    kept = [*found.pop(measure, []), *(found.pop("%", []) if measure != "%" else [])]
    points: dict[Cell, dict[int, Point]] = {}
    for cell, row in sorted(kept, key=lambda one: _standing(one[1], odd)):
        point = _point(row, odd)
        points.setdefault(cell, {}).setdefault(point.month, point)
    odd_cell = next((cell for cell, row in kept if row.fact_id == odd), None)
    levels = [row for cell, row in kept if cell in {"month", "cumulative"}]
    sums = not levels or any(row.kind in _SUMMED and row.period_kind != "instant" for row in levels)
    return MetricYear(name, measure, points, odd_cell, sums)


def kindred(connection: Connection, name: SeriesName, most: int = 24) -> list[SeriesName]:
    """Other scopes and regions that the unit tells the same metric of in the year, those with most figures first."""
    if name.unit is None:
        return []
    region = func.coalesce(REGION, "").label("region")
    scope = func.coalesce(FACTS.c.series_scope, "").label("scope")
    reports = _reports_of(connection, name)
    counts: Counter[tuple[str, str]] = Counter()
    joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
    for portion in key_portions(sorted(reports)):
        asked = select(region, scope, func.count().label("figures")).select_from(joined)
        same = FACTS.c.report_id.in_(portion) & METRIC.is_not_distinct_from(name.metric)
        for row in connection.execute(asked.where(same).group_by(region, scope)):
            counts[row.region, row.scope] += row.figures
    counts.pop((name.region or "", name.scope or ""), None)
    return [
        SeriesName(name.unit, name.metric, name.year, region or None, scope or None)
        for (region, scope), _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    ]


def _reports_of(connection: Connection, name: SeriesName) -> set[str]:
    """The reports that the series is told in."""
    if name.unit is None:
        whose: ColumnElement[bool] = REPORTS.c.report_id == name.report_id
    else:
        within = REPORTS.c.period_end.between(date(name.year, 1, 1), date(name.year, 12, 31))
        whose = (REPORTS.c.unit == name.unit) & within & IN_FORCE
    return {row.report_id for row in connection.execute(select(REPORTS.c.report_id).where(whose))}


def _rows(connection: Connection, name: SeriesName, odd: str | None) -> list[Any]:
    """The facts of the metric in the unit's reports of the year, and the odd one."""
    reports = _reports_of(connection, name)
    fields = [FACTS.c[each] for each in _FIELDS]
    joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
    asked = select(*fields, REPORTS.c.source_name, REPORTS.c.period_end.label("report_end")).select_from(joined)
    same = (
        METRIC.is_not_distinct_from(name.metric)
        & (func.coalesce(FACTS.c.series_scope, "") == (name.scope or ""))
        & (func.coalesce(REGION, "") == (name.region or ""))
    )
    rows = [
        row
        for portion in key_portions(sorted(reports))
        for row in connection.execute(asked.where(FACTS.c.report_id.in_(portion), same))
    ]
    if odd is not None and all(row.fact_id != odd for row in rows):
        rows += connection.execute(asked.where(FACTS.c.fact_id == odd))
    return rows


def _cell(row: Any, year: int) -> Cell | None:
    if row.series_cell is not None:
        return _CELL_OF_STORE.get(row.series_cell) if row.series_year == year else None
    if row.basis not in {None, "natural"} or row.period_end is None or row.period_end.year != year:
        return None
    if row.kind == "amount" and row.role == "actual" and row.period_kind in {"quarter", "half", "instant"}:
        return "month" if row.period_kind == "quarter" else "cumulative"
    if row.kind not in _LEVELS:
        return None
    if row.role in _AIMS:
        return "target" if row.period_kind == "year" else None
    if row.role != "actual":
        return None
    return "month" if row.period_kind in _ALONE else "cumulative" if row.period_kind in _SO_FAR else None


def _measure(found: Mapping[str, Iterable[tuple[Cell, Any]]], odd: str | None) -> str:
    """The measure of the odd figure, where that is no rate of growth or completion; else money, else the commonest."""
    for unit, rows in found.items():
        if any(row.fact_id == odd and cell not in RATES for cell, row in rows):
            return unit
    levels = Counter(unit for unit, rows in found.items() for cell, _ in rows if cell not in RATES)
    if "CNY" in levels or not levels:
        return "CNY" if levels else "%"
    return min(levels, key=lambda unit: (-levels[unit], unit))


def _standing(row: Any, odd: str | None) -> tuple[bool, int, Decimal, str]:
    """The figure that counts for its cell comes first: as in the view `monthly`, the most trusted, then the largest."""
    return row.fact_id != odd, LEAST_TRUST if row.series_trust is None else row.series_trust, -row.value, row.fact_id


def _point(row: Any, odd: str | None) -> Point:
    value = row.value * 100 if row.unit == "倍" and row.kind == "growth" else row.value
    return Point(
        row.series_month or row.period_end.month,
        value,
        row.fact_id,
        row.report_id,
        row.source_name,
        row.printed,
        of_quarter=row.period_kind == "quarter",
        doubtful="ocr_doubtful" in row.flags,
        odd=row.fact_id == odd,
    )
