"""One workbook with a sheet a table; text stays text, and a number is one only where a spreadsheet keeps it exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from pipeline.export.field_types import FieldType, exported_fields
from pipeline.export.table_files import cell_text
from pipeline.store.contract import Row, contract_fields

_ROWS_IN_SHEET: Final = 1_048_575
_CELL_LENGTH: Final = 32_767
_CUT: Final = "……（过长，全文见 jsonl）"
_EXACT_DIGITS: Final = 15
_WIDTHS: Final[dict[FieldType, int]] = {
    "string": 18,
    "integer": 8,
    "decimal": 18,
    "boolean": 8,
    "date": 12,
    "datetime": 22,
    "list": 24,
    "object": 24,
}
_WIDE: Final = 48
_LONG_TEXTS: Final = frozenset(
    {"source_name", "title", "message", "evidence", "target_text", "current_text", "cumulative_text", "item", "reason"}
)


def write_workbook(path: Path, tables: Mapping[str, Iterator[Row]]) -> None:
    """Write each table in its order; one too long for a sheet goes on in the next. Memory does not grow with rows."""
    # Links and formulas are off for all text; the fixed time makes equal stores give equal files.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "top"})
        for table, rows in tables.items():
            fields = contract_fields(table)
            sheet, at = _new_sheet(book, table, table, head), 0
            part = 1
            for row in rows:
                if at == _ROWS_IN_SHEET:
                    sheet.autofilter(0, 0, at, len(fields) - 1)
                    part += 1
                    sheet, at = _new_sheet(book, f"{table}_{part}", table, head), 0
                at += 1
                for column, name in enumerate(fields):
                    _write(sheet, at, column, row[name])
            sheet.autofilter(0, 0, at, len(fields) - 1)


def _new_sheet(book: Any, name: str, table: str, head: Any) -> Any:
    """A sheet with its head, which stays in sight, and columns as wide as such values mostly are."""
    sheet = book.add_worksheet(name)
    fields = exported_fields(table)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDE if field.name in _LONG_TEXTS else _WIDTHS[field.kind])
        sheet.write_string(0, column, field.name, head)
        sheet.write_comment(0, column, field.comment)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        exact = Decimal(value)
        if len(exact.normalize().as_tuple().digits) <= _EXACT_DIGITS:
            # A spreadsheet knows floats only; up to fifteen digits they give the same decimal back.
            sheet.write_number(row, column, float(exact))
            return
    text = cell_text(value)
    if len(text) > _CELL_LENGTH:
        text = text[: _CELL_LENGTH - len(_CUT)] + _CUT
    sheet.write_string(row, column, text)
