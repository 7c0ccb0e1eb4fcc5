"""Lays invented reports out on pages, for OFD and PDF alike: wrapped cells, rows torn by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from dumps.cell_by_cell import wrapped

from printing.ofd import Leaf, ofd
from printing.pdf import Sheet, pdf

WIDTH, HEIGHT = 297.0, 125.0
"""Millimetres of a landscape page, low enough for a short report to fill two."""

_MARGIN: Final = 15.0
_SIZE: Final = 3.6
_PITCH: Final = 5.4
_ROOM: Final = 1.5
_TITLE_SIZE: Final = 6.0
_POINTS: Final = 72 / 25.4


class Page(Protocol):
    """What can be drawn on: millimetres from the upper left corner."""

    def text(self, x: float, y: float, chars: str, size: float = ...) -> object: ...

    def line(self, x0: float, y0: float, x1: float, y1: float) -> object: ...


@dataclass
class PdfPage:
    """A page of a PDF under way, drawn on in millimetres from its upper left corner."""

    sheet: Sheet = field(default_factory=lambda: Sheet(WIDTH * _POINTS, HEIGHT * _POINTS))

    def text(self, x: float, y: float, chars: str, size: float = _SIZE) -> None:
        """`chars` with the base line beginning at x, y."""
        self.sheet.text(x * _POINTS, (HEIGHT - y) * _POINTS, chars, size * _POINTS)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line."""
        self.sheet.stroke(x0 * _POINTS, (HEIGHT - y0) * _POINTS, x1 * _POINTS, (HEIGHT - y1) * _POINTS)


def ofd_table(title: str, captions: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """An OFD file of one table under its title; `widths` are those of the columns in characters."""
    pages: list[Leaf] = []

    def new_page() -> Leaf:
        pages.append(Leaf(WIDTH, HEIGHT))
        return pages[-1]

    _lay_out(new_page, title, captions, rows, widths)
    return ofd(pages, title=title)


def pdf_table(title: str, captions: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bytes:
    """The same as a PDF whose font the file only names."""
    pages: list[PdfPage] = []

    def new_page() -> PdfPage:
        pages.append(PdfPage())
        return pages[-1]

    _lay_out(new_page, title, captions, rows, widths)
    return pdf([page.sheet for page in pages], font_kind="named")


class _NewPage(Protocol):
    def __call__(self) -> Page: ...


def _lay_out(
    new_page: _NewPage, title: str, captions: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    edges = [_MARGIN]
    for width in widths:
        # One character more than a line holds: a closing mark may hang over its end.
        edges.append(edges[-1] + (width + 1) * _SIZE + _ROOM)
    page = new_page()
    page.text((WIDTH - len(title) * _TITLE_SIZE) / 2, _MARGIN + _TITLE_SIZE, title, _TITLE_SIZE)
    y = _MARGIN + 2 * _TITLE_SIZE
    for caption in captions:
        page.text(edges[-1] - len(caption) * _SIZE, y, caption, _SIZE)
        y += _PITCH
    top = y
    page.line(edges[0], top, edges[-1], top)
    for row in rows:
        lines = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        for at in range(max(map(len, lines))):
            if y + _PITCH > HEIGHT - _MARGIN:
                _close(page, edges, top, y)
                page = new_page()
                y = top = _MARGIN
                page.line(edges[0], top, edges[-1], top)
            for x, cell in zip(edges, lines, strict=False):
                if at < len(cell):
                    page.text(x + _ROOM, y + 4.2, cell[at], _SIZE)
            y += _PITCH
        page.line(edges[0], y, edges[-1], y)
    _close(page, edges, top, y)


def _close(page: Page, edges: Sequence[float], top: float, bottom: float) -> None:
    page.line(edges[0], bottom, edges[-1], bottom)
    for x in edges:
        page.line(x, top, x, bottom)
