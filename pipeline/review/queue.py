"""The queue: open findings worst first, page by page, what comes next, and how many there are of each kind.

The order is that of `hedui findings` at the end of the last run: severity, then those that a unit has not answered by
its notice's due day, then weight, then id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select, tuple_

from pipeline.review.queue_filter import Condition, QueueFilter, conditions
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.finding_ranks import SEVERITIES

_LARGEST_PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A finding as one line of the queue. `due` is when a unit is to answer a notice of it, `overdue` whether that has
    passed, `printed` the figure it is about."""

    finding_id: str
    severity: str
    family: str
    rule: str
    status: str
    message: str
    unit: str | None
    period_end: date | None
    report_id: str | None
    assignee: str | None
    due: date | None
    overdue: bool
    deferred_until: date | None
    printed: str | None
    version: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows of the queue and how many there are in all; `next` and `before` are what to ask for the pages after
    and before, None where there is none."""

    rows: tuple[QueueRow, ...]
    total: int
    next: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding stands in the order: all that it is ordered by."""

    rank: int
    in_time: bool
    lightness: float
    finding_id: str


def queue_page(
    store: Store,
    chosen: QueueFilter,
    after: str | None = None,
    size: int = 50,
    today: date | None = None,
    total: int | None = None,
) -> QueuePage:
    """The page of the queue that `after` asks for (`next` or `before` of another page; what is none is the first
    page). At most 200 rows. Who has counted already gives the `total`: counting a search goes through every text."""
    day, wanted = today or _today(), max(1, min(size, _LARGEST_PAGE))
    with store.reading() as connection:
        where = conditions(chosen, day, connection)
        start, back = _asked(connection, after, day)
        found = list(_walk(connection, where, day, start, back, wanted + 1))
        more = len(found) > wanted
        ids = [each.finding_id for each in found[:wanted]]
        if back:
            ids.reverse()
        if total is None:
            total = _total(connection, where)
        rows = _rows(connection, ids, day)
    earlier = more if back else start is not None
    later = True if back else more
    return QueuePage(
        rows,
        total,
        f"+{ids[-1]}" if ids and later else None,
        f"-{ids[0]}" if ids and earlier else None,
    )


def next_open(store: Store, chosen: QueueFilter, finding_id: str, today: date | None = None) -> str | None:
    """The finding that follows in the queue under the filter; after the last comes the first again. None where there
    is no other."""
    return _neighbour(store, chosen, finding_id, today, back=False)


def previous_open(store: Store, chosen: QueueFilter, finding_id: str, today: date | None = None) -> str | None:
    """The finding before it in the queue under the filter; before the first comes the last. None where there is no
    other."""
    return _neighbour(store, chosen, finding_id, today, back=True)


def rows_of(store: Store, finding_ids: list[str], today: date | None = None) -> tuple[QueueRow, ...]:
    """The lines of these findings, in that order; those that are not there are left out."""
    with store.reading() as connection:
        return _rows(connection, finding_ids, today or _today())


def ordered_ids(connection: Connection, chosen: QueueFilter, today: date, most: int) -> list[str]:
    """The ids of up to `most` findings of the queue, in its order."""
    where = conditions(chosen, today, connection)
    return [place.finding_id for place in _walk(connection, where, today, None, False, most)]


def _neighbour(store: Store, chosen: QueueFilter, finding_id: str, today: date | None, back: bool) -> str | None:
    day = today or _today()
    with store.reading() as connection:
        where = conditions(chosen, day, connection)
        start = _place_of(connection, finding_id, day)
        for begin in (start, None):
            for found in _walk(connection, where, day, begin, back, 2):
                if found.finding_id != finding_id:
                    return found.finding_id
    return None


def _asked(connection: Connection, after: str | None, today: date) -> tuple[_Place | None, bool]:
    """From where a page goes, and whether backwards."""
    if not after or after[0] not in "+-":
        return None, False
    place = _place_of(connection, after[1:], today)
    return place, place is not None and after[0] == "-"


def _place_of(connection: Connection, finding_id: str, today: date) -> _Place | None:
    queue = table_named("queue_entries")
    row = connection.execute(select(queue).where(queue.c.finding_id == finding_id)).first()
    if row is None:
        return None
    return _Place(row.severity_rank, row.overdue_from > today, row.lightness, row.finding_id)


def _walk(
    connection: Connection,
    where: Mapping[str, Condition],
    today: date,
    start: _Place | None,
    back: bool,
    most: int,
) -> Iterator[_Place]:
    """Up to `most` places of the queue after `start` (before it, backwards), in order.

    Each severity's overdue findings and then its others are walked by themselves: their order is that of an index,
    which one of all of them, changing at midnight, could not be.
    """
    queue = table_named("queue_entries")
    parts = [(rank, in_time) for rank in range(len(SEVERITIES) + 1) for in_time in (False, True)]
    begin = parts.index((start.rank, start.in_time)) if start else (len(parts) - 1 if back else 0)
    left = most
    for rank, in_time in parts[begin::-1] if back else parts[begin:]:
        if left <= 0:
            return
        order = (queue.c.lightness, queue.c.finding_id)
        statement: Select[Any] = select(*order).where(
            queue.c.severity_rank == rank,
            queue.c.overdue_from > today if in_time else queue.c.overdue_from <= today,
            *where.values(),
        )
        if start is not None and (rank, in_time) == (start.rank, start.in_time):
            here = tuple_(start.lightness, start.finding_id)
            statement = statement.where(tuple_(*order) < here if back else tuple_(*order) > here)
        directed = [column.desc() for column in order] if back else list(order)
        for row in connection.execute(statement.order_by(*directed).limit(left)):
            left -= 1
            yield _Place(rank, in_time, row.lightness, row.finding_id)


def _total(connection: Connection, where: Mapping[str, Condition]) -> int:
    queue = table_named("queue_entries")
    return connection.execute(select(func.count()).select_from(queue).where(*where.values())).scalar_one()


def _rows(connection: Connection, ids: list[str], today: date) -> tuple[QueueRow, ...]:
    queue, findings, reports = table_named("queue_entries"), table_named("findings"), table_named("reports")
    statement = (
        select(queue, findings.c.message, findings.c.version, findings.c.deferred_until, reports.c.period_end)
        .join(findings, findings.c.finding_id == queue.c.finding_id)
        .outerjoin(reports, reports.c.report_id == queue.c.report_id)
        .where(queue.c.finding_id.in_(ids))
    )
    found = {row.finding_id: row for row in connection.execute(statement)}
    return tuple(
        QueueRow(
            row.finding_id,
            row.severity,
            row.family,
            row.rule,
            row.status,
            row.message,
            row.unit,
            row.period_end,
            row.report_id,
            row.assignee,
            row.due,
            row.overdue_from <= today,
            row.deferred_until,
            row.suspect_printed,
            row.version,
        )
        for row in (found[finding_id] for finding_id in ids if finding_id in found)
    )


def _today() -> date:
    return datetime.now().astimezone().date()
