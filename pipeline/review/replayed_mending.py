"""Replays what the journal tells of records of what people put right; the next run judges by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Column, Connection, insert, select, update

from pipeline.review.journal import Entry
from pipeline.review.mending_records import MADE
from pipeline.store.columns import DecimalText, UtcMoment
from pipeline.store.contract import table_named

_TABLES: Final[Mapping[str, str]] = {action: table for table, action in MADE.items()}


def _make(connection: Connection, entry: Entry) -> str | None:
    """The record as it was made there. A correction of what is read otherwise here, or not at all, changes nothing."""
    table = table_named(_TABLES[entry.action])
    record = {name: _value(table.c[name], value) for name, value in entry.content.items() if name in table.c}
    connection.execute(insert(table).values(**record, sequence=entry.sequence, made_by=entry.by, made_at=entry.at))
    if entry.action != "correct_reading":
        return None
    facts = table_named("facts")
    read = select(facts.c.printed).where(facts.c.fact_id == entry.content["fact_id"])
    here = connection.execute(read).scalar()
    return None if here == entry.content["read_printed"] else "这里没有这个数，或读到的不同，这条更正不起作用。"


def _end(connection: Connection, entry: Entry) -> None:
    table = table_named(entry.content["table"])
    mine = table.c.record_id == entry.content["record_id"]
    end = {"ended_at": entry.at, "ended_by": entry.by, "ended_reason": entry.content["reason"]}
    connection.execute(update(table).where(mine).values(**end))


def _value(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, DecimalText):
        return Decimal(value)
    if isinstance(value, str) and isinstance(column.type, UtcMoment):
        return datetime.fromisoformat(value)
    return value


MENDING_ACTIONS: Final[Mapping[str, Callable[[Connection, Entry], str | None]]] = {
    **dict.fromkeys(_TABLES, _make),
    "take_back": _end,
}
"""What is done for each action."""
