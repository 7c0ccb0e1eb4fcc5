"""JSON lines: UTF-8, one object a line, decimals as strings, absent values null."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.export.table_files import json_text, json_value
from pipeline.store.contract import Row


def write_jsonl(path: Path, _table: str, rows: Iterator[Row]) -> None:
    """Write `rows` in their order."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json_text({name: json_value(value) for name, value in row.items()}) + "\n")
