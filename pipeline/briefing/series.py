"""The series of a year's largest metrics, month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, select, text

from pipeline.store.contract import Row
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions
from pipeline.store.view_columns import FACTS, METRIC, REGION, REPORTS

_MOST_SERIES: Final = 12
_YI: Final = Decimal(10) ** 10
"""Fen in 亿元."""

DOUBTFUL_WORDS: Final = "带 * 的数字有未了结的错误，照报告原样列出。"

_Key = tuple[str, str, str, str]
"""Unit, region, scope and metric of a series."""

_CELLS: Final = {"month_fen": "month", "cumulative_fen": "cumulative", "growth": "growth"}


@dataclass(frozen=True, slots=True)
class Series:
    """A metric over the months of a year up to the summary's: amounts in 亿元, growth in percent, by month.

    `doubtful` are the names of these fields and the months whose figure is the likely mistake of an open error.
    """

    unit: str
    scope: str
    metric: str
    month: Mapping[int, Decimal]
    cumulative: Mapping[int, Decimal]
    growth: Mapping[int, Decimal]
    doubtful: frozenset[tuple[str, int]] = frozenset()

    @property
    def name(self) -> str:
        """Unit, scope and metric in a line."""
        return "".join((self.unit, " " if self.unit else "", self.scope, self.metric))

    @property
    def is_drawn(self) -> bool:
        """Whether there are months enough for a chart to show anything."""
        return max(len(self.month), len(self.cumulative)) > 1


def year_series(connection: Connection, year: int, month: int, findings: Iterable[Row]) -> list[Series]:
    """The largest metrics that have a cumulative amount for the month, one series a unit, region, scope and metric.
    One whose amount is in doubt by one of `findings` comes after the others: its size says nothing."""
    doubtful = _doubtful(connection, findings, year)
    statement = text(
        "SELECT unit, region, scope, metric, month, month_fen, cumulative_fen, growth FROM monthly"
        " WHERE year = :year AND month <= :month AND metric_code IS NOT NULL ORDER BY unit, scope, metric, month"
    )
    rows = map(dict, connection.execute(statement, {"year": year, "month": month}).mappings())
    by_series: dict[_Key, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        by_series[_key(row)][row["month"]] = row
    regions = Counter((unit, scope, metric) for unit, _, scope, metric in by_series)
    found = [
        Series(
            unit,
            (region if regions[unit, scope, metric] > 1 else "") + scope,
            metric,
            {at: Decimal(row["month_fen"]) / _YI for at, row in months.items() if row["month_fen"] is not None},
            {
                at: Decimal(row["cumulative_fen"]) / _YI
                for at, row in months.items()
                if row["cumulative_fen"] is not None
            },
            {at: Decimal(str(row["growth"])) for at, row in months.items() if row["growth"] is not None},
            frozenset(doubtful.get((unit, region, scope, metric), ())),
        )
        for (unit, region, scope, metric), months in by_series.items()
        if month in months and months[month]["cumulative_fen"] is not None
    ]

    def size(one: Series) -> tuple[bool, Decimal, str, str]:
        return ("cumulative", month) in one.doubtful, -one.cumulative[month], one.unit, one.metric

    return sorted(found, key=size)[:_MOST_SERIES]


def _doubtful(connection: Connection, findings: Iterable[Row], year: int) -> dict[_Key, set[tuple[str, int]]]:
    """The figures of the year's series that an open error holds for wrong, by their series."""
    suspects = [
        finding["suspect_fact_id"]
        for finding in findings
        if finding["severity"] == "error" and finding["status"] not in CLOSED and finding["suspect_fact_id"]
    ]
    found: dict[_Key, set[tuple[str, int]]] = defaultdict(set)
    for portion in key_portions(suspects):
        statement = (
            select(
                REPORTS.c.unit,
                REGION.label("region"),
                FACTS.c.series_scope.label("scope"),
                METRIC.label("metric"),
                FACTS.c.series_cell,
                FACTS.c.series_month,
            )
            .select_from(FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id))
            .where(FACTS.c.fact_id.in_(portion), FACTS.c.series_year == year, FACTS.c.series_cell.in_(_CELLS))
        )
        for row in map(dict, connection.execute(statement).mappings()):
            found[_key(row)].add((_CELLS[row["series_cell"]], row["series_month"]))
    return found


def _key(row: Row) -> _Key:
    return row["unit"] or "", row["region"] or "", row["scope"] or "", row["metric"]
