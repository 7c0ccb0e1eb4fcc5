"""Lays tables with merged cells out on pages of PDF and OFD: heads repeated, the table goes on over the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from extractors.readers.draft import DraftTable
from printing.ofd import Leaf, ofd
from printing.pages import HEIGHT, WIDTH, Page, PdfPage
from printing.pdf import pdf

_MARGIN: Final = 12.0
_SIZE: Final = 3.0
_ROW: Final = 6.0
_ROOM: Final = 1.2


def merged_pdf(title: str, caption: str, table: DraftTable, notes: Sequence[str], heads: int) -> bytes:
    """A PDF of the table, `heads` of whose rows stand at the top of each page."""
    pages: list[PdfPage] = []

    def new_page() -> PdfPage:
        pages.append(PdfPage())
        return pages[-1]

    _lay_out(new_page, title, caption, table, notes, heads)
    return pdf([page.sheet for page in pages], font_kind="named")


def merged_ofd(title: str, caption: str, table: DraftTable, notes: Sequence[str], heads: int) -> bytes:
    """The same as an OFD file."""
    pages: list[Leaf] = []

    def new_page() -> Leaf:
        pages.append(Leaf(WIDTH, HEIGHT))
        return pages[-1]

    _lay_out(new_page, title, caption, table, notes, heads)
    return ofd(pages, title=title)


def _lay_out(
    new_page: Callable[[], Page], title: str, caption: str, table: DraftTable, notes: Sequence[str], heads: int
) -> None:
    widths = [
        max([2 * _SIZE, *(_wide(c.chars) for c in table.cells if c.column == column and c.column_span == 1)])
        + 2 * _ROOM
        for column in range(table.columns)
    ]
    xs = [_MARGIN, *(_MARGIN + x for x in accumulate(widths))]
    page = new_page()
    page.text((WIDTH - len(title) * 5) / 2, _MARGIN + 5, title, 5)
    page.text(xs[-1] - _wide(caption), _MARGIN + 11, caption, _SIZE)
    y = _MARGIN + 13
    row = 0
    while row < table.rows:
        shown = [*range(heads)] if row == 0 or y == _MARGIN else []
        rows = shown if row == 0 else [*shown]
        row = max(row, heads)
        fits = int((HEIGHT - _MARGIN - y) / _ROW) - len(rows)
        rows += range(row, min(table.rows, row + fits))
        row += fits
        _draw(page, table, rows, xs, y)
        y += len(rows) * _ROW
        if row < table.rows:
            page = new_page()
            y = _MARGIN
    for note in notes:
        y += _ROW
        page.text(_MARGIN, y, note, _SIZE)


def _draw(page: Page, table: DraftTable, rows: Sequence[int], xs: Sequence[float], y: float) -> None:
    """The rows with every rule around their cells; a cell merged over more rows than are shown ends with them."""
    tops = {row: y + at * _ROW for at, row in enumerate(rows)}
    for cell in table.cells:
        own = [row for row in range(cell.row, cell.row + cell.row_span) if row in tops]
        if not own:
            continue
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        top, bottom = tops[own[0]], tops[own[-1]] + _ROW
        for x0, y0, x1, y1 in (
            (left, top, right, top), (left, bottom, right, bottom),
            (left, top, left, bottom), (right, top, right, bottom),
        ):  # fmt: skip
            page.line(x0, y0, x1, y1)
        if cell.chars and own[0] == cell.row:
            figure = re.fullmatch(r"[-—\d.,%]+", cell.chars)
            x = right - _ROOM - _wide(cell.chars) if figure else left + _ROOM
            page.text(x, (top + bottom) / 2 + _SIZE * 0.4, cell.chars, _SIZE)


def _wide(chars: str) -> float:
    return sum(_SIZE / 2 if char.isascii() else _SIZE for char in chars)
