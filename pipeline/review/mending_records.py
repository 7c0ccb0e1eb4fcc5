"""Records of what people put right: made and taken back in one transaction with their entries in the journal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from pipeline.decimal_text import decimal_text
from pipeline.review import journal
from pipeline.review.accounts import Person, Role, entitled, may
from pipeline.review.outcomes import Refused
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.wording.labels import ACCOUNT_ROLE

LONGEST_REASON: Final = 1000

MADE: Final[Mapping[str, journal.Action]] = {
    "corrections": "correct_reading",
    "report_settings": "set_metadata",
    "set_aside": "set_aside",
    "added_aliases": "add_alias",
}
"""The journal's word for making a record of each table; that it ends is `take_back` in all."""

ROLE: Final[Mapping[str, Role]] = {
    "corrections": "reviewer",
    "report_settings": "approver",
    "set_aside": "reviewer",
    "added_aliases": "admin",
}
"""What it takes to make a record of each table. One's own anybody may take back, others' an approver."""

_SUBJECT: Final[Mapping[str, str]] = {
    "corrections": "fact_id",
    "report_settings": "sha256",
    "set_aside": "source_name",
    "added_aliases": "alias",
}

_NOT_CONTENT: Final = frozenset({"sequence", "made_by", "made_at", "ended_at", "ended_by", "ended_reason", "judged_in"})
"""What of a record the entry of its making does not hold: who and when stand beside, the rest came later."""


_WHERE_SAID: Final = frozenset({"meaning", "read_meaning"})
"""What is in the entry only of records that say it: earlier entries have no such field."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has changed the same meanwhile; `message` says in Chinese who and what."""

    message: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record that stands no more; `record` is its row."""

    record: Row
    sequence: int


def plain_reason(reason: str) -> str | Refused:
    """The reason as it is kept. One has to be given."""
    plain = " ".join(reason.replace("\x00", "").split())
    if not plain:
        return Refused("请写明理由。")
    if len(plain) > LONGEST_REASON:
        return Refused(f"理由太长（{len(plain)} 个字），最多 {LONGEST_REASON} 个字。")
    return plain


def not_entitled(role: Role) -> Refused:
    """What is said to those who may not do it: roles change while somebody is signed in."""
    return Refused(f"你的账号现在不能做这件事，需要“{ACCOUNT_ROLE[role]}”或更高的权限。")


def make_record(connection: Connection, table: str, values: Row, by: Person, reason: str, now: datetime) -> str:
    """Keep a record and its entry in the journal; returns its id."""
    record: Row = {"record_id": f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(6)}", **values, "reason": reason}
    sequence = journal.append(connection, by.name, MADE[table], subject_of(table, record), told(record), now)
    connection.execute(insert(table_named(table)).values(**record, sequence=sequence, made_by=by.name, made_at=now))
    return str(record["record_id"])


def end_record(
    connection: Connection, table: str, row: Mapping[str, Any], by: Person, reason: str, now: datetime
) -> int:
    """Let the record of `row` end, which stands; returns the sequence of the journal's entry."""
    record_id = row["record_id"]
    content = {"table": table, "record_id": record_id, "reason": reason}
    sequence = journal.append(connection, by.name, "take_back", subject_of(table, row), content, now)
    records = table_named(table)
    values: Row = {"ended_at": now, "ended_by": by.name, "ended_reason": reason}
    if "judged_in" in records.c:
        values["judged_in"] = None
    connection.execute(update(records).where(records.c.record_id == record_id).values(**values))
    return sequence


def take_back(
    store: Store, by: Person, table: str, record_id: str, reason: str, now: datetime
) -> TakenBack | Refused | Overtaken:
    """Take a record back; it stays, and no more counts."""
    why = plain_reason(reason)
    if isinstance(why, Refused):
        return why
    with store.writing() as connection:
        row = record_of(connection, table, record_id)
        if row is None:
            return Refused("没有这条记录。")
        if not (entitled(connection, by, ROLE[table]) and (row["made_by"] == by.name or may(by, "approver"))):
            return not_entitled("approver")
        if row["ended_at"] is not None:
            return Overtaken(f"这条记录已由 {row['ended_by']} 于 {local(row['ended_at'])} 撤销或取代。")
        sequence = end_record(connection, table, row, by, why, now)
        return TakenBack(row, sequence)


def record_of(connection: Connection, table: str, record_id: str) -> Row | None:
    """The record of that id, or None."""
    records = table_named(table)
    row = connection.execute(select(records).where(records.c.record_id == record_id)).mappings().first()
    return None if row is None else dict(row)


def subject_of(table: str, row: Mapping[str, Any]) -> str:
    """The id of what a record is about, as the journal names it."""
    return str(row[_SUBJECT[table]])


def told(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as the journal's entry of its making holds it: JSON values, decimals and moments as text."""
    return {
        name: _json(value)
        for name, value in record.items()
        if name not in _NOT_CONTENT and not (value is None and name in _WHERE_SAID)
    }


def local(at: datetime) -> str:
    """A moment as people here read it."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
