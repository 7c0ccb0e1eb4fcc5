"""The journal: everything that people do, one entry each, chained by hashes so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, select

from pipeline.store.contract import table_named
from pipeline.store.decision_lock import hold_decisions

Action = Literal[
    "adopt",
    "decide",
    "bulk_decide",
    "notify",
    "assign",
    "comment",
    "undo",
    "correct_reading",
    "set_metadata",
    "add_alias",
    "set_aside",
    "take_back",
    "add_account",
    "set_role",
    "set_password",
    "disable_account",
    "enable_account",
    "replay",
]

FIRST: Final = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal: by whom (the name of the account), when (with a zone), what to what."""

    sequence: int
    at: datetime
    by: str
    action: str
    subject: str
    content: dict[str, Any]
    previous: str
    hash: str


def append(
    connection: Connection, by: str, action: Action, subject: str, content: Mapping[str, Any], at: datetime
) -> int:
    """Add an entry in the transaction of the caller, so that it stands or falls with what it tells of; returns its
    number. `content` is of JSON's kinds alone; `at` has a zone."""
    hold_decisions(connection)
    table = table_named("journal")
    last = connection.execute(select(table.c.sequence, table.c.hash).order_by(table.c.sequence.desc()).limit(1)).first()
    sequence, previous = (1, FIRST) if last is None else (last.sequence + 1, last.hash)
    written = canonical(content)
    row = {"sequence": sequence, "at": at, "by": by, "action": action, "subject": subject, "content": written}
    digest = entry_hash(previous, sequence, at, by, action, subject, written)
    connection.execute(insert(table).values(**row, previous=previous, hash=digest))
    return sequence


def entries(connection: Connection, after: int = 0) -> Iterator[Entry]:
    """The entries after that number, in order, a few at a time."""
    table = table_named("journal")
    statement = select(table).where(table.c.sequence > after).order_by(table.c.sequence)
    for row in connection.execution_options(yield_per=500).execute(statement):
        yield entry_of(row)


def entry_numbered(connection: Connection, sequence: int) -> Entry | None:
    """The entry of that number."""
    table = table_named("journal")
    row = connection.execute(select(table).where(table.c.sequence == sequence)).first()
    return None if row is None else entry_of(row)


def entry_of(row: Any) -> Entry:
    """The entry that a row of the table holds; its content is an empty object where it is none of ours."""
    try:
        content = json.loads(row.content)
    except ValueError:
        content = {}
    return Entry(
        row.sequence,
        row.at,
        row.by,
        row.action,
        row.subject,
        content if isinstance(content, dict) else {},
        row.previous,
        row.hash,
    )


def canonical(content: Mapping[str, Any] | list[Any]) -> str:
    """The one way in which a content is written: sorted keys, no spaces, characters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entry_hash(previous: str, sequence: int, at: datetime, by: str, action: str, subject: str, written: str) -> str:
    """The SHA-256 (64 hex digits) over the hash before and all fields of an entry; `written` is its canonical
    content. The fields are a JSON list, so that none can run into another."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = json.dumps([previous, sequence, moment, by, action, subject, written], ensure_ascii=False)
    return hashlib.sha256(fields.encode("utf-8", "surrogatepass")).hexdigest()
