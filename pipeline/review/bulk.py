"""Decides on many findings at once: the list is frozen first, so that what is decided is what was counted and seen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, select, update

from pipeline.review.accounts import Person, entitled
from pipeline.review.changes import record, standing
from pipeline.review.choices import Choice, checked_choice, choice_fields, standing_after
from pipeline.review.outcomes import NOT_ENTITLED, Refusal, Refused, desk_writing, refuse
from pipeline.review.queue import ordered_ids
from pipeline.review.queue_filter import QueueFilter
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.connection import Store
from pipeline.store.contract import table_named

MOST: Final = 20_000
"""Findings of one frozen list."""

_KEPT: Final = timedelta(days=7)
"""How long a list that nobody decided on is kept."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A list that was frozen: how many findings it holds."""

    frozen_id: str
    count: int


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """How many findings were decided on, which were left because they had changed since the list was frozen, and the
    number of the journal's entry, by which all of it can be undone."""

    done: int
    stale: tuple[str, ...]
    sequence: int


def freeze(store: Store, by: Person, chosen: QueueFilter, now: datetime) -> Frozen | Refused:
    """Freeze what the queue shows under the filter now."""
    try:
        with desk_writing(store) as connection:
            ids = ordered_ids(connection, chosen, now.astimezone().date(), MOST + 1)
            return _frozen(connection, by, ids, chosen.as_json(), now)
    except Refusal as refusal:
        return Refused(refusal.message)


def freeze_these(store: Store, by: Person, finding_ids: list[str], now: datetime) -> Frozen | Refused:
    """Freeze findings that were picked one by one; ids that are not there are refused as a whole, twice named ones
    count once."""
    try:
        if len(finding_ids) > MOST:
            raise refuse(_too_many(len(finding_ids)))
        with desk_writing(store) as connection:
            return _frozen(connection, by, list(dict.fromkeys(finding_ids)), {}, now)
    except Refusal as refusal:
        return Refused(refusal.message)


def decide_frozen(store: Store, by: Person, frozen_id: str, choice: Choice, now: datetime) -> BulkOutcome | Refused:
    """Decide on the findings of a frozen list that still are as they were; once, by who froze it."""
    try:
        checked = checked_choice(choice, now.astimezone().date())
        if checked.status == "corrected":
            raise refuse("“已更正”要逐个填更正后的数，不能成批处理。")
        with desk_writing(store) as connection:
            _check_list(connection, by, frozen_id)
            kept = table_named("frozen_findings")
            seen = select(kept.c.finding_id, kept.c.version).where(kept.c.frozen_id == frozen_id)
            versions = {row.finding_id: row.version for row in connection.execute(seen)}
            found = standing(connection, list(versions))
            same = {finding_id for finding_id, row in found.items() if row["version"] == versions[finding_id]}
            if not same:
                raise refuse("清单里的疑点都已被改动过，没有可处理的；请重新选择。")
            after = standing_after(checked, now)
            sequence = record(
                connection,
                by.name,
                "bulk_decide",
                frozen_id,
                [(found[finding_id], after) for finding_id in sorted(same)],
                now,
                choice=choice_fields(connection, checked, {}),
            )
            lists = table_named("frozen_lists")
            connection.execute(update(lists).where(lists.c.frozen_id == frozen_id).values(decided=sequence))
            return BulkOutcome(len(same), tuple(sorted(set(versions) - same)), sequence)
    except Refusal as refusal:
        return Refused(refusal.message)


def _frozen(connection: Connection, by: Person, ids: list[str], chosen: dict[str, str], now: datetime) -> Frozen:
    if not entitled(connection, by, "approver"):
        raise refuse(NOT_ENTITLED)
    if not ids:
        raise refuse("清单是空的。")
    if len(ids) > MOST:
        raise refuse(_too_many(len(ids)))
    found = standing(connection, ids)
    if len(found) < len(ids):
        raise refuse(f"有 {len(ids) - len(found)} 个疑点不在库里（编号有误，或已不存在），请重新选择。")
    lists, kept = table_named("frozen_lists"), table_named("frozen_findings")
    connection.execute(delete(lists).where(lists.c.decided.is_(None), lists.c.made_at < now - _KEPT))
    frozen_id = secrets.token_hex(8)
    row = {"frozen_id": frozen_id, "made_by": by.name, "made_at": now, "filter": chosen, "count": len(ids)}
    insert_rows(connection, lists, [row])
    rows = [{"frozen_id": frozen_id, "finding_id": each, "version": found[each]["version"]} for each in ids]
    insert_rows(connection, kept, rows)
    return Frozen(frozen_id, len(ids))


def _check_list(connection: Connection, by: Person, frozen_id: str) -> None:
    """Raises Refusal where the person may not decide on this list."""
    if not entitled(connection, by, "approver"):
        raise refuse(NOT_ENTITLED)
    lists = table_named("frozen_lists")
    row = connection.execute(select(lists).where(lists.c.frozen_id == frozen_id)).first()
    if row is None or row.made_by != by.name:
        raise refuse("没有这份清单，请重新选择。")
    if row.decided is not None:
        raise refuse("这份清单已经处理过了。")


def _too_many(count: int) -> str:
    return f"一次最多成批处理 {MOST} 个疑点（选了 {count} 个以上），请缩小范围。"
