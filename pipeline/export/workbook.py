"""One workbook with a sheet a table; text stays text, a number is one only where a spreadsheet keeps it exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.export.field_types import ExportedField, FieldType, exported_fields
from pipeline.export.table_files import cell_text
from pipeline.formula_guard import is_formula
from pipeline.store.contract import Row

_ROWS_IN_SHEET: Final = 1_048_575
_CELL_LENGTH: Final = 32_767
_CUT: Final = "……（过长，全文见 jsonl）"
_EXACT_DIGITS: Final = 15
_A4: Final = 9
_FIRST_YEAR: Final = 1901
"""Spreadsheets count days from 1900, and wrongly before its March; earlier dates stay text."""
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
"""Columns are as wide as so many digits; a Chinese character takes the room of two."""

LINE_HEIGHT: Final = 17
MOST_LINES: Final = 20
_LONG_TEXTS: Final = frozenset(
    {"source_name", "title", "message", "evidence", "target_text", "current_text", "cumulative_text", "item", "reason"}
)


def write_workbook(path: Path, tables: Mapping[str, Iterator[Row]]) -> None:
    """Write each table in its order; one too long for a sheet goes on in the next. Memory does not grow with rows."""
    write_sheets(path, {table: (exported_fields(table), rows) for table, rows in tables.items()})


def system_error(error: OSError | FileCreateError) -> OSError:
    """What the system said: xlsxwriter has an error of its own around it."""
    if isinstance(error, OSError):
        return error
    return next((part for part in error.args if isinstance(part, OSError)), OSError(str(error)))


def write_sheets(path: Path, sheets: Mapping[str, tuple[tuple[ExportedField, ...], Iterator[Row]]]) -> None:
    """The same of rows whose fields are given, by the name of the sheet."""
    # Links and formulas are off for all text; the fixed time makes equal stores give equal files.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with _book(path, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
        formats = _Formats(book)
        for table, (fields, rows) in sheets.items():
            sheet, at = _new_sheet(book, table, fields, formats), 0
            part = 1
            for row in rows:
                if at == _ROWS_IN_SHEET:
                    sheet.autofilter(0, 0, at, len(fields) - 1)
                    part += 1
                    sheet, at = _new_sheet(book, f"{table}_{part}", fields, formats), 0
                at += 1
                if (lines := _lines(row)) > 1:
                    sheet.set_row(at, lines * LINE_HEIGHT)
                for column, field in enumerate(fields):
                    if (value := row[field.name]) is not None:
                        _write(sheet, (at, column), value, field, formats)
            sheet.autofilter(0, 0, at, len(fields) - 1)


@contextmanager
def _book(path: Path, options: Mapping[str, Any]) -> Iterator[Any]:
    """A workbook, put together only if nothing went wrong. The rows of its sheets wait in files beside it: the room
    that counts is where it is to lie, and where there is none nothing is left behind."""
    with TemporaryDirectory(prefix=".hedui-rows-", dir=path.parent) as waiting:
        book = xlsxwriter.Workbook(str(path), {**options, "tmpdir": waiting})
        yield book
        book.close()


def _lines(row: Row) -> int:
    """How many lines the longest of the wrapped texts takes. Not every program makes rows as high as their text."""
    return min(MOST_LINES, max((lines_in(str(row[name])) for name in _LONG_TEXTS if row.get(name)), default=1))


def lines_in(text: str, width: int = _WIDE) -> int:
    """How many lines the text takes in a column as wide as `width` digits."""
    if 2 * len(text) <= width:
        return 1 + text.count("\n")
    return sum(
        -(-sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) // (width - 2)) or 1
        for line in text[: MOST_LINES * width].split("\n")
    )


class _Formats:
    """The formats of a book's cells: all stand at the top of their row."""

    def __init__(self, book: Any) -> None:
        def made(**properties: Any) -> Any:
            return book.add_format({"valign": "top", **properties})

        self.head = made(bold=True, indent=1, bg_color="#DCE6F1", bottom=1, text_wrap=True)
        self.plain = made()
        self.whole = made(num_format="0", align="center")
        self.day = made(num_format="yyyy-mm-dd", align="center")
        self.moment = made(num_format="yyyy-mm-dd hh:mm:ss", align="center")
        self._texts = {
            (wrapped, formula): made(indent=1, text_wrap=wrapped, quote_prefix=formula)
            for wrapped in (False, True)
            for formula in (False, True)
        }
        self._figures: dict[int, Any] = {}
        self._made = made

    def text(self, value: str, wrapped: bool) -> Any:
        """Of text; what a spreadsheet would compute, once somebody edits the cell, is marked to stay text."""
        return self._texts[wrapped, is_formula(value)]

    def figure(self, places: int) -> Any:
        """Of a figure with so many decimal places: by thousands, and just these places."""
        if places not in self._figures:
            self._figures[places] = self._made(num_format=f"#,##0.{'0' * places}" if places else "#,##0")
        return self._figures[places]


def _new_sheet(book: Any, name: str, fields: tuple[ExportedField, ...], formats: _Formats) -> Any:
    """A sheet with its head, which stays in sight, and columns as wide as such values mostly are."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDE if field.name in _LONG_TEXTS else _WIDTHS[field.kind])
        sheet.write_string(0, column, field.name, formats.head)
        sheet.write_comment(0, column, field.comment)
    return sheet


def _write(sheet: Any, place: tuple[int, int], value: Any, field: ExportedField, formats: _Formats) -> None:
    match value:
        case bool():
            sheet.write_boolean(*place, value, formats.plain)
            return
        case int():
            if abs(value) < 10**_EXACT_DIGITS:
                sheet.write_number(*place, value, formats.whole)
                return
        case Decimal():
            _, digits, exponent = value.normalize().as_tuple()
            if len(digits) <= _EXACT_DIGITS:
                # A spreadsheet knows floats only; up to fifteen digits they give the same decimal back.
                sheet.write_number(*place, float(value), formats.figure(max(0, -int(exponent))))
                return
        case datetime() if value.year >= _FIRST_YEAR:
            in_utc = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(*place, in_utc, formats.moment)
            return
        case date() if value.year >= _FIRST_YEAR:
            sheet.write_datetime(*place, value, formats.day)
            return
    text = cell_text(value)
    if len(text) > _CELL_LENGTH:
        text = text[: _CELL_LENGTH - len(_CUT)] + _CUT
    sheet.write_string(*place, text, formats.text(text, field.name in _LONG_TEXTS))
