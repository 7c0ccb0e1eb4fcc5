"""Prints tables without vertical lines: heads in the middle or flush left, figures at either side, few rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from extractors.readers.draft import DraftCell, DraftTable
from printing.pdf import Sheet

Align = Literal["left", "middle", "right"]
SIZE = 10.0
_LINE = 14.0
_PADDING = 8.0


@dataclass(frozen=True)
class Style:
    """How a table is printed. `rules`: none, three (over and under the heads, at the foot), or one under each row."""

    heads: Align = "middle"
    figures: Align = "right"
    rules: Literal["none", "three", "rows"] = "none"


def print_loose(table: DraftTable, heads: int, style: Style, title: str = "", unit: str = "") -> Sheet:
    """One page with the table; `heads` of its rows are heads. Texts are printed in one line."""
    widths = [
        max([SIZE * 3, *(width(c.chars) for c in table.cells if c.column == column and c.column_span == 1)])
        + 2 * _PADDING
        for column in range(table.columns)
    ]
    xs = [40.0, *(40.0 + x for x in accumulate(widths))]
    sheet = Sheet(width=xs[-1] + 40, height=200 + 30.0 * table.rows)
    y = sheet.height - 40
    if title:
        sheet.text((sheet.width - width(title) * 1.6) / 2, y, title, SIZE * 1.6)
    if unit:
        sheet.text(xs[-1] - width(unit) - 10, y - 24, unit, SIZE)
    ys = [y - 44 - 1.6 * _LINE * row for row in range(table.rows + 1)]
    for cell in table.cells:
        if cell.chars:
            _print(sheet, cell, xs, ys, _alignment(cell, heads, style))
    _rule(sheet, table, heads, style, xs, ys)
    return sheet


def _alignment(cell: DraftCell, heads: int, style: Style) -> Align:
    if cell.row < heads:
        return style.heads
    return style.figures if re.fullmatch(r"[-—\d.,%]+", cell.chars) else "left"


def _print(sheet: Sheet, cell: DraftCell, xs: Sequence[float], ys: Sequence[float], align: Align) -> None:
    left, right = xs[cell.column] + _PADDING, xs[cell.column + cell.column_span] - _PADDING
    middle = (ys[cell.row] + ys[cell.row + cell.row_span]) / 2
    wide = width(cell.chars)
    x = left if align == "left" else right - wide if align == "right" else (left + right - wide) / 2
    sheet.text(x, middle - SIZE * 0.38, cell.chars, SIZE)


def _rule(sheet: Sheet, table: DraftTable, heads: int, style: Style, xs: Sequence[float], ys: Sequence[float]) -> None:
    if style.rules == "none":
        return
    rows = {0, heads, table.rows} if style.rules == "three" else {0, *range(heads, table.rows + 1)}
    for row in rows:
        sheet.stroke(xs[0], ys[row], xs[-1], ys[row])
    for row in range(1, heads):
        for column, (left, right) in enumerate(pairwise(xs)):
            crossed = any(
                cell.row < row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
                for cell in table.cells
            )
            if not crossed and style.rules == "rows":
                sheet.stroke(left, ys[row], right, ys[row])


def width(chars: str) -> float:
    """Points that `chars` take in a test's font."""
    return sum(SIZE / 2 if char.isascii() else SIZE for char in chars)
