"""One workbook with a sheet a table; text stays text, and a number is one only where a spreadsheet keeps it exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from pipeline.export.table_files import cell_text
from pipeline.store.contract import Row, contract_fields

_ROWS_IN_SHEET: Final = 1_048_575
_CELL_LENGTH: Final = 32_767
_CUT: Final = "……（过长，全文见 jsonl）"
_EXACT_DIGITS: Final = 15
_WIDTH: Final = 16


def write_workbook(path: Path, tables: Mapping[str, Iterator[Row]]) -> None:
    """Write each table in its order; one too long for a sheet goes on in the next. Memory does not grow with rows."""
    # Links and formulas are off for all text; the fixed time makes equal stores give equal files.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
        head = book.add_format({"bold": True})
        for table, rows in tables.items():
            fields = contract_fields(table)
            sheet, at = _new_sheet(book, table, fields, head), 0
            part = 1
            for row in rows:
                if at == _ROWS_IN_SHEET:
                    part += 1
                    sheet, at = _new_sheet(book, f"{table}_{part}", fields, head), 0
                at += 1
                for column, name in enumerate(fields):
                    _write(sheet, at, column, row[name])


def _new_sheet(book: Any, name: str, fields: tuple[str, ...], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(fields) - 1, _WIDTH)
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field, head)
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
