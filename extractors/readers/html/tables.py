"""The grid of an HTML table: cells take the first free positions, colspan and rowspan cover more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.errors import Unreadable
from extractors.readers.draft import Draft
from extractors.readers.limits import MAX_GRID_POSITIONS
from extractors.readers.table_layout import GridCell, table_drafts

_MAX_COLUMN_SPAN: Final = 1000
_MAX_ROW_SPAN: Final = 65534
"""Both as browsers bound them."""


@dataclass(frozen=True, slots=True)
class _SourceCell:
    row_span: int
    column_span: int
    content: tuple[Draft, ...]


@dataclass(slots=True)
class _Row:
    section: etree._Element | None
    cells: list[_SourceCell] = field(default_factory=list)


@dataclass(slots=True)
class OpenTable:
    """A table while its rows are being read."""

    rows: list[_Row] = field(default_factory=list)

    def begin_row(self, section: etree._Element | None) -> None:
        """A <tr> in `section` (its parent element)."""
        self.rows.append(_Row(section))

    def add_cell(self, column_span: str | None, row_span: str | None, content: list[Draft]) -> None:
        """A finished <td> or <th> with its attributes as written."""
        if not self.rows:
            self.begin_row(None)
        columns = min(max(_number(column_span), 1), _MAX_COLUMN_SPAN)
        rows = _number(row_span)
        self.rows[-1].cells.append(_SourceCell(rows if rows > 0 else _MAX_ROW_SPAN, columns, tuple(content)))


def table_of(table: OpenTable) -> list[Draft]:
    """The drafts that a finished table comes to. Raises Unreadable for a grid beyond all bounds."""
    rows = _in_display_order(table.rows)
    cells: list[GridCell] = []
    taken: dict[int, int] = {}  # column -> the row (exclusive) down to which a cell from above covers it
    left = _rows_left(rows)
    columns = positions = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while taken.get(column, 0) > number:
                column += 1
            row_span = min(cell.row_span, left[number])
            cells.append(GridCell(number, column, row_span, cell.column_span, cell.content))
            positions += cell.column_span
            if positions > MAX_GRID_POSITIONS or len(rows) * (column + cell.column_span) > MAX_GRID_POSITIONS:
                raise Unreadable("too_large", f"表格有 {len(rows)} 行，超过 {column} 列")
            for covered in range(column, column + cell.column_span):
                taken[covered] = number + row_span
            column += cell.column_span
            columns = max(columns, column)
    return table_drafts(len(rows), columns, cells)


def _in_display_order(rows: list[_Row]) -> list[_Row]:
    """A browser shows the rows of <thead> first and those of <tfoot> last, wherever they stand."""
    order = {"thead": 0, "tfoot": 2}
    return sorted(rows, key=lambda row: order.get(row.section.tag, 1) if row.section is not None else 1)


def _rows_left(rows: list[_Row]) -> list[int]:
    """For each row, how many rows of its section remain from it on, itself included."""
    left = [1] * len(rows)
    for number in range(len(rows) - 2, -1, -1):
        if rows[number].section is rows[number + 1].section:
            left[number] = left[number + 1] + 1
    return left


def _number(attribute: str | None) -> int:
    """A span as written; 1 where it is missing or no number, 0 (to the end) where it says so."""
    digits = (attribute or "1").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 7 else 1
