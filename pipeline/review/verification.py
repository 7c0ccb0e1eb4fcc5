"""Proves that the journal is whole, and that the tables say what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection, select

from pipeline.review.account_witness import AccountWitness
from pipeline.review.finding_witness import FindingWitness
from pipeline.review.journal import FIRST, Entry, canonical, entry_hash, entry_of
from pipeline.review.mending_witness import MendingWitness
from pipeline.review.review_witness import ReviewWitness
from pipeline.store.contract import table_named


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not fit, in Chinese; `sequence` is the journal's entry that it is about, where there is one."""

    sequence: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the journal has, the hash of the last (whoever notes it can later tell that none before it was
    changed or taken away), and the first thing that does not fit, None if all does."""

    entries: int
    head: str
    broken: Broken | None


class Witness(Protocol):
    """Follows the journal entry by entry and then compares what it should have led to with what the tables hold."""

    def take(self, entry: Entry) -> None: ...

    def differences(self, connection: Connection) -> Iterator[tuple[int | None, str]]:
        """What differs: the entry it is about, and what in Chinese."""
        ...


WITNESSES: Final[tuple[Callable[[], Witness], ...]] = (
    ReviewWitness,
    FindingWitness,
    AccountWitness,
    MendingWitness,
)
"""Every table that holds what people did has one."""


def verify(connection: Connection, against: Sequence[Entry] = ()) -> Verified:
    """Go through the journal from its beginning. `against` are entries of an earlier export: all of them must be in
    it as they were."""
    witnesses = [make() for make in WITNESSES]
    known = {entry.sequence: entry.hash for entry in against}
    count, head = 0, FIRST
    table = table_named("journal")
    statement = select(table).order_by(table.c.sequence)
    for row in connection.execution_options(yield_per=500).execute(statement):
        entry = entry_of(row)
        if (wrong := _wrong_link(entry, row.content, count, head)) is not None:
            return Verified(count, head, Broken(entry.sequence, wrong))
        if known.pop(entry.sequence, entry.hash) != entry.hash:
            return Verified(count, head, Broken(entry.sequence, "与先前导出的这一条不同。"))
        count, head = entry.sequence, entry.hash
        for witness in witnesses:
            witness.take(entry)
    if known:
        lost = min(known)
        return Verified(count, head, Broken(lost, f"先前导出的第 {lost} 条不见了：日志的末尾被截去。"))
    for witness in witnesses:
        for sequence, what in witness.differences(connection):
            return Verified(count, head, Broken(sequence, what))
    return Verified(count, head, None)


def _wrong_link(entry: Entry, written: str, count: int, head: str) -> str | None:
    """Why the entry cannot follow the one before it; None if it can."""
    if entry.sequence != count + 1:
        return f"第 {count + 1} 条不见了。"
    if entry.previous != head:
        return "与上一条接不上：上一条或这一条被改动过。"
    if entry.hash != entry_hash(
        entry.previous, entry.sequence, entry.at, entry.by, entry.action, entry.subject, written
    ):
        return "内容与摘要不符：这一条被改动过。"
    if canonical(entry.content) != written:
        return "内容不是规范的写法：这一条不是本程序写的。"
    return None
