"""Tables that go on over the page: one table of its parts, repeated heads dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import regex

from extractors.document import Cell, Table
from extractors.grid.tables import PageTable

_NEAR: Final = 4.0
"""Points by which the column edges of two parts may differ."""

_LOOSE: Final = 25.0
"""The same where the edges are not drawn."""

_HEAD_ROWS: Final = 4
_WELL_FILLED: Final = 4
"""Heads in a row that no two tables have alike by chance."""

_CONTINUED: Final = regex.compile(
    r"[（(]?(?:(?:续表?|接)(?:上[表页])?|接上[表页]|转下页|下接.{0,6})[（(]?[一二三四五六七八九十\d.\-]*[）)]?"
)
_CONTINUED_TAIL: Final = regex.compile(r".{0,40}[（(](?:续表?|接上页|接上表)[一二三四五六七八九十\d]*[）)]")


@dataclass(slots=True)
class OpenTable:
    """A table under way: may still grow by the part on the next page."""

    xs: tuple[float, ...]
    rows: int
    cells: list[Cell]
    page: int
    head: tuple[tuple[str, ...], ...]
    """The first rows' texts without white space, one a column: what a repeated head is compared with."""
    page_starts: list[int] = field(default_factory=list)
    open_bottom: bool = False
    torn: list[int] = field(default_factory=list)

    def table(self, index: int) -> Table:
        """The finished table."""
        cells = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.column)))
        return Table(index, self.rows, len(self.xs) - 1, cells, frozenset(self.page_starts), frozenset(self.torn))

    def add(self, part: PageTable) -> bool:
        """Take in `part` from the next page; False, and nothing changed, where its columns are others."""
        shift = part.xs[0] - self.xs[0]
        theirs = tuple(x - shift for x in part.xs)
        cells: Sequence[Cell]
        if _within(theirs, self.xs):
            cells = _placed(part.cells, theirs, self.xs)
        elif _within(self.xs, theirs):
            self.cells = list(_placed(self.cells, self.xs, theirs))
            self.head = _texts(self.cells, min(self.rows, _HEAD_ROWS), len(theirs) - 1)
            self.xs, cells = theirs, part.cells
        elif len(theirs) == len(self.xs) and (self._heads_again(part) or (part.loose and _close(theirs, self.xs))):
            cells = part.cells
        else:
            return False
        dropped = self._repeated_head(cells, part.rows)
        kept = [replace(cell, row=cell.row - dropped + self.rows) for cell in cells if cell.row >= dropped]
        if kept:
            self.page_starts.append(self.rows)
        if kept and not dropped and self.open_bottom and part.open_top:
            self.torn.append(self.rows)  # between two rows one of the pages draws the rule
        self.open_bottom = part.open_bottom
        self.cells.extend(kept)
        self.rows += part.rows - dropped
        self.page = part.page
        return True

    def _heads_again(self, part: PageTable) -> bool:
        """Whether the part begins with all heads of the table again: one row of equal texts, well filled, or two."""
        head = [row for row in self.head[:2] if any(row)]
        found = _texts(part.cells, min(part.rows, _HEAD_ROWS), part.columns)
        theirs = [row for row in found[:2] if any(row)]
        if not head or not theirs or head[0] != theirs[0]:
            return False
        filled = sum(map(bool, head[0]))
        return filled >= _WELL_FILLED or (head == theirs and filled >= 2)

    def _repeated_head(self, cells: Sequence[Cell], rows: int) -> int:
        """How many of the part's first rows only print the head again."""
        theirs = _texts(cells, min(rows, _HEAD_ROWS), len(self.xs) - 1)
        best = 0
        for start in range(len(self.head)):
            length = 0
            for ours, other in zip(self.head[start:], theirs, strict=False):
                if ours != other:
                    break
                length += 1
            telling = any(sum(map(bool, row)) >= 2 for row in theirs[:length])
            if length > best and telling:
                best = length
        while best and any(cell.row < best < cell.row + cell.row_span for cell in cells):
            best -= 1
        return best


def opened(part: PageTable) -> OpenTable:
    """A table that begins with `part`."""
    head = _texts(part.cells, min(part.rows, _HEAD_ROWS), part.columns)
    return OpenTable(part.xs, part.rows, list(part.cells), part.page, head, open_bottom=part.open_bottom)


def says_continued(chars: str) -> bool:
    """Whether a line between two parts of a table only says that it goes on: 续表, 接上页, …（续）."""
    text = "".join(chars.split())
    return _CONTINUED.fullmatch(text) is not None or _CONTINUED_TAIL.fullmatch(text) is not None


def _close(some: Sequence[float], others: Sequence[float]) -> bool:
    """Whether each edge of a table without drawn edges is nearest to its own counterpart."""
    return all(
        min(range(len(others)), key=lambda at: abs(others[at] - x)) == number and abs(others[number] - x) < _LOOSE
        for number, x in enumerate(some)
    )


def _within(some: Sequence[float], all_: Sequence[float]) -> bool:
    """Whether the outer edges agree and every inner edge of `some` is one of `all_`."""
    if abs(some[-1] - all_[-1]) > _NEAR or abs(some[0] - all_[0]) > _NEAR:
        return False
    return all(any(abs(x - other) <= _NEAR for other in all_) for x in some)


def _placed(cells: Sequence[Cell], own: Sequence[float], finer: Sequence[float]) -> list[Cell]:
    """Cells of a grid with column edges `own` as cells of the grid with edges `finer`."""
    to = [min(range(len(finer)), key=lambda at: abs(finer[at] - x)) for x in own]
    placed = []
    for cell in cells:
        start, end = to[cell.column], to[cell.column + cell.column_span]
        placed.append(replace(cell, column=start, column_span=max(1, end - start)))
    return placed


def _texts(cells: Sequence[Cell], rows: int, columns: int) -> tuple[tuple[str, ...], ...]:
    grid = [[""] * columns for _ in range(rows)]
    for cell in cells:
        if cell.row < rows:
            grid[cell.row][cell.column] = cell.text.compact()
    return tuple(tuple(row) for row in grid)
