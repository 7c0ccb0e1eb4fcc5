"""The findings on a report: those that rest on its figures, open ones first, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, case, func, select

from pipeline.store.contract import Row, table_named
from pipeline.store.finding_models import CLOSED

MOST_FINDINGS: Final = 60


@dataclass(frozen=True, slots=True)
class ReportFindings:
    """The first of them, how many there are in all, and how many of these are open."""

    findings: list[Row]
    total: int
    open: int


def report_findings(connection: Connection, report: Row) -> ReportFindings:
    """Findings of the report, of a copy those of the report that was judged in its place."""
    facts, links, findings = table_named("facts"), table_named("finding_facts"), table_named("findings")
    judged = report["same_as"] or report["report_id"]
    ids = (
        select(links.c.finding_id)
        .join(facts, facts.c.fact_id == links.c.fact_id)
        .where(facts.c.report_id == judged)
        .distinct()
    )
    closed = findings.c.status.in_(sorted(CLOSED))
    rank = case({"error": 0, "warning": 1, "notice": 2}, value=findings.c.severity, else_=3)
    fields = [findings.c[name] for name in ("finding_id", "severity", "status", "family", "message")]
    asked = select(*fields, closed.label("closed")).where(findings.c.finding_id.in_(ids))
    rows = connection.execute(asked.order_by(closed, rank, findings.c.finding_id).limit(MOST_FINDINGS)).mappings()
    counted = connection.execute(
        select(func.count(), func.coalesce(func.sum(case((closed, 0), else_=1)), 0)).where(
            findings.c.finding_id.in_(ids)
        )
    ).one()
    return ReportFindings([dict(row) for row in rows], counted[0], counted[1])
