"""Gathers what the summary of a month tells."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, text

from pipeline.coverage import Coverage, coverage
from pipeline.store.connection import Store
from pipeline.store.contract import Row
from pipeline.store.finding_models import CLOSED
from pipeline.store.lookup import list_findings

_MOST_SERIES: Final = 12
_YI: Final = Decimal(10) ** 10
"""Fen in 亿元."""


@dataclass(frozen=True, slots=True)
class Series:
    """A metric over the months of a year up to the summary's: amounts in 亿元, growth in percent, by month."""

    unit: str
    scope: str
    metric: str
    month: Mapping[int, Decimal]
    cumulative: Mapping[int, Decimal]
    growth: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The month: its reports in force, the findings that rest on them (worst first), the lights of their rows by unit,
    what was owed for it, and the series of the year's largest metrics."""

    year: int
    month: int
    reports: Sequence[Row]
    findings: Sequence[Row]
    lights: Mapping[str, Mapping[str, int]]
    owed: Sequence[Coverage]
    series: Sequence[Series]

    @property
    def units_of_findings(self) -> Mapping[str, Counter[str]]:
        """Open findings by unit and severity."""
        units = {report["report_id"]: report["unit"] or "未写明单位" for report in self.reports}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for finding in self.findings:
            whose = next(
                (units[report_id] for report_id in reversed(finding["report_ids"]) if report_id in units), None
            )
            if whose is not None and finding["status"] not in CLOSED:
                counts[whose][finding["severity"]] += 1
        return counts


def month_figures(store: Store, year: int, month: int, today: date) -> MonthFigures:
    """What the store knows of the month; `today` is the day by which what is owed is judged."""
    end = date(year, month, calendar.monthrange(year, month)[1])
    with store.reading() as connection:
        reports = _rows(
            connection,
            "SELECT report_id, source_name, kind, title, unit, issued_on FROM current_reports"
            " WHERE period_end = :day ORDER BY unit, source_name",
            day=end.isoformat() if connection.dialect.name == "sqlite" else end,
        )
        ids = {report["report_id"] for report in reports}
        lights = _lights(connection, ids)
        owed = [one for one in coverage(connection, today) if one.period.end == end]
        series = _series(connection, year, month)
    findings = [finding for finding in list_findings(store) if ids & set(finding["report_ids"])]
    return MonthFigures(year, month, reports, findings, lights, owed, series)


def _rows(connection: Connection, statement: str, **values: object) -> list[Row]:
    return [dict(row) for row in connection.execute(text(statement), values).mappings()]


def _lights(connection: Connection, report_ids: set[str]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    statement = (
        "SELECT items.report_id, reports.unit, items.light FROM items"
        " JOIN reports ON reports.report_id = items.report_id WHERE items.light IS NOT NULL"
    )
    for row in _rows(connection, statement):
        if row["report_id"] in report_ids:
            counted[row["unit"] or "未写明单位"][row["light"]] += 1
    return counted


def _series(connection: Connection, year: int, month: int) -> list[Series]:
    """The largest metrics that have a cumulative amount for the month, one series a unit, scope and metric."""
    rows = _rows(
        connection,
        "SELECT unit, scope, metric, month, month_fen, cumulative_fen, growth FROM monthly"
        " WHERE year = :year AND month <= :month AND metric_code IS NOT NULL ORDER BY unit, scope, metric, month",
        year=year,
        month=month,
    )
    by_series: dict[tuple[str, str, str], dict[int, Row]] = defaultdict(dict)
    for row in rows:
        by_series[row["unit"] or "", row["scope"] or "", row["metric"]][row["month"]] = row
    found = [
        Series(
            *key,
            {at: Decimal(row["month_fen"]) / _YI for at, row in months.items() if row["month_fen"] is not None},
            {
                at: Decimal(row["cumulative_fen"]) / _YI
                for at, row in months.items()
                if row["cumulative_fen"] is not None
            },
            {at: Decimal(str(row["growth"])) for at, row in months.items() if row["growth"] is not None},
        )
        for key, months in by_series.items()
        if month in months and months[month]["cumulative_fen"] is not None
    ]
    return sorted(found, key=lambda one: (-one.cumulative[month], one.unit, one.metric))[:_MOST_SERIES]
