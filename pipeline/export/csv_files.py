"""CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.export.table_files import cell_text
from pipeline.formula_guard import harmless_text
from pipeline.store.contract import Row, contract_fields


def write_csv(path: Path, table: str, rows: Iterator[Row]) -> None:
    """Write `rows` in their order under a head of field names."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(contract_fields(table))
        for row in rows:
            writer.writerow([harmless_cell(value) for value in row.values()])


def csv_lines(names: Iterable[str], rows: Iterable[Row]) -> Iterator[str]:
    """The same as text to be sent line by line: the byte order mark and the head, then the rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(names)
    for row in rows:
        writer.writerow([harmless_cell(value) for value in row.values()])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def harmless_cell(value: Any) -> str:
    """The value as text; what a spreadsheet would compute gets an apostrophe in front, numbers stay as they are."""
    text = cell_text(value)
    return text if isinstance(value, Decimal | int) else harmless_text(text)
