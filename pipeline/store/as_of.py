"""What was known on a day: the views as they would have stood then, for one connection."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, insert, select

from pipeline.store.columns import PLAIN_TEXT
from pipeline.store.contract import table_named
from pipeline.store.report_models import Report
from pipeline.store.revisions import in_force_at
from pipeline.store.view_schema import make_views
from pipeline.store.views import views

_TEMPORARY: Final = MetaData()
_REPORTS: Final = Table(
    "reports_as_of", _TEMPORARY, Column("report_id", PLAIN_TEXT, primary_key=True), prefixes=["TEMPORARY"]
)
_FINDINGS: Final = Table(
    "findings_as_of",
    _TEMPORARY,
    Column("finding_id", PLAIN_TEXT, primary_key=True),
    Column("status", PLAIN_TEXT, nullable=False),
    prefixes=["TEMPORARY"],
)

_FIRST: Final = date(1900, 1, 1)
_LAST: Final = date(9999, 1, 1)


def end_of(day: date) -> datetime:
    """The moment in UTC when the day ends where this machine stands."""
    if not _FIRST < day < _LAST:  # days that no calendar reaches beyond: everything, or nothing, was known
        return datetime.combine(min(max(day, _FIRST), _LAST), time(), UTC)
    return datetime.combine(day + timedelta(days=1), time()).astimezone(UTC)


def show_as_of(connection: Connection, day: date) -> None:
    """Let every view show, on this connection only, what was known when `day` ended.

    Reports taken in later are left out, those replaced or withdrawn later are current; findings have the status that
    they had then. Figures are as today's readers read them, and findings as they are worded today.
    """
    moment = end_of(day)
    reports = [{"report_id": report_id} for report_id in in_force_at(connection, moment)]
    statuses = [
        {"finding_id": finding_id, "status": status} for finding_id, status in _statuses_at(connection, moment).items()
    ]
    _TEMPORARY.create_all(connection, checkfirst=False)
    for table, rows in ((_REPORTS, reports), (_FINDINGS, statuses)):
        if rows:
            connection.execute(insert(table), rows)
    in_force = Report.__table__.c.report_id.in_(select(_REPORTS.c.report_id))
    make_views(connection, views(in_force, _FINDINGS), temporary=True)


def _statuses_at(connection: Connection, moment: datetime) -> dict[str, str]:
    """The last status that each finding was given before the moment, by a run or by a person."""
    changes, reviews = table_named("status_changes"), table_named("reviews")
    events: list[tuple[datetime, int, str, str]] = [
        (row.at, 0, row.finding_id, row.after)
        for row in connection.execute(
            select(changes.c.at, changes.c.finding_id, changes.c.after)
            .where(changes.c.at < moment)
            .order_by(changes.c.change_id)
        )
    ]
    events += [
        (row.reviewed_at, 1, row.finding_id, row.decision)
        for row in connection.execute(
            select(reviews.c.reviewed_at, reviews.c.finding_id, reviews.c.decision).where(
                reviews.c.reviewed_at < moment
            )
        )
    ]
    return {finding_id: status for _, _, finding_id, status in sorted(events, key=lambda event: event[:2])}
