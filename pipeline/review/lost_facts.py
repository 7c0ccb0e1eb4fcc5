"""Figures that are not there any more, because their report was read again."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.store.contract import table_named


def report_of_lost_fact(connection: Connection, fact_id: str) -> str | None:
    """The report in which a fact stood that reading again has lost, if the report is still there."""
    changes, reports = table_named("fact_changes"), table_named("reports")
    asked = (
        select(changes.c.report_id)
        .join(reports, reports.c.report_id == changes.c.report_id)
        .where(changes.c.fact_id == fact_id)
        .order_by(changes.c.change_id.desc())
        .limit(1)
    )
    found: str | None = connection.execute(asked).scalar()
    return found
