"""Sheets whose columns a spreadsheet program prints over several pages: the pages put beside one another again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import regex

from extractors.document import Cell
from extractors.grid.broad_page import FEWEST_ROWS, SAME, SEAM, broad_page, column_texts, repeated_columns
from extractors.grid.layout import PageParts, page_parts
from extractors.grid.page import PrintedPage
from extractors.grid.tables import PageTable

MOST_KEPT: Final = 64
"""Pages whose print is kept until the file is read; of a longer file pages that belong together are only named."""

_LOOSE: Final = 25.0
"""Points by which columns that are not drawn may differ from page to page."""

_HEADS: Final = 2
_UNEVEN: Final = 3
"""Different heights of rows below the heads that no two tables have in one order by chance."""

_LONGEST_NUMBER: Final = 5
"""Digits of a row's number."""

_FEWEST_FIGURES: Final = 5
_VALUE: Final = regex.compile(r"[-—+]?\d[\d,.]*%?")
_NONE: Final = regex.compile(r"[-—－/]+")


@dataclass(frozen=True, slots=True)
class PutTogether:
    """The pages of a file with those of one sheet put together, and what a person should look at."""

    parts: list[PageParts]
    warnings: tuple[str, ...] = ()


def put_together(parts: Sequence[PageParts], printed: Mapping[int, PrintedPage]) -> PutTogether:
    """The pages in order; where several show the rows of one sheet side by side, one broad page in their place.

    `printed` is the print of the pages by their position in `parts`, as far as it was kept. Where pages seem to belong
    together, but nothing proves it, they stay as they are and a warning names them.
    """
    sheets = [as_sheet(page) for page in parts]
    found: list[PageParts] = []
    rests: list[PageParts] = []
    warnings: list[str] = []
    at = 0
    while at < len(parts):
        group = _group(sheets, at)
        if group is None or not all(page in printed for row in group for page in row):
            found += [*rests, parts[at]]
            rests = []
            other = _perhaps(sheets, at) if group is None else group[0][1]
            if other is not None:
                warnings.append(_says(parts[at], parts[other]))
            at += 1
            continue
        for row in group:
            strips = [(printed[page], sheet.tables[0]) for page in row if (sheet := sheets[page]) is not None]
            broad, rest = broad_page(strips)
            found.append(page_parts(broad))
            rests += [page_parts(page) for page in rest]
        at += len(group) * len(group[0])
    found += rests
    if len(found) == len(parts) and all(a is b for a, b in zip(found, parts, strict=True)):
        return PutTogether(found, tuple(warnings))
    numbered = [
        replace(page, tables=tuple(replace(table, page=number) for table in page.tables))
        for number, page in enumerate(found, start=1)
    ]
    return PutTogether(numbered, tuple(warnings))


def as_sheet(page: PageParts) -> PageParts | None:
    """The page if it holds one table whose rows are known and no other; a lone column of figures is one."""
    if len(page.tables) == 1:
        return page if len(page.tables[0].ys) > FEWEST_ROWS else None
    column = _lone_column(page) if not page.tables else None
    return replace(page, tables=(column,)) if column is not None else None


def _lone_column(page: PageParts) -> PageTable | None:
    """Lines of nothing but figures under one another, below their head, as a table of one column."""
    figures = [at for at, line in enumerate(page.lines) if _VALUE.fullmatch(line.chars)]
    if len(figures) < _FEWEST_FIGURES or figures[0] == 0 or figures != list(range(figures[0], figures[-1] + 1)):
        return None
    lines = page.lines[figures[0] - 1 : figures[-1] + 1]
    cells = tuple(Cell(line.text, row, 0) for row, line in enumerate(lines))
    xs = min(line.x0 for line in lines), max(line.x1 for line in lines)
    ys = tuple(line.top for line in lines[1:])
    return PageTable(page.number, xs, lines[0].top, lines[-1].bottom, len(lines), cells, loose=True, ys=ys)


def _says(one: PageParts, other: PageParts) -> str:
    return (
        f"第 {one.number} 页与第 {other.number} 页的表格行数、行高相同，可能是同一张表左右分页打印的，未能合并，请核对"
    )


_Sheets = Sequence[PageParts | None]


def _group(sheets: _Sheets, first: int) -> list[list[int]] | None:
    """The pages from `first` on that show one sheet, as rows of pages side by side: its columns may be printed page by
    page for some of its rows, or all rows of the first columns before those of the next."""
    for high in range(1, min(MOST_KEPT, (len(sheets) - first) // 2) + 1):
        if high > 1 and not _goes_on(sheets[first + high - 2], sheets[first + high - 1]):
            return None
        broad = 1
        while _stand_beside(sheets, first, high, broad):
            broad += 1
        if broad > 1:
            return [[first + row + high * strip for strip in range(broad)] for row in range(high)]
    return None


def _stand_beside(sheets: _Sheets, first: int, high: int, broad: int) -> bool:
    """Whether the next `high` pages are another strip of the sheet whose strips so far are `broad`."""
    begin = first + high * broad
    if begin + high > len(sheets):
        return False
    return all(
        _beside(sheets[first + row], sheets[begin + row], body=row > 0)
        and (row == 0 or _goes_on(sheets[begin + row - 1], sheets[begin + row]))
        for row in range(high)
    )


def _goes_on(page: PageParts | None, below: PageParts | None) -> bool:
    return page is not None and below is not None and _same_columns(page.tables[0], below.tables[0])


def _same_columns(table: PageTable, other: PageTable) -> bool:
    near = _LOOSE if table.loose else SAME
    return len(table.xs) == len(other.xs) and all(abs(a - b) <= near for a, b in zip(table.xs, other.xs, strict=True))


def _beside(left: PageParts | None, right: PageParts | None, *, body: bool) -> bool:
    """Whether the right table is plainly the left one's next columns; `body` where both go on from the page before."""
    if left is None or right is None:
        return False
    ours, theirs = left.tables[0], right.tables[0]
    if not _rows_match(ours, theirs) or _heads(ours) == _heads(theirs) or _titled_apart(left, right):
        return False
    if repeated_columns(ours, theirs) or (_is_uneven(ours) and not ours.loose):
        return True
    return _has_names(ours, body=body) and not _has_names(theirs, body=body)


def _perhaps(sheets: _Sheets, at: int) -> int | None:
    """A page that may be beside this one: the same rows, in columns of other widths."""
    left = sheets[at]
    for other in range(at + 1, min(len(sheets), at + MOST_KEPT)):
        right = sheets[other]
        if left is None or right is None:
            return None
        ours, theirs = left.tables[0], right.tables[0]
        if _same_columns(ours, theirs):
            continue
        alike = _rows_match(ours, theirs) and _heads(ours) != _heads(theirs)
        return other if alike and not _has_names(theirs, body=False) else None
    return None


def _rows_match(left: PageTable, right: PageTable) -> bool:
    """Whether both have their rows at the same heights; one may have fewer where cells stand for several."""
    few, many = sorted((left.ys, right.ys), key=len)
    if abs(few[0] - many[0]) > SAME or abs(few[-1] - many[-1]) > SAME or 2 * len(few) < len(many):
        return False
    return left.loose == right.loose and all(any(abs(y - other) <= SAME for other in many) for y in few)


def _is_uneven(table: PageTable) -> bool:
    """Whether the rows are of so many heights that another table hardly has the same ones."""
    heights = {round((below - above) / SAME) for above, below in pairwise(table.ys[_HEADS:])}
    return len(heights) >= _UNEVEN


def _heads(table: PageTable) -> list[str]:
    return [cell.text.compact() for cell in table.cells if cell.row == 0 and cell.text]


def _titled_apart(left: PageParts, right: PageParts) -> bool:
    """Whether each page has a title of its own: print over the tables at one height that no edge of a sheet cuts."""
    ours, theirs = left.tables[0], right.tables[0]
    return any(
        abs(line.top - other.top) < SAME
        and line.chars != other.chars
        and line.x1 < ours.xs[-1] - SEAM * line.size
        and other.x0 > theirs.xs[0] + SEAM * other.size
        for line in left.lines
        if line.bottom < ours.top
        for other in right.lines
        if other.bottom < theirs.top
    )


def _has_names(table: PageTable, *, body: bool) -> bool:
    """Whether the first column names or numbers the rows: words without figures, or numbers that count on."""
    cells = column_texts(table, 0)[0 if body else 1 :]
    words = sum(not any(map(str.isdecimal, text)) and _NONE.fullmatch(text) is None for text in cells)
    numbers = [int(text) for text in cells if text.isdecimal() and len(text) < _LONGEST_NUMBER]
    counting = sum(after == before + 1 for before, after in pairwise(numbers))
    return 2 * words > len(cells) or (counting > 0 and 2 * (counting + 1) > len(cells))
