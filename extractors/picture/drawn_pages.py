"""Files without pages, drawn page by page: their tables and paragraphs, and where every character stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image

from extractors.document import Document, Paragraph, Table
from extractors.picture.drawn_text import Drawn, drawn_lines, drawn_table
from extractors.picture.sheet_of_pictures import joined
from extractors.picture.signs import Run, held_at, runs
from extractors.text import PagePlace, Text

_ROWS: Final = 40
_HEAD_ROWS: Final = 2
"""Rows of a table on a page, and those of its beginning that are drawn again on its further pages."""

_CHARS: Final = 2400
_PARAGRAPHS: Final = 60
"""Of running text on a page, at most."""

_LEAD_CHARS: Final = 400
"""Running text before a table that is so short (a title, a unit) stands on the table's page."""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks of the document that stand on a page: paragraphs, or rows of one table."""

    blocks: tuple[int, ...]
    rows: tuple[int, ...] = ()


DrawnPage = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page, and where its characters stand."""

    image: Image.Image
    runs: tuple[Run, ...]


def drawn_pages(document: Document) -> tuple[DrawnPage, ...]:
    """How the part of a document that has no pages of its own is shared out; told without drawing anything."""
    pages: list[DrawnPage] = []
    lead: list[int] = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if not _is_drawn(block.text):
                continue
            if lead and (_chars(document, [*lead, at]) > _CHARS or len(lead) >= _PARAGRAPHS):
                pages.append((Part(tuple(lead)),))
                lead = []
            lead.append(at)
        elif any(_is_drawn(cell.text) for cell in block.cells):
            first: DrawnPage = ()
            if lead and _chars(document, lead) <= _LEAD_CHARS:
                first = (Part(tuple(lead)),)
            elif lead:
                pages.append((Part(tuple(lead)),))
            lead = []
            for number, rows in enumerate(_portions(block)):
                pages.append((*(first if number == 0 else ()), Part((at,), rows)))
    if lead:
        pages.append((Part(tuple(lead)),))
    return tuple(pages)


def holders(document: Document, pages: Sequence[DrawnPage]) -> dict[str, int]:
    """On which of the pages (from 0) stands what a cell, paragraph or line of the file holds, by its name."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for text in _texts(document, page):
            for place in text.places:
                if (held := held_at(place)) is not None:
                    found.setdefault(held[0], number)
    return found


def draw_page(document: Document, page: DrawnPage) -> PagePicture:
    """The picture of a page. Raises NoChineseFont."""
    drawn = [_drawn(document, part) for part in page]
    found: list[Run] = []
    down = 0
    for one in drawn:
        found += (Run(run.holder, run.first, run.edges, run.top + down, run.bottom + down) for run in runs(one.lines))
        down += one.image.height
    return PagePicture(joined([one.image for one in drawn]), tuple(found))


def _drawn(document: Document, part: Part) -> Drawn:
    blocks = [document.blocks[at] for at in part.blocks]
    if isinstance(blocks[0], Table):
        return drawn_table(blocks[0], part.rows)
    return drawn_lines([block.text for block in blocks if isinstance(block, Paragraph)])


def _portions(table: Table) -> Iterator[tuple[int, ...]]:
    if table.rows <= _ROWS + _HEAD_ROWS:
        yield tuple(range(table.rows))
        return
    for start in range(0, table.rows, _ROWS):
        rows = tuple(range(start, min(table.rows, start + _ROWS)))
        yield rows if start == 0 else (*range(_HEAD_ROWS), *rows)


def _texts(document: Document, page: DrawnPage) -> Iterator[Text]:
    for part in page:
        for at in part.blocks:
            block = document.blocks[at]
            if isinstance(block, Paragraph):
                yield block.text
            else:
                rows = set(part.rows)
                yield from (cell.text for cell in block.cells if cell.row in rows)


def _is_drawn(text: Text) -> bool:
    """Whether any of it is printed elsewhere than on a page of the file."""
    return any(place is not None and not isinstance(place, PagePlace) for place in text.places)


def _chars(document: Document, blocks: Sequence[int]) -> int:
    found = (document.blocks[at] for at in blocks)
    return sum(len(block.text) for block in found if isinstance(block, Paragraph))
