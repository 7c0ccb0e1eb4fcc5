"""What the journal says of the table `reviews`: every decision, whose, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.review.changes import CHOSEN, review_rows
from pipeline.review.journal import Entry
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_figures import figures_hash

_COMPARED: Final = ("finding_id", "decision", "reviewer", "reviewed_at", "sequence", "version", *CHOSEN, "undone_by",
                    "undoes")  # fmt: skip


class ReviewWitness:
    """Holds the rows that there should be, by id."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._ids: dict[tuple[int, str], str] = {}
        self._figures: dict[str, str | None] = {}
        self._undoes: dict[int, int] = {}

    def take(self, entry: Entry) -> None:
        """Take what an entry says."""
        if entry.action == "adopt":
            self._adopt(entry)
        elif entry.action == "replay":
            self._replayed(entry.content)
        if "choice" in entry.content:
            for row, change in zip(
                review_rows(entry.sequence, entry.by, entry.at, entry.content), entry.content["changes"], strict=True
            ):
                self._rows[row["review_id"]] = row
                self._ids[entry.sequence, row["finding_id"]] = row["review_id"]
                self._figures[row["review_id"]] = change["figures"]
        if entry.action == "undo":
            self._undo(entry)

    def differences(self, connection: Connection) -> Iterator[tuple[int | None, str]]:
        """Rows that are missing, were added or changed."""
        reviews = table_named("reviews")
        left = dict(self._rows)
        for row in connection.execution_options(yield_per=500).execute(select(reviews)).mappings():
            wanted = left.pop(row["review_id"], None)
            if wanted is None:
                yield row["sequence"], f"处理记录 {row['review_id']} 在审计日志里没有。"
                continue
            for name in _COMPARED:
                if row[name] != wanted[name]:
                    yield wanted["sequence"], f"处理记录 {row['review_id']} 的 {name} 与审计日志不符。"
            if self._of_figures(row["figures"]) != self._figures[row["review_id"]]:
                yield wanted["sequence"], f"处理记录 {row['review_id']} 所据的数与审计日志不符。"
        for review_id, wanted in left.items():
            yield wanted["sequence"], f"处理记录 {review_id} 不见了。"

    def _of_figures(self, figures: list[dict[str, Any]] | None) -> str | None:
        return None if figures is None else figures_hash(figures)

    def _adopt(self, entry: Entry) -> None:
        """A decision of an earlier program, which kept no journal."""
        told = entry.content["review"]
        row = {**dict.fromkeys(_COMPARED), **told, "reviewed_at": datetime.fromisoformat(told["reviewed_at"])}
        row["sequence"] = entry.sequence
        self._rows[row["review_id"]] = row
        self._figures[row["review_id"]] = None

    def _replayed(self, content: dict[str, Any]) -> None:
        """What could not be brought over from another store has no row here."""
        for sequence, finding_id in content["not_applied"]:
            review_id = self._ids.pop((sequence, finding_id), None)
            if review_id is not None:
                del self._rows[review_id]
        for sequence, finding_id in content["without_figures"]:
            self._figures[self._ids[sequence, finding_id]] = None

    def _undo(self, entry: Entry) -> None:
        taken_back = entry.content["undoes"]
        self._undoes[entry.sequence] = taken_back
        for change in entry.content["changes"]:
            self._mark(taken_back, change["finding"], entry.sequence)
            if taken_back in self._undoes:
                self._mark(self._undoes[taken_back], change["finding"], None)

    def _mark(self, sequence: int, finding_id: str, undone_by: int | None) -> None:
        review_id = self._ids.get((sequence, finding_id))
        if review_id is not None:
            self._rows[review_id]["undone_by"] = undone_by
