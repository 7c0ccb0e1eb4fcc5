"""Reads an XLSX workbook: what its cells display, with merged cells, hidden parts left out and named."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.file_kind import XLSX
from extractors.readers.spreadsheet.essence import Essence, essence_of
from extractors.readers.spreadsheet.layout import Sheet, SheetEntry
from extractors.readers.spreadsheet.number_format import LOCAL_FORMATS, Value, displayed
from extractors.readers.spreadsheet.pictures import picture_parts
from extractors.readers.spreadsheet.workbook import workbook_document
from extractors.readers.zip_package import ZipPackage


def read_xlsx(path: Path) -> Document:
    """The visible sheets in order, as displayed; formulas by the result that the file keeps.

    Hidden sheets, rows and columns are not read, since nobody sees them on the printed report; warnings name them,
    and formulas whose result the file does not hold. Raises Unreadable.
    """
    with ZipPackage(path) as package:
        book = essence_of(package)
        unread = tuple(_unread(package))
        pictures = len(picture_parts(package))
    values = _loaded(book, results=True)
    formulas = _loaded(book, results=False) if book.has_formulas else None
    noted: list[str] = []
    sheets = []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            noted.append(f"工作表“{sheet.title}”是隐藏的，未读取")
            continue
        sheets.append(_sheet(sheet, values.epoch))
        if formulas is not None:
            noted.extend(_uncached(sheet, formulas[sheet.title]))
        noted.extend(_errors(sheet))
    noted.extend(f"图表页“{title}”未读取" for title in book.chart_sheets)
    if book.struck:
        noted.append(f"工作簿中有 {book.struck} 处划去的文字，未读取")
    return replace(workbook_document(XLSX.media_type, sheets, [*noted, *unread]), unread_pictures=pictures)


def _loaded(book: Essence, results: bool) -> Workbook:
    try:
        return load_workbook(io.BytesIO(book.content), data_only=results, keep_links=False, rich_text=False)
    except (ValueError, TypeError, KeyError, IndexError) as error:  # a number that is none, a text that is not there
        raise Unreadable("damaged", "工作簿内容有误") from error


def _unread(package: ZipPackage) -> Iterator[str]:
    """What the package holds beside cells and pictures."""
    charts = sum(posixpath.dirname(name) == "xl/charts" and "/chart" in name for name in package.names)
    drawings = (name for name in package.names if posixpath.dirname(name) == "xl/drawings" and name.endswith(".xml"))
    boxes = sum(package.read(name).count(b":txBody>") // 2 for name in drawings)
    for name, count in (("图表", charts), ("文本框", boxes)):
        if count:
            yield f"工作簿中有 {count} 个{name}，其中的内容未读取"


def _sheet(sheet: Worksheet, epoch: datetime) -> Sheet:
    spans = {
        (merged.min_row, merged.min_col): (merged.size["rows"], merged.size["columns"])
        for merged in sheet.merged_cells.ranges
    }
    entries = []
    for cell in _cells(sheet):
        chars = _displayed(cell, epoch)
        if chars:
            row_span, column_span = spans.get((cell.row, cell.column), (1, 1))
            entries.append(SheetEntry(cell.row - 1, cell.column - 1, row_span, column_span, chars, cell.coordinate))
    hidden_rows = frozenset(number - 1 for number, row in sheet.row_dimensions.items() if row.hidden)
    return Sheet(sheet.title, tuple(entries), hidden_rows, frozenset(_hidden_columns(sheet)))


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that the file holds: walking rows and columns would make every blank one of a sparse sheet."""
    return (cell for _, cell in sorted(sheet._cells.items()) if isinstance(cell, Cell))


def _displayed(cell: Cell, epoch: datetime) -> str:
    value = cell.value
    if value is None:
        return ""
    try:
        number_format = cell.number_format
    except IndexError as error:  # whether it is shown in percent nobody knows
        raise Unreadable("damaged", f"{cell.coordinate} 的数字格式不在文件里") from error
    # The library knows such formats by number only, and its public face says General for them.
    style = cell._style  # type: ignore[attr-defined]
    local = LOCAL_FORMATS.get(style.numFmtId) if style is not None else None
    if local is not None and isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError, ValueError):  # no date at all: shown as the number that it is
            value = from_excel(value, epoch)
            number_format = local
    if not isinstance(value, Value):
        value = str(value)  # array and data table formulas without a result
    return displayed(value, number_format).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for letters, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letters)
            yield from range(first - 1, min(column.max or first, 16384))


def _uncached(results: Worksheet, formulas: Worksheet) -> Iterator[str]:
    missing = [
        cell.coordinate for cell in _cells(formulas) if cell.data_type == "f" and results[cell.coordinate].value is None
    ]
    if missing:
        yield f"工作表“{results.title}”的 {_some(missing)} 是公式，文件里没有计算结果；请用表格软件打开并保存后重新放入"


def _errors(sheet: Worksheet) -> Iterator[str]:
    wrong = [cell.coordinate for cell in _cells(sheet) if cell.data_type == "e"]
    if wrong:
        yield f"工作表“{sheet.title}”的 {_some(wrong)} 显示为错误值"


def _some(cells: list[str]) -> str:
    return "、".join(cells[:10]) + (f" 等 {len(cells)} 个单元格" if len(cells) > 10 else "")
