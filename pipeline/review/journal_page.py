"""The journal as people look at it: the last entries first, by person, day and subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from pipeline.review.journal import Entry, entry_of
from pipeline.store.contract import table_named


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, the last first, how many there are under the filter, and the number to go on before."""

    entries: tuple[Entry, ...]
    total: int
    before: int | None


def journal_page(
    connection: Connection,
    by: str = "",
    action: str = "",
    subject: str = "",
    day: date | None = None,
    before: int | None = None,
    size: int = 100,
) -> JournalPage:
    """Up to `size` entries with a smaller number than `before`, the last first; of one person, action, subject (or
    what begins so) and day of this machine, where these are given."""
    table = table_named("journal")
    wanted = []
    if by:
        wanted.append(table.c.by == by)
    if action:
        wanted.append(table.c.action == action)
    if subject:
        wanted.append(table.c.subject.startswith(subject, autoescape=True))
    if day is not None:
        begins = datetime.combine(day, time()).astimezone()
        ends = datetime.combine(day + timedelta(days=1), time()).astimezone()
        wanted += [table.c.at >= begins.astimezone(UTC), table.c.at < ends.astimezone(UTC)]
    total = connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one()
    if before is not None:
        wanted.append(table.c.sequence < before)
    statement = select(table).where(*wanted).order_by(table.c.sequence.desc()).limit(size + 1)
    found = [entry_of(row) for row in connection.execute(statement)]
    shown = tuple(found[:size])
    return JournalPage(shown, total, shown[-1].sequence if len(found) > size else None)


def journal_people(connection: Connection) -> list[str]:
    """The names of all who are in the journal."""
    table = table_named("journal")
    return list(connection.execute(select(table.c.by).distinct().order_by(table.c.by)).scalars())


def journal_actions(connection: Connection) -> list[str]:
    """The actions that are in the journal."""
    table = table_named("journal")
    return list(connection.execute(select(table.c.action).distinct().order_by(table.c.action)).scalars())
