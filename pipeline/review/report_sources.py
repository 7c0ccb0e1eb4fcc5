"""Which file a report was read from, for those who show its pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from pipeline.store.connection import Store
from pipeline.store.contract import table_named


@dataclass(frozen=True, slots=True)
class ReportSource:
    """What tells the file of a report."""

    report_id: str
    source_name: str
    sha256: str


def report_source(store: Store, report_id: str) -> ReportSource | None:
    """The file of the report of that id; None if there is no such report."""
    reports = table_named("reports")
    with store.reading() as connection:
        row = connection.execute(
            select(reports.c.report_id, reports.c.source_name, reports.c.sha256).where(reports.c.report_id == report_id)
        ).first()
    return None if row is None else ReportSource(*row)
