"""How many findings of the queue there are of each unit, month, family, severity, status and assignee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, case, func, select

from pipeline.review.queue_filter import EVERY, OPEN, Condition, QueueFilter, conditions
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.finding_ranks import SEVERITIES

_FIELDS: Final = ("unit", "month", "family", "severity", "status", "assignee")
_COLUMN: Final = {"severity": "severity_rank"}
"""The column in which a field is counted, where it has another name."""


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
    with store.reading() as connection:
        where = conditions(chosen, day, connection)
        counted = _counted_at_once(connection, where, day) if "text" in where else _counted(connection, where, day)
    total = counted["status"].get(chosen.status, 0)
    if chosen.status == EVERY:
        total = sum(number for status, number in counted["status"].items() if status != OPEN)
    return QueueCounts(**counted, total=total)


def _counted(connection: Connection, where: Mapping[str, Condition], today: date) -> dict[str, dict[Any, int]]:
    """Each field by an index of its own."""
    queue = table_named("queue_entries")
    counted = {name: _by(connection, name, where) for name in _FIELDS}
    others = [condition for name, condition in where.items() if name != "status"]
    opened = select(func.count()).select_from(queue).where(queue.c.open_from <= today, *others)
    counted["status"][OPEN] = connection.execute(opened).scalar_one()
    return counted


def _counted_at_once(connection: Connection, where: Mapping[str, Condition], today: date) -> dict[str, dict[Any, int]]:
    """All fields in one pass over what was searched for: no index finds that."""
    queue = table_named("queue_entries")
    columns = [queue.c[_COLUMN.get(name, name)] for name in _FIELDS]
    asked = [name for name in _FIELDS if name in where]
    fits = [
        case((condition, 1), else_=0) for condition in (queue.c.open_from <= today, *(where[name] for name in asked))
    ]
    searched = [condition for name, condition in where.items() if name not in _FIELDS]
    counts: dict[str, Counter[Any]] = {name: Counter() for name in _FIELDS}
    named = [column.label(f"c{place}") for place, column in enumerate([*columns, *fits])]
    # Materialized, or the planner would follow an index for the grouping and look up each text by itself.
    found = select(*named).where(*searched).cte("found").prefix_with("MATERIALIZED")
    grouped = select(*found.c, func.count()).group_by(*found.c)
    for *values, number in connection.execute(grouped):
        opened, *fitting = values[len(_FIELDS) :]
        failed = [name for name, fit in zip(asked, fitting, strict=True) if not fit]
        if len(failed) > 1:
            continue
        for name, value in zip(_FIELDS, values, strict=False):
            if not failed or failed[0] == name:
                counts[name][value] += number
                if name == "status" and opened:
                    counts[name][OPEN] += number
    return {name: {_named(name, value): number for value, number in counts[name].items()} for name in _FIELDS}


def _by(connection: Connection, name: str, where: Mapping[str, Condition]) -> dict[Any, int]:
    queue = table_named("queue_entries")
    others = [condition for field, condition in where.items() if field != name]
    column = queue.c[_COLUMN.get(name, name)]
    statement = select(column, func.count()).where(*others).group_by(column).order_by(column)
    counted = connection.execute(statement)
    return {_named(name, value): number for value, number in counted}


def _named(name: str, value: Any) -> Any:
    if name != "severity":
        return value
    return SEVERITIES[value] if value < len(SEVERITIES) else "other"
