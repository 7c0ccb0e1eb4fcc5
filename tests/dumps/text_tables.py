"""Tables as lines of a text file: aligned with spaces, or drawn with characters, merged cells included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from extractors.readers.draft import DraftCell, DraftTable

Width = Callable[[str], int]


def broad(chars: str) -> int:
    """Half-width columns in a Chinese face."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in chars)


def aligned(table: DraftTable) -> list[str]:
    """Columns two spaces apart: names at the left, figures at the right, heads over several columns in the middle."""
    widths = _widths(table, broad)
    return [_aligned_line(table, row, widths, "  ") for row in range(table.rows)]


def padded_by_count(table: DraftTable) -> list[str]:
    """As programs pad that count characters: with broad spaces behind, a figure as wide as its digits are many."""
    widths = _widths(table, len)
    lines = []
    for row in range(table.rows):
        line = ""
        for cell, start, end in _cells(table, row):
            room = sum(widths[start:end]) + end - start
            line += (cell.chars if cell and cell.row == row else "").ljust(room, "\u3000")
        lines.append(line.rstrip("\u3000"))
    return lines


def ruled(table: DraftTable, *, box: bool = False) -> list[str]:
    """A frame of +, - and |, or of box characters, with a line between all rows."""
    corner, lying, upright = ("┼", "─", "│") if box else ("+", "-", "|")
    widths = [width + width % 2 for width in _widths(table, broad)]
    owners = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    lines: list[str] = []
    for row in range(table.rows + 1):
        rule = ""
        for column, width in enumerate(widths):
            above, below = owners.get((row - 1, column)), owners.get((row, column))
            mark = " " if above is below and above is not None else lying
            rule += corner + mark * (width if mark == " " else width // broad(lying))
        lines.append(rule + corner)
        if row < table.rows:
            line = ""
            for cell, start, end in _cells(table, row):
                room = sum(widths[start:end]) + broad(upright) * (end - start - 1)
                chars = cell.chars if cell and cell.row == row else ""
                line += upright + chars + " " * (room - broad(chars))
            lines.append(line + upright)
    return lines


def _widths(table: DraftTable, measure: Width) -> list[int]:
    widths = [
        max([4, *(measure(cell.chars) for cell in table.cells if cell.column == column and cell.column_span == 1)])
        for column in range(table.columns)
    ]
    for cell in table.cells:
        short = measure(cell.chars) - sum(widths[cell.column : cell.column + cell.column_span])
        widths[cell.column] += max(0, short)
    return widths


def _cells(table: DraftTable, row: int) -> Sequence[tuple[DraftCell | None, int, int]]:
    """The cells that the row crosses, from left to right, with the columns that each takes."""
    found: list[tuple[DraftCell | None, int, int]] = []
    column = 0
    while column < table.columns:
        cell = next((c for c in table.cells if c.row <= row < c.row + c.row_span and c.column == column), None)
        end = column + (cell.column_span if cell else 1)
        found.append((cell, column, end))
        column = end
    return found


def _aligned_line(table: DraftTable, row: int, widths: Sequence[int], gap: str) -> str:
    parts = []
    for cell, start, end in _cells(table, row):
        room = sum(widths[start:end]) + len(gap) * (end - start - 1)
        chars = cell.chars if cell and cell.row == row else ""
        space = room - broad(chars)
        if re.fullmatch(r"[-—\d.,%]+", chars):
            parts.append(" " * space + chars)
        elif end - start > 1:
            parts.append(" " * (space // 2) + chars + " " * (space - space // 2))
        else:
            parts.append(chars + " " * space)
    return gap.join(parts).rstrip()
