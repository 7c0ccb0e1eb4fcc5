"""How many findings wait for a person, by family or unit and severity: read off the narrow table of the queue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Subquery, case, func, select

from pipeline.store.contract import table_named
from pipeline.store.finding_ranks import SEVERITIES

Counts = Mapping[str, Mapping[str, int]]
"""By family and severity."""


def open_by_family(connection: Connection, today: date, unit: str | None = None, month: date | None = None) -> Counts:
    """Open findings by family; of a unit, or of a month (its first day), alone where given."""
    queue = table_named("queue_entries")
    asked = select(queue.c.family, queue.c.severity_rank, func.count()).where(queue.c.open_from <= today)
    if unit is not None:
        asked = asked.where(queue.c.unit == unit)
    if month is not None:
        asked = asked.where(queue.c.month == month)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for family, rank, number in connection.execute(asked.group_by(queue.c.family, queue.c.severity_rank)):
        counts[family][SEVERITIES[min(rank, len(SEVERITIES) - 1)]] += number
    return counts


def open_of_units(today: date) -> Subquery:
    """A subquery with `unit`, and how many `error`, `warning` and `notice` of it wait."""
    queue = table_named("queue_entries")
    counts = [
        func.sum(case((queue.c.severity_rank == rank, 1), else_=0)).label(severity)
        for rank, severity in enumerate(SEVERITIES)
    ]
    return select(queue.c.unit, *counts).where(queue.c.open_from <= today).group_by(queue.c.unit).subquery()
