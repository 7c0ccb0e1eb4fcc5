"""How many findings of the queue there are of each unit, month, family, severity, status and assignee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.review.queue_filter import OPEN, Condition, QueueFilter, conditions
from pipeline.store.connection import Store
from pipeline.store.contract import table_named


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Findings under the filter by each of its fields, each counted without the filter's own condition on that field;
    `status` has the open ones under `open` beside each status. What has none of a kind stands under None."""

    unit: Mapping[str | None, int]
    month: Mapping[date | None, int]
    family: Mapping[str, int]
    severity: Mapping[str, int]
    status: Mapping[str, int]
    assignee: Mapping[str | None, int]
    total: int


def queue_counts(store: Store, chosen: QueueFilter, today: date | None = None) -> QueueCounts:
    """Count what the queue holds under the filter."""
    day = today or datetime.now().astimezone().date()
    queue = table_named("queue_entries")
    with store.reading() as connection:
        where = conditions(chosen, day, connection.dialect)
        counted = {name: _by(connection, name, where) for name in ("unit", "month", "family", "severity", "assignee")}
        status = _by(connection, "status", where)
        others = [condition for name, condition in where.items() if name != "status"]
        opened = select(func.count()).select_from(queue).where(queue.c.open_from <= day, *others)
        status[OPEN] = connection.execute(opened).scalar_one()
        everything = select(func.count()).select_from(queue).where(*where.values())
        total = status[OPEN] if chosen.status == OPEN else connection.execute(everything).scalar_one()
    return QueueCounts(**counted, status=status, total=total)


def _by(connection: Connection, name: str, where: Mapping[str, Condition]) -> dict[Any, int]:
    queue = table_named("queue_entries")
    others = [condition for field, condition in where.items() if field != name]
    column = queue.c[name]
    statement = select(column, func.count()).where(*others).group_by(column).order_by(column)
    return {value: number for value, number in connection.execute(statement)}  # noqa: C416 - rows are no pairs
