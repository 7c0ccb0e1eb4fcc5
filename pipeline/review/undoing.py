"""Takes back what was done to findings, as an entry of its own; what changed since stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from pipeline.review.accounts import Person, entitled
from pipeline.review.changes import record, standing, standing_of
from pipeline.review.decisions import stale
from pipeline.review.journal import Entry, entry_numbered, entry_of
from pipeline.review.outcomes import NOT_ENTITLED, Refusal, Refused, Stale, desk_writing, refuse
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions

_UNDOABLE: Final = frozenset({"decide", "bulk_decide", "assign", "undo"})


@dataclass(frozen=True, slots=True)
class Undone:
    """Taken back: the number of the journal's entry that says so, the findings that are as before, and those that were
    left because something happened to them since."""

    sequence: int
    finding_ids: tuple[str, ...]
    stale: tuple[str, ...] = ()


def undo(store: Store, by: Person, sequence: int, now: datetime) -> Undone | Stale | Refused:
    """Take back the journal's entry of that number; what others did, only approvers may. An undo can be taken back,
    too. Where nothing of it can be taken back any more, says what happened to its first finding since."""
    try:
        with desk_writing(store) as connection:
            if not entitled(connection, by, "reviewer"):
                raise refuse(NOT_ENTITLED)
            entry = entry_numbered(connection, sequence)
            if entry is None:
                raise refuse("审计日志里没有这一条。")
            if entry.action not in _UNDOABLE:
                raise refuse("这一步不能撤销。")
            if entry.by != by.name and not entitled(connection, by, "approver"):
                raise refuse("别人做的处理，只有审批人可以撤销。")
            return _taken_back(connection, by, entry, now)
    except Refusal as refusal:
        return refusal.refused


def last_undoable(store: Store, by: Person) -> int | None:
    """The number of the last thing that this person did to findings and that still stands; undone ones are passed
    over, and so are undos."""
    journal = table_named("journal")
    own = select(journal).where(journal.c.by == by.name, journal.c.action.in_(_UNDOABLE))
    with store.reading() as connection:
        gone: set[int] = set()
        for row in connection.execute(own.order_by(journal.c.sequence.desc()).limit(_LOOKED_AT)):
            entry = entry_of(row)
            if entry.action == "undo":
                if entry.sequence not in gone:
                    gone.add(entry.content.get("undoes", 0))
            elif entry.sequence not in gone:
                return entry.sequence
    return None


_LOOKED_AT: Final = 200


def _taken_back(connection: Connection, by: Person, entry: Entry, now: datetime) -> Undone:
    changes: list[dict[str, Any]] = entry.content["changes"]
    found = standing(connection, [change["finding"] for change in changes])
    afters: list[tuple[Row, Row]] = []
    left: list[str] = []
    for change in changes:
        row = found.get(change["finding"])
        if row is None or row["version"] != change["version"]:
            left.append(change["finding"])
        else:
            afters.append((row, standing_of(change["before"])))
    if not afters:
        row = found.get(changes[0]["finding"])
        raise refuse("这个疑点已不在库里。") if row is None else Refusal(stale(connection, row))
    told = None
    if "choice" in entry.content:
        told = {"reason": f"撤销审计日志第 {entry.sequence} 条"}
    # What was done to one finding is found under it; what was done to a list, under the list.
    undone = record(
        connection, by.name, "undo", entry.subject, afters, now, choice=told, extra={"undoes": entry.sequence}
    )
    mark_undone(connection, entry, [row["finding_id"] for row, _ in afters], undone)
    return Undone(undone, tuple(row["finding_id"] for row, _ in afters), tuple(left))


def mark_undone(connection: Connection, entry: Entry, finding_ids: Sequence[str], undone: int) -> None:
    """Mark the reviews of an entry as taken back by entry `undone`; if it was an undo, what it had taken back stands
    again."""
    reviews = table_named("reviews")
    marks: list[tuple[int, int | None]] = [(entry.sequence, undone)]
    if entry.action == "undo":
        marks.append((entry.content["undoes"], None))
    for portion in key_portions(sorted(finding_ids)):
        for sequence, mark in marks:
            connection.execute(
                update(reviews)
                .where(reviews.c.sequence == sequence, reviews.c.finding_id.in_(portion))
                .values(undone_by=mark)
            )
