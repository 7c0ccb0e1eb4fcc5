"""What the journal says of the records of what people put right: each as it was made, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.review.journal import Entry
from pipeline.review.mending_records import MADE, told
from pipeline.store.contract import table_named


class MendingWitness:
    """Holds the records that there should be, by table and id."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], tuple[Entry, Entry | None]] = {}
        self._tables = {action: table for table, action in MADE.items()}

    def take(self, entry: Entry) -> None:
        """Take what an entry says."""
        if entry.action in self._tables:
            self._records[self._tables[entry.action], entry.content["record_id"]] = (entry, None)
        elif entry.action == "take_back":
            key = (entry.content["table"], entry.content["record_id"])
            if key in self._records:
                self._records[key] = (self._records[key][0], entry)

    def differences(self, connection: Connection) -> Iterator[tuple[int | None, str]]:
        """Records that are missing, were added or changed beside the journal."""
        left = dict(self._records)
        for name in MADE:
            records = table_named(name)
            for row in connection.execution_options(yield_per=500).execute(select(records)).mappings():
                made, ended = left.pop((name, row["record_id"]), (None, None))
                if made is None:
                    yield row["sequence"], f"{records.comment}：记录 {row['record_id']} 在审计日志里没有。"
                elif _held(dict(row)) != _wanted(made, ended):
                    yield made.sequence, f"{records.comment}：记录 {row['record_id']} 与审计日志不符。"
        for (_, record_id), (made, _) in left.items():
            yield made.sequence, f"记录 {record_id} 不见了。"


_BESIDE: Final = ("sequence", "made_by", "made_at", "ended_at", "ended_by", "ended_reason")


def _held(row: dict[str, Any]) -> list[Any]:
    return [told(row), *(row[name] for name in _BESIDE)]


def _wanted(made: Entry, ended: Entry | None) -> list[Any]:
    end = (ended.at, ended.by, ended.content["reason"]) if ended is not None else (None, None, None)
    return [made.content, made.sequence, made.by, made.at, *end]
