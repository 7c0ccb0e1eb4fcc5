"""Which printed figures stand in the right row and column of the tables that a reader gave, or anywhere in its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from benchmarks.printed_tables import PrintedCell
from extractors.radicals import mend_radicals

Grid = list[list[str]]

_NUMBER: Final = re.compile(r"(?<![\d.,])-?\d[\d,]*(?:\.\d+)?")
_MINUS: Final = str.maketrans("−–—", "---")


def in_place(cells: Sequence[PrintedCell], tables: Iterable[Sequence[Sequence[Any]]], *, parts: bool = False) -> int:
    """How many figures of `cells` stand in the right row and column of `tables`; with `parts` 0.34 counts for 34%."""
    grids = _joined(tables)
    return sum(max((_in_grid(cell, grid, parts) for grid in grids), default=0) for cell in cells)


def anywhere(
    cells: Sequence[PrintedCell], text: str, tables: Iterable[Sequence[Sequence[Any]]], *, parts: bool = False
) -> int:
    """How many figures of `cells` stand in `text` or `tables`, wherever; lines may be broken within a figure."""
    wanted = [figure for cell in cells for figure in cell.figures]
    in_cells = [_plain(str(cell)) for table in tables for row in table for cell in row]
    readings = ([_usual(text)], [_plain(text)], in_cells)
    found: Counter[Decimal] = Counter()
    for texts in readings:
        found |= _numbers(texts, parts)
    return _found(wanted, found)


def _joined(tables: Iterable[Sequence[Sequence[Any]]]) -> list[Grid]:
    """Tables of equal width that follow each other as one, as whoever reads page by page would join them."""
    grids: list[Grid] = []
    for table in tables:
        rows = [[_plain(str(cell)) if cell is not None else "" for cell in row] for row in table]
        if rows and grids and len(grids[-1][0]) == len(rows[0]):
            grids[-1] += rows[rows[0] == grids[-1][0] :]
        elif rows:
            grids.append(rows)
    return grids


def _in_grid(cell: PrintedCell, grid: Grid, parts: bool) -> int:
    rows = _holding(_plain(cell.row), grid)
    columns = _holding(_plain(cell.head), [list(column) for column in zip(*_even(grid), strict=True)])
    texts = [grid[row][column] for row in rows for column in columns if column < len(grid[row])]
    return max((_found(cell.figures, _numbers([text], parts)) for text in texts), default=0)


def _even(grid: Grid) -> Grid:
    width = max(map(len, grid))
    return [[*row, *[""] * (width - len(row))] for row in grid]


def _holding(words: str, lines: Grid) -> list[int]:
    """The rows (or columns) in which a cell says `words`; where none does, those in which one contains them."""
    same = [number for number, cells in enumerate(lines) if words in cells]
    return same or [number for number, cells in enumerate(lines) if any(words in cell for cell in cells)]


def _found(wanted: Iterable[str], there: Counter[Decimal]) -> int:
    return (Counter(Decimal(figure.replace(",", "")) for figure in wanted) & there).total()


def _numbers(texts: Iterable[str], parts: bool) -> Counter[Decimal]:
    numbers = [Decimal(found.replace(",", "")) for text in texts for found in _NUMBER.findall(text)]
    return Counter([*numbers, *(100 * number for number in numbers if parts and number <= 2)])


def _plain(text: str) -> str:
    """Without white space, wide and look-alike forms as the usual ones: what a careful user would do to any output."""
    return "".join(_usual(text).split())


def _usual(text: str) -> str:
    return unicodedata.normalize("NFKC", mend_radicals(text.replace("<br>", ""))).translate(_MINUS)
