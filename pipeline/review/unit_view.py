"""A unit: its reports of a year, its lights, its open findings, what it owes, and its metrics month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, func, select

from pipeline.coverage.submitted import Coverage, coverage
from pipeline.review.metric_year import SeriesName
from pipeline.review.open_counts import Counts, open_by_family
from pipeline.review.report_list import open_by_report
from pipeline.series_cells import LEAST_TRUST
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions
from pipeline.store.view_columns import FACTS, METRIC, REGION, REPORTS
from pipeline.store.views import IN_FORCE

MOST_METRICS: Final = 60


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric of the unit's year: what was told last. Amounts in yuan, rates in percent; None where nothing is told.
    `months` is how many months have a figure; `doubtful` tells that one is the likely mistake of an open error."""

    name: SeriesName
    code: str | None
    month: int
    months: int
    cumulative: Decimal | None
    target: Decimal | None
    growth: Decimal | None
    target_growth: Decimal | None
    completion: Decimal | None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class UnitView:
    """What a unit's page shows of a year: `reports` with what is open on them, `lights` by report, the latest first."""

    unit: str
    row: Row | None
    years: Sequence[int]
    year: int
    reports: Sequence[Row]
    open_on: Mapping[str, Mapping[str, int]]
    lights: Mapping[str, Mapping[str, int]]
    families: Counts
    owed: Sequence[Coverage]
    metrics: Sequence[MetricLine]


def unit_view(connection: Connection, unit: str, today: date, year: int | None = None) -> UnitView | None:
    """The unit in a year, by default the last that it reports on; None where nothing at all is known of it."""
    units, reports = table_named("units"), table_named("reports")
    row = connection.execute(select(units).where(units.c.unit == unit)).mappings().first()
    spans = connection.execute(
        select(func.min(reports.c.period_end), func.max(reports.c.period_end)).where(reports.c.unit == unit)
    ).one()
    owed = coverage(connection, today, [unit])
    any_report = connection.execute(select(reports.c.report_id).where(reports.c.unit == unit).limit(1)).first()
    if row is None and any_report is None and not owed:
        return None
    years = sorted({*(range(spans[0].year, spans[1].year + 1) if spans[0] else ()), *(o.period.end.year for o in owed)})
    chosen = year if year is not None else (spans[1].year if spans[1] else years[-1] if years else today.year)
    fields = [reports.c[name] for name in _REPORT_FIELDS]
    inside = reports.c.period_end.between(date(chosen, 1, 1), date(chosen, 12, 31)) | reports.c.period_end.is_(None)
    asked = select(*fields).where(reports.c.unit == unit, inside)
    ordered = asked.order_by(reports.c.period_end.desc(), reports.c.kind, reports.c.revision.desc()).limit(
        _MOST_REPORTS
    )
    found = [dict(each) for each in connection.execute(ordered).mappings()]
    ids = [each["report_id"] for each in found]
    return UnitView(
        unit,
        dict(row) if row else None,
        years,
        chosen,
        found,
        open_by_report(connection, ids),
        lights_by_report(connection, ids),
        open_by_family(connection, today, unit=unit),
        [one for one in owed if one.period.end.year == chosen],
        metric_lines(connection, unit, chosen),
    )


_REPORT_FIELDS: Final = (
    "report_id", "source_name", "title", "kind", "period_end", "revision", "superseded_by", "same_as", "withdrawn_at",
    "scanned", "has_doubtful", "issued_on",
)  # fmt: skip
_MOST_REPORTS: Final = 200


def lights_by_report(connection: Connection, report_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many rows of each report have which light."""
    items = table_named("items")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for portion in key_portions(sorted(report_ids)):
        asked = select(items.c.report_id, items.c.light, func.count().label("number")).where(
            items.c.report_id.in_(portion), items.c.light.is_not(None)
        )
        for row in connection.execute(asked.group_by(items.c.report_id, items.c.light)):
            found[row.report_id][row.light] = row.number
    return found


def metric_lines(connection: Connection, unit: str, year: int, most: int = MOST_METRICS) -> list[MetricLine]:
    """The metrics of the year, catalogued ones first, then the largest amounts; figures as in the view `monthly`."""
    inside = REPORTS.c.period_end.between(date(year, 1, 1), date(year, 12, 31))
    asked = select(REPORTS.c.report_id).where(REPORTS.c.unit == unit, inside, IN_FORCE)
    reports = sorted(connection.execute(asked).scalars())
    fields = [FACTS.c[name] for name in ("series_cell", "series_trust", "series_month", "value", "unit", "metric_code")]
    keys = (METRIC.label("metric"), func.coalesce(FACTS.c.series_scope, ""), func.coalesce(REGION, ""))
    told: dict[tuple[str, str, str], dict[str, dict[int, tuple[int, Decimal]]]] = {}
    codes: dict[tuple[str, str, str], str | None] = {}
    for portion in key_portions(reports):
        joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
        here = (FACTS.c.report_id.in_(portion), FACTS.c.series_cell.is_not(None), FACTS.c.series_year == year)
        for metric, scope, region, cell, trust, month, value, measure, code in connection.execute(
            select(*keys, *fields).select_from(joined).where(*here)
        ):
            key = (metric, scope, region)
            codes[key] = codes.get(key) or code
            cells = told.setdefault(key, {}).setdefault(cell, {})
            shown = value * 100 if measure == "倍" else value
            rank = LEAST_TRUST if trust is None else trust
            if month not in cells or (rank, -shown) < (cells[month][0], -cells[month][1]):
                cells[month] = (rank, shown)
    doubtful = _doubtful(connection, reports)
    lines = [
        replace(_line(unit, year, key, cells, codes[key]), doubtful=key in doubtful) for key, cells in told.items()
    ]
    lines.sort(
        key=lambda line: (
            line.code is None,
            line.doubtful,
            -(line.cumulative or Decimal(0)),
            line.name.metric,
            line.name.scope or "",
        )
    )
    return lines[:most]


def _doubtful(connection: Connection, reports: Sequence[str]) -> set[tuple[str, str, str]]:
    """Metric, scope and region of the figures that open errors hold for wrong: their size says nothing."""
    links, findings = table_named("finding_facts"), table_named("findings")
    joined = (
        FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id)
        .join(links, links.c.fact_id == FACTS.c.fact_id)
        .join(findings, findings.c.finding_id == links.c.finding_id)
    )
    error = (links.c.suspect, findings.c.severity == "error", findings.c.status.not_in(sorted(CLOSED)))
    found: set[tuple[str, str, str]] = set()
    for portion in key_portions(reports):
        asked = select(METRIC, func.coalesce(FACTS.c.series_scope, ""), func.coalesce(REGION, "")).select_from(joined)
        rows = connection.execute(asked.where(FACTS.c.report_id.in_(portion), *error))
        found |= {(metric, scope, region) for metric, scope, region in rows}
    return found


def _line(
    unit: str, year: int, key: tuple[str, str, str], cells: Mapping[str, Mapping[int, Any]], code: str | None
) -> MetricLine:
    metric, scope, region = key
    months = sorted({month for name, of_cell in cells.items() if not name.startswith("target") for month in of_cell})

    def last(*names: str) -> Decimal | None:
        for name in names:
            if of_cell := cells.get(name):
                found: Decimal = of_cell[max(of_cell)][1]
                return found
        return None

    cumulative, target = last("cumulative_fen"), last("target_fen")
    completion = last("completion", "work_completion")
    if completion is None and cumulative is not None and target:
        completion = (100 * cumulative / target).quantize(Decimal("0.1"))
    return MetricLine(
        SeriesName(unit, metric, year, region or None, scope or None),
        code,
        max(months, default=0),
        len(months),
        cumulative,
        target,
        last("growth"),
        last("target_growth"),
        completion,
    )
