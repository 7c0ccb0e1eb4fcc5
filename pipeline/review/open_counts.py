"""How many findings wait for a person, by unit, family and severity: read off the narrow table of the queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, case, func, select

from pipeline.store.contract import table_named

Counts = Mapping[str, Mapping[str, int]]
"""By name (a unit, a family) and severity."""


def open_by_family(connection: Connection, today: date, unit: str | None = None, month: date | None = None) -> Counts:
    """Open findings by family; of a unit, or of a month (its first day), alone where given."""
    return _counted(connection, "family", today, unit, month)


def open_by_unit(connection: Connection, today: date, month: date | None = None) -> Counts:
    """Open findings by unit, those without one aside."""
    return _counted(connection, "unit", today, None, month)


def _counted(connection: Connection, by: str, today: date, unit: str | None, month: date | None) -> Counts:
    queue = table_named("queue_entries")
    name: ColumnElement[Any] = queue.c[by]
    asked = select(name, queue.c.severity_rank, func.count().label("number")).where(
        queue.c.open_from <= today, name.is_not(None)
    )
    if unit is not None:
        asked = asked.where(queue.c.unit == unit)
    if month is not None:
        asked = asked.where(queue.c.month == month)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for of, rank, number in connection.execute(asked.group_by(name, queue.c.severity_rank)):
        severity = SEVERITY_OF_RANK.get(rank, "notice")
        counts[of][severity] = counts[of].get(severity, 0) + number
    return counts


SEVERITY_OF_RANK = {0: "error", 1: "warning", 2: "notice"}


def open_of_units(today: date) -> Subquery:
    """A subquery with `unit`, and how many `error`, `warning` and `notice` of it wait."""
    queue = table_named("queue_entries")
    counts = [
        func.sum(case((queue.c.severity_rank == rank, 1), else_=0)).label(severity)
        for rank, severity in SEVERITY_OF_RANK.items()
    ]
    return select(queue.c.unit, *counts).where(queue.c.open_from <= today).group_by(queue.c.unit).subquery()
