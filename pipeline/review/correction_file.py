"""The corrections as a file: picture and place, as read, as corrected, why, who, when; to improve the readers by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.export.csv_files import harmless_cell
from pipeline.export.table_files import json_text
from pipeline.review.line_file import AuditRefused, write_lines
from pipeline.store.connection import Store
from pipeline.store.contract import Row, table_named
from pipeline.store.corrected_figures import fits

FIELDS: Final = (
    "record_id", "source_name", "sha256", "locator", "spans", "item", "metric", "unit", "read_printed", "read_value",
    "printed", "comparator", "value", "low", "high", "read_meaning", "meaning", "reason", "made_by", "made_at",
    "ended_at", "ended_by", "ended_reason", "judged_in", "fits", "fact_id", "report_id",
)  # fmt: skip
"""Of each line, in order. `spans` say page and box (or line and column) of what was read; `fits` is false where the
figure is read otherwise by now, or not at all; `meaning` names metric, period and role where they were corrected,
`read_meaning` the same as they were read."""

FORMATS: Final = ("jsonl", "csv")


def correction_rows(connection: Connection) -> Iterator[Row]:
    """Every correction, those that were taken back too, in the order in which they were made."""
    facts, corrections = table_named("facts"), table_named("corrections")
    statement = (
        select(corrections, facts.c.fact_id.label("now"))
        .outerjoin(facts, fits())
        .order_by(corrections.c.made_at, corrections.c.record_id)
    )
    for row in connection.execute(statement).mappings():
        told = {**row, "fits": row["now"] is not None}
        yield {name: told[name] for name in FIELDS}


def write_corrections(store: Store, file: Path) -> int:
    """Write the file, jsonl or csv by its ending, and return how many corrections it holds. Raises AuditRefused."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise AuditRefused(f"不会写 {file.suffix or '没有后缀的'} 文件。", "把文件名写成 .jsonl 或 .csv。")
    written = write_lines(store, file, partial(correction_lines, format=kind))
    return written - (kind == "csv")


def correction_lines(connection: Connection, format: str) -> Iterator[str]:  # noqa: A002 - named as the option
    """The lines of the file, each with its end: jsonl, or csv for spreadsheets with a byte order mark."""
    if format == "jsonl":
        for row in correction_rows(connection):
            yield json_text(row) + "\n"
        return
    yield "\ufeff" + _csv_line(FIELDS)
    for row in correction_rows(connection):
        yield _csv_line([harmless_cell(value) for value in row.values()])


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
