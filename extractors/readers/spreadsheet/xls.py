"""Reads an XLS workbook (BIFF, Excel 97 to 2003): what its cells display, as the XLSX reader does."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import xlrd
from openpyxl.utils.cell import get_column_letter
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.file_kind import XLS
from extractors.readers.limits import MAX_XLS_BYTES
from extractors.readers.spreadsheet.layout import Sheet, SheetEntry
from extractors.readers.spreadsheet.number_format import LOCAL_FORMATS, Value, displayed, is_date_format
from extractors.readers.spreadsheet.workbook import workbook_document
from extractors.readers.spreadsheet.xls_pictures import pictures_on_sheets


def read_xls(path: Path) -> Document:
    """The visible sheets in order, as displayed; hidden parts are not read and named in warnings.

    A formula whose result the file does not keep cannot be told from 0 in this format. Raises Unreadable.
    """
    if (size := path.stat().st_size) > MAX_XLS_BYTES:
        raise Unreadable("too_large", f"文件有 {size // 1024**2} MB")
    with Path(os.devnull).open("w") as silence:
        try:
            book = xlrd.open_workbook(str(path), logfile=silence, formatting_info=True)
        except XLRDError as error:
            if "encrypted" in str(error).lower():
                raise Unreadable("encrypted") from error
            raise Unreadable("damaged", "工作簿打不开") from error
        except (OSError, MemoryError):
            raise
        except Exception as error:  # the library takes what records say at its word; what then fails is of every kind
            raise Unreadable("damaged", "工作簿结构不完整") from error
    warnings: list[str] = []
    sheets = []
    for sheet in book.sheets():
        if sheet.visibility:
            warnings.append(f"工作表“{sheet.name}”是隐藏的，未读取")
            continue
        sheets.append(_sheet(book, sheet))
    document = workbook_document(XLS.media_type, sheets, warnings)
    return replace(document, unread_pictures=pictures_on_sheets(path))


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    entries = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            chars = _displayed(book, sheet.cell(row, column))
            if chars:
                row_span, column_span = spans.get((row, column), (1, 1))
                name = f"{get_column_letter(column + 1)}{row + 1}"
                entries.append(SheetEntry(row, column, row_span, column_span, chars, name))
    hidden_rows = frozenset(number for number, row in sheet.rowinfo_map.items() if row.hidden)
    hidden_columns = frozenset(number for number, column in sheet.colinfo_map.items() if column.hidden)
    return Sheet(sheet.name, tuple(entries), hidden_rows, hidden_columns)


def _displayed(book: Book, cell: Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return error_text_from_code.get(int(cell.value), "")
    number_format = _number_format(book, cell)
    value: Value = bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value
    if isinstance(value, float) and is_date_format(number_format):
        value = _moment(value, book.datemode)
    return displayed(value, number_format).replace("\r\n", "\n").strip()


def _number_format(book: Book, cell: Cell) -> str:
    if cell.xf_index is None or not 0 <= cell.xf_index < len(book.xf_list):  # named, but not held by the workbook
        return "General"
    key = book.xf_list[cell.xf_index].format_key
    if key in LOCAL_FORMATS:
        return LOCAL_FORMATS[key]
    known = book.format_map.get(key)
    return known.format_str if known is not None else "General"


def _moment(serial: float, date_mode: int) -> Value:
    """The date and time of a serial number; the number itself where it is none."""
    try:
        return xlrd.xldate_as_datetime(serial, 1 if date_mode else 0)
    except (OverflowError, ValueError):
        return serial
