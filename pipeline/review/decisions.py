"""What people decide on findings: one after the other, with a reason, and never on what they have not seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from pipeline.review.accounts import Person, entitled, works_at_findings
from pipeline.review.changes import record, standing
from pipeline.review.choices import Choice, checked_choice, choice_fields, plain_words, standing_after
from pipeline.review.journal import append
from pipeline.review.outcomes import (
    NOT_ENTITLED,
    UNKNOWN_FINDING,
    Decided,
    Refusal,
    Refused,
    Stale,
    desk_writing,
    refuse,
)
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named

LONGEST_COMMENT: Final = 4000


def decide(
    store: Store, by: Person, finding_id: str, version: int, choice: Choice, now: datetime
) -> Decided | Stale | Refused:
    """Decide on a finding as it was at `version`. `now` has a zone."""
    try:
        checked = checked_choice(choice, now.astimezone().date())
        with desk_writing(store) as connection:
            row = _seen(connection, by, finding_id, version)
            fields = choice_fields(connection, checked, row)
            after = standing_after(checked, now)
            sequence = record(connection, by.name, "decide", finding_id, [(row, after)], now, choice=fields)
            return Decided(sequence, row["version"] + 1)
    except Refusal as refusal:
        return refusal.refused


def assign(
    store: Store, by: Person, finding_id: str, version: int, to: str | None, now: datetime
) -> Decided | Stale | Refused:
    """Assign a finding to the account of that name, or to nobody again."""
    try:
        with desk_writing(store) as connection:
            row = _seen(connection, by, finding_id, version)
            if to is not None and not works_at_findings(connection, to):
                raise refuse("不能指派给这个账号：没有这个账号，已停用，或没有处理疑点的权限。")
            if to == row["assignee"]:
                raise refuse("已经是这样指派的了。")
            status = {("new", True): "assigned", ("assigned", False): "new"}.get(
                (row["status"], to is not None), row["status"]
            )
            after = {"assignee": to, "status": status}
            sequence = record(connection, by.name, "assign", finding_id, [(row, after)], now)
            return Decided(sequence, row["version"] + 1)
    except Refusal as refusal:
        return refusal.refused


def comment(store: Store, by: Person, finding_id: str, text: str, now: datetime) -> Decided | Refused:
    """Add a comment to a finding; whatever version somebody looks at stays good."""
    try:
        words = plain_words(text, LONGEST_COMMENT, "批注")
        if words is None:
            return Refused("批注是空的。")
        with desk_writing(store) as connection:
            row = _found(connection, by, finding_id)
            return Decided(append(connection, by.name, "comment", finding_id, {"text": words}, now), row["version"])
    except Refusal as refusal:
        return Refused(refusal.message)


def note_notified(
    connection: Connection, finding_ids: Collection[str], number: str, reason: str, made_by: str, at: datetime
) -> None:
    """Mark findings as told of in the notice of that number, in the transaction of the caller."""
    found = standing(connection, finding_ids)
    after = {"status": "notified", "deferred_until": None, "deferred_at": None}
    afters = [(found[finding_id], after) for finding_id in finding_ids if finding_id in found]
    if afters:
        record(connection, made_by, "notify", number, afters, at, choice={"reason": reason})


def stale(connection: Connection, row: Row) -> Stale:
    """What happened last to a finding (its row as `standing` gives it)."""
    finding_id, version = row["finding_id"], row["version"]
    reviews, changes, journal = table_named("reviews"), table_named("status_changes"), table_named("journal")
    by_person = select(journal).join(reviews, reviews.c.sequence == journal.c.sequence)
    entry = connection.execute(
        by_person.where(reviews.c.finding_id == finding_id, reviews.c.version == version)
    ).first()
    by_run = select(changes.c.at).where(changes.c.finding_id == finding_id, changes.c.version == version)
    if entry is None and (run := connection.execute(by_run).first()) is not None:
        return Stale(row["status"], None, run.at, "run", version)
    if entry is None:
        last = select(journal).where(journal.c.subject == finding_id, journal.c.action.in_(("assign", "undo")))
        entry = connection.execute(last.order_by(journal.c.sequence.desc()).limit(1)).first()
    if entry is None:
        return Stale(row["status"], None, None, "run", version)
    return Stale(row["status"], entry.by, entry.at, entry.action, version)


def _seen(connection: Connection, by: Person, finding_id: str, version: int) -> Row:
    """The finding as it stands, if the person may decide and has seen this version. Raises Refusal."""
    row = _found(connection, by, finding_id)
    if row["version"] != version:
        raise Refusal(stale(connection, row))
    return row


def _found(connection: Connection, by: Person, finding_id: str) -> Row:
    """The finding as it stands, if the person may work at it. Raises Refusal."""
    if not entitled(connection, by, "reviewer"):
        raise refuse(NOT_ENTITLED)
    row = standing(connection, [finding_id]).get(finding_id)
    if row is None:
        raise refuse(UNKNOWN_FINDING)
    return row
