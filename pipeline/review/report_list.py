"""The list of reports: filtered, sorted and paged by the database, with what is open on each."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from pipeline.store.contract import Row, table_named
from pipeline.store.finding_models import CLOSED
from pipeline.store.key_portions import key_portions
from pipeline.store.view_columns import REPORTS
from pipeline.store.views import IN_FORCE

State = Literal["in_force", "superseded", "copy", "withdrawn", "scanned", "unnamed", "all"]
"""`unnamed` are reports in force whose unit or period is not known; `scanned` those in force read from pictures."""

STATES: Final[tuple[State, ...]] = get_args(State)
SORTS: Final = ("unit", "period", "name", "arrival")
REPORTS_ON_PAGE: Final = 50

_CONDITIONS: Final[Mapping[State, ColumnElement[bool]]] = {
    "in_force": IN_FORCE,
    "superseded": REPORTS.c.superseded_by.is_not(None),
    "copy": REPORTS.c.same_as.is_not(None),
    "withdrawn": REPORTS.c.withdrawn_at.is_not(None),
    "scanned": and_(IN_FORCE, REPORTS.c.scanned),
    "unnamed": and_(IN_FORCE, or_(REPORTS.c.unit.is_(None), REPORTS.c.period_end.is_(None))),
    "all": true(),
}
_ORDERS: Final[Mapping[str, tuple[ColumnElement[Any], ...]]] = {
    "unit": (REPORTS.c.unit, REPORTS.c.period_end.desc(), REPORTS.c.source_name),
    "period": (REPORTS.c.period_end.desc(), REPORTS.c.unit, REPORTS.c.source_name),
    "name": (REPORTS.c.source_name,),
    "arrival": (REPORTS.c.arrival.desc(), REPORTS.c.source_name),
}
_SHOWN: Final = (
    "report_id", "source_name", "kind", "title", "unit", "period_start", "period_end", "period_kind", "issued_on",
    "revision", "superseded_by", "same_as", "withdrawn_at", "scanned", "has_doubtful", "pages", "media_type",
    "ingested_at", "warnings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What is asked for: part of a unit's name, a month (its first day), a kind, a state, words of file or title."""

    unit: str = ""
    month: date | None = None
    kind: str = ""
    state: State = "in_force"
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report of the list with the number of open findings on its figures, by severity."""

    report: Row
    open: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of the list, which of how many it is (from 1), and how many reports there are in all."""

    reports: Sequence[ListedReport]
    page: int
    pages: int
    total: int


def report_page(connection: Connection, asked: ReportFilter, sort: str = "period", page: int = 1) -> ReportPage:
    """The page of the list; a number beyond the last page gives the last."""
    condition = _condition(asked)
    total = connection.execute(select(func.count()).select_from(REPORTS).where(condition)).scalar_one()
    pages = max(1, -(-total // REPORTS_ON_PAGE))
    page = min(max(1, page), pages)
    statement = select(*(REPORTS.c[name] for name in _SHOWN)).where(condition)
    ordered = statement.order_by(*_ORDERS.get(sort, _ORDERS["period"]), REPORTS.c.report_id)
    rows = _rows(connection, ordered.limit(REPORTS_ON_PAGE).offset((page - 1) * REPORTS_ON_PAGE))
    counts = open_by_report(connection, [row["report_id"] for row in rows])
    return ReportPage([ListedReport(row, counts.get(row["report_id"], {})) for row in rows], page, pages, total)


def months_with_reports(connection: Connection) -> list[date]:
    """The last days of the months that there are reports of, the latest first."""
    return list(
        connection.execute(
            select(REPORTS.c.period_end)
            .where(REPORTS.c.period_end.is_not(None))
            .distinct()
            .order_by(REPORTS.c.period_end.desc())
        ).scalars()
    )


def open_by_report(connection: Connection, report_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many open findings rest on figures of each of the reports, by severity."""
    facts, links, findings = table_named("facts"), table_named("finding_facts"), table_named("findings")
    joined = facts.join(links, links.c.fact_id == facts.c.fact_id).join(
        findings, findings.c.finding_id == links.c.finding_id
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for portion in key_portions(sorted(report_ids)):
        asked = (
            select(facts.c.report_id, findings.c.severity, func.count(findings.c.finding_id.distinct()).label("number"))
            .select_from(joined)
            .where(facts.c.report_id.in_(portion), findings.c.status.not_in(sorted(CLOSED)))
            .group_by(facts.c.report_id, findings.c.severity)
        )
        for row in connection.execute(asked):
            counts[row.report_id][row.severity] = row.number
    return counts


def _condition(asked: ReportFilter) -> ColumnElement[bool]:
    conditions = [_CONDITIONS[asked.state]]
    if asked.unit:
        conditions.append(REPORTS.c.unit.contains(asked.unit, autoescape=True))
    if asked.kind:
        conditions.append(REPORTS.c.kind == asked.kind)
    if asked.month is not None:
        last = calendar.monthrange(asked.month.year, asked.month.month)[1]
        conditions.append(REPORTS.c.period_end.between(asked.month.replace(day=1), asked.month.replace(day=last)))
    for word in asked.text.split():
        fields = (REPORTS.c.source_name, REPORTS.c.title, REPORTS.c.unit, REPORTS.c.document_number)
        conditions.append(or_(*(field.contains(word, autoescape=True) for field in fields)))
    return and_(*conditions)


def _rows(connection: Connection, statement: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]
