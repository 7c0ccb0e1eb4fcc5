"""Gathers what the summary of a month tells."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from pipeline.briefing.series import Series, year_series
from pipeline.coverage.submitted import Coverage, coverage
from pipeline.store.connection import Store
from pipeline.store.contract import Row
from pipeline.store.finding_models import CLOSED
from pipeline.store.lookup import list_findings
from pipeline.wording.labels import FAMILY, label

OWN_DATE_WORDS: Final = "“到达”是第一次读入的日期；期限过后才开始查收的，是否按时看报告自己的日期。"


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
    def judged_by_own_date(self) -> bool:
        """Whether a report counts as in time that was taken in after its due day: the reader will ask."""
        return any(one.state == "on_time" and one.arrived and one.arrived > one.period.due for one in self.owed)

    @property
    def open_findings(self) -> list[Row]:
        """The findings that are not settled, worst first."""
        return [finding for finding in self.findings if finding["status"] not in CLOSED]

    @property
    def families_of_findings(self) -> Mapping[str, Counter[str]]:
        """Open findings by family (in words) and severity."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for finding in self.open_findings:
            counts[label(FAMILY, finding["family"])][finding["severity"]] += 1
        return counts

    @property
    def units_of_findings(self) -> Mapping[str, Counter[str]]:
        """Open findings by unit and severity."""
        units = {report["report_id"]: report["unit"] or "未写明单位" for report in self.reports}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for finding in self.open_findings:
            whose = next(
                (units[report_id] for report_id in reversed(finding["report_ids"]) if report_id in units), None
            )
            if whose is not None:
                counts[whose][finding["severity"]] += 1
        return counts


def month_figures(store: Store, year: int, month: int, today: date) -> MonthFigures:
    """What the store knows of the month; `today` is the day by which what is owed is judged."""
    end = date(year, month, calendar.monthrange(year, month)[1])
    every = list_findings(store)
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
        series = year_series(connection, year, month, every)
    findings = [finding for finding in every if ids & set(finding["report_ids"])]
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
