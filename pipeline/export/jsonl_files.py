"""JSON lines: UTF-8, one object a line, decimals as strings, absent values null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.export.table_files import json_text
from pipeline.store.contract import Row


def write_jsonl(path: Path, _table: str, rows: Iterator[Row]) -> None:
    """Write `rows` in their order."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_lines(rows))


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The same as text to be sent line by line."""
    for row in rows:
        yield json_text(row) + "\n"
