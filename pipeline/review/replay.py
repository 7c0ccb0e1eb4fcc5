"""Replays a journal onto a store in which the same files were read again: what people did there holds here, too.

The entries are taken over as they are, with their hashes, so that the chain stays one. What a decision rested on may
be other figures here, or the finding may not be there at all: that is named, and never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from pipeline.review.changes import review_rows, standing, standing_of
from pipeline.review.journal import Entry, append, canonical, entry_numbered
from pipeline.review.line_file import AuditRefused
from pipeline.review.replayed_accounts import ACCOUNT_ACTIONS
from pipeline.review.replayed_mending import MENDING_ACTIONS
from pipeline.review.undoing import mark_undone
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_figures import figures_hash, shown_figures
from pipeline.store.finding_models import CLOSED
from pipeline.store.findings import DECIDED
from pipeline.store.queue_entries import note_statuses

Applier = Callable[[Connection, Entry], str | None]
"""Does what an entry tells of; returns in Chinese why it cannot be done here, None if it was."""

APPLIERS: Final[Mapping[str, Applier]] = {**ACCOUNT_ACTIONS, **MENDING_ACTIONS}
"""What is done for entries that change no finding, by action."""

_NOTHING_TO_DO: Final = frozenset({"comment", "replay", "adopt"})


@dataclass(frozen=True, slots=True)
class NotApplied:
    """An entry that could not be done here, or not for this finding, and why in Chinese."""

    sequence: int
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many entries were taken over, and what of them could not be done here."""

    entries: int
    not_applied: tuple[NotApplied, ...]


def replay(store: Store, told: Sequence[Entry], by: str, now: datetime) -> Replayed:
    """Take over the entries that are not in the store's own journal yet; its own must be the beginning of them.

    `by` replays. All of it or nothing. Raises AuditRefused, StoreBusy.
    """
    with store.writing() as connection:
        new = _new_entries(connection, told)
        work = _Replay(connection)
        for entry in new:
            work.take(entry)
        work.settle(now)
        if new:
            content = {
                "entries": len(new),
                "not_applied": [[one.sequence, one.subject] for one in work.not_applied],
                "without_figures": work.without_figures,
            }
            append(connection, by, "replay", "", content, now)
        return Replayed(len(new), tuple(work.not_applied))


def _new_entries(connection: Connection, told: Sequence[Entry]) -> Sequence[Entry]:
    journal = table_named("journal")
    last = connection.execute(
        select(journal.c.sequence, journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)
    ).first()
    if last is None:
        return told
    if last.sequence > len(told) or told[last.sequence - 1].hash != last.hash:
        raise AuditRefused(
            "这个库自己的审计日志与要重放的不是同一条线，没有动它。",
            "重放到一个没有人处理过的库（重新 hedui run 得到）。",
        )
    return told[last.sequence :]


@dataclass
class _Replay:
    """A replay under way."""

    connection: Connection
    not_applied: list[NotApplied] = field(default_factory=list)
    without_figures: list[list[Any]] = field(default_factory=list)
    _last: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take over one entry and do what it tells of."""
        row = {name: getattr(entry, name) for name in ("sequence", "at", "by", "action", "subject", "previous", "hash")}
        self.connection.execute(insert(table_named("journal")).values(**row, content=canonical(entry.content)))
        if "changes" in entry.content:
            self._change(entry)
        elif entry.action not in _NOTHING_TO_DO:
            applier = APPLIERS.get(entry.action)
            why = "这个版本不会重放这种操作。" if applier is None else applier(self.connection, entry)
            if why is not None:
                self.not_applied.append(NotApplied(entry.sequence, entry.subject, why))

    def _change(self, entry: Entry) -> None:
        found = standing(self.connection, [change["finding"] for change in entry.content["changes"]])
        for change in entry.content["changes"]:
            if change["finding"] in found:
                self._last[change["finding"]] = change
            else:
                self.not_applied.append(NotApplied(entry.sequence, change["finding"], "这里没有这个疑点。"))
        if "choice" in entry.content:
            self._review(entry, found)
        if entry.action == "undo":
            undone = entry_numbered(self.connection, entry.content["undoes"])
            if undone is not None:
                mark_undone(self.connection, undone, list(found), entry.sequence)

    def _review(self, entry: Entry, found: Mapping[str, Row]) -> None:
        shown = shown_figures(self.connection, {fact for row in found.values() for fact in row["fact_ids"]})
        rows = []
        for row, change in zip(
            review_rows(entry.sequence, entry.by, entry.at, entry.content), entry.content["changes"], strict=True
        ):
            finding = found.get(row["finding_id"])
            if finding is None:
                continue
            row["figures"] = [shown[fact_id] for fact_id in finding["fact_ids"] if fact_id in shown]
            if figures_hash(row["figures"]) != change["figures"]:
                row["figures"] = None
                self.without_figures.append([entry.sequence, row["finding_id"]])
            rows.append(row)
        insert_rows(self.connection, table_named("reviews"), rows)

    def settle(self, now: datetime) -> None:
        """Bring the findings to where the last of what was taken over left them, as a run here would have."""
        findings, changes, runs = table_named("findings"), table_named("status_changes"), table_named("runs")
        if not self._last:
            return
        run = self.connection.execute(select(runs.c.run_id).order_by(runs.c.started_at.desc()).limit(1)).scalar_one()
        latest = select(changes.c.finding_id, func.max(changes.c.version).label("version"))
        by_run = {row.finding_id: row.version or 0 for row in self.connection.execute(latest.group_by("finding_id"))}
        for finding_id, row in standing(self.connection, list(self._last)).items():
            change = self._last[finding_id]
            told = standing_of(change["after"])
            status = _status_here(row, told["status"], change["evidence"])
            version = change["version"]
            if status != told["status"] or by_run.get(finding_id, 0) >= version:
                version = max(version, by_run.get(finding_id, 0)) + 1
                noted = {"finding_id": finding_id, "run_id": run, "before": told["status"], "after": status}
                self.connection.execute(insert(changes).values(**noted, at=now, version=version))
            here = {**told, "status": status, "version": max(version, row["version"])}
            self.connection.execute(update(findings).where(findings.c.finding_id == finding_id).values(**here))
        note_statuses(self.connection, self._last)


def _status_here(row: Row, status: str, evidence: str) -> str:
    """The status of a finding that is as `row` here and was given `status` on that evidence elsewhere."""
    if row["status"] == "fixed" and status not in CLOSED:
        return "fixed"
    if row["evidence_hash"] != evidence and status in DECIDED:
        return "regressed"
    return status
