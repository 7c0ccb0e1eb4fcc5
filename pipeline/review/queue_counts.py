"""How many findings of the queue there are of each unit, month, family, severity, status and assignee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, literal_column, not_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from pipeline.review.queue_filter import EVERY, OPEN, Condition, QueueFilter, conditions, field_conditions
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.finding_ranks import SEVERITIES

_FIELDS: Final = ("unit", "month", "family", "severity", "status", "assignee")
_COLUMN: Final = {"severity": "severity_rank"}
"""The column in which a field is counted, where it has another name."""

_SAMPLE: Final = 2000
_FEW_IN: Final = 8
"""Less than one finding in so many is few: it is quicker to sort them than to go through all of an index."""


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
        counted = (
            _counted_at_once(connection, where, chosen, day) if "text" in where else _counted(connection, where, day)
        )
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


def _counted_at_once(
    connection: Connection, where: Mapping[str, Condition], chosen: QueueFilter, today: date
) -> dict[str, dict[Any, int]]:
    """All fields in one pass over what was searched for: no index finds that."""
    queue = table_named("queue_entries")
    names = [_COLUMN.get(name, name) for name in (*_FIELDS, "open_from")]
    others = [condition for name, condition in where.items() if name not in (*_FIELDS, "text")]
    columns: ReadOnlyColumnCollection[str, Any] = queue.c
    searched = _rows_found(connection, where["text"])
    if searched is None:
        found = select(*(columns[name] for name in names)).where(where["text"], *others)
        columns, others = found.cte("found").prefix_with("MATERIALIZED").c, []
    else:
        others.append(searched)
    grouping = [columns[name] for name in names]
    # Materialized, or the planner would take the conditions into the grouping, which then is in no index's order.
    counted = select(*grouping, func.count().label("number")).where(*others).group_by(*grouping)
    grouped = counted.cte("grouped").prefix_with("MATERIALIZED")
    fits = field_conditions(grouped.c, chosen, today)
    values = [grouped.c[_COLUMN.get(name, name)].label(name) for name in _FIELDS]
    flags = [case((each, 1), else_=0) for each in (grouped.c.open_from <= today, *fits.values())]
    named = [column.label(f"c{place}") for place, column in enumerate(flags)]
    counts: dict[str, Counter[Any]] = {name: Counter() for name in _FIELDS}
    for row in connection.execute(select(*values, grouped.c.number, *named)):
        *kinds, number, opened = row[: len(_FIELDS) + 2]
        failed = [name for name, fit in zip(fits, row[len(_FIELDS) + 2 :], strict=True) if not fit]
        if len(failed) > 1:
            continue
        for name, value in zip(_FIELDS, kinds, strict=True):
            if not failed or failed[0] == name:
                counts[name][value] += number
                if name == "status" and opened:
                    counts[name][OPEN] += number
    return {name: {_named(name, value): number for value, number in counts[name].items()} for name in _FIELDS}


def _rows_found(connection: Connection, text: Condition) -> Condition | None:
    """Many findings, in SQLite, by the numbers of the rows that the text is in, or that it is not in, whichever seem
    fewer: so they are counted in the order of an index. None where they are few, or it is another database."""
    if connection.dialect.name != "sqlite":
        return None
    queue = table_named("queue_entries")
    row: ColumnElement[int] = literal_column("queue_entries.rowid")
    sample = select(case((text, 1), else_=0).label("found")).limit(_SAMPLE).subquery()
    found, of = connection.execute(select(func.total(sample.c.found), func.count()).select_from(sample)).one()
    if found < of / _FEW_IN:
        return None
    rows = select(row).select_from(queue).correlate(None)
    return row.not_in(rows.where(not_(text))) if 2 * found > of else row.in_(rows.where(text))


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
