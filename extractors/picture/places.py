"""From the places of facts in one file to pictures that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import Final

from PIL import Image

from extractors.document import Document, Paragraph, Table
from extractors.picture.drawn_text import Drawn, drawn_lines, drawn_table
from extractors.picture.mark import Mark, Span, draw_frame, draw_mark
from extractors.picture.page_image import page_image
from extractors.picture.sheet_of_pictures import joined
from extractors.picture.signs import boxes, held_at, held_by, runs
from extractors.readers.every_kind import read_document
from extractors.readers.sniff import sniff
from extractors.text import Text

_AROUND: Final = 1
"""Rows above and below a marked one that are drawn with it."""

_HEAD_ROWS: Final = 2
"""Rows at the top of a table that are always drawn: its heads."""


def place_pictures(path: Path, marks: Sequence[Mark]) -> list[Image.Image]:
    """Pictures that show where the marks stand in the file at `path`, in the order of the file.

    One picture a page (or a picture that was read as one); of what has no pages, one of all tables and paragraphs with
    marks. Raises Unreadable where the file cannot be read any more, NoChineseFont where we draw ourselves and have no
    font.
    """
    pages = sorted({span["page"] for mark in marks for span in mark.spans if "page" in span})
    kind = sniff(path)
    found = [_marked_page(page_image(path, kind, page), page, marks) for page in pages]
    if all("page" in span for mark in marks for span in mark.spans):
        return found
    return [*_drawn(read_document(path), marks), *found]


def _marked_page(image: Image.Image, page: int, marks: Iterable[Mark]) -> Image.Image:
    # The main mark last, so that it lies on top.
    for mark in sorted(marks, key=lambda mark: mark.main):
        for span in mark.spans:
            if span.get("page") == page:
                x0, top, x1, bottom = span["box"]
                box = (x0 * image.width, top * image.height, x1 * image.width, bottom * image.height)
                draw_mark(image, box, main=mark.main)
    return image


def _drawn(document: Document, marks: Sequence[Mark]) -> list[Image.Image]:
    wanted = [(span, mark.main) for mark in sorted(marks, key=lambda mark: mark.main) for span in mark.spans]
    holders = {held[0] for span, _ in wanted if (held := held_by(span)) is not None}
    pictures = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            starts = {
                (cell.row, cell.column): first
                for cell in block.cells
                if (first := _first_marked(cell.text, wanted, holders)) is not None
            }
            if not starts:
                continue
            caption = document.blocks[at - 1] if at else None
            if isinstance(caption, Paragraph) and _first_marked(caption.text, wanted, holders) is None:
                pictures.append(drawn_lines([caption.text]).image)
            drawn = drawn_table(block, _rows_around(block, starts), starts)
            _mark(drawn, wanted)
            main = [one for one in wanted if one[1]]
            for cell in block.cells:
                if (cell.row, cell.column) in starts:
                    left, top, right, bottom = drawn.cells[cell.row, cell.column]
                    is_main = _first_marked(cell.text, main, holders) is not None
                    draw_frame(drawn.image, (left + 3, top + 3, right - 4, bottom - 4), main=is_main)
            pictures.append(drawn.image)
        elif (first := _first_marked(block.text, wanted, holders)) is not None:
            drawn = drawn_lines([block.text], {0: first})
            _mark(drawn, wanted)
            pictures.append(drawn.image)
    return [joined(pictures)] if pictures else []


def _mark(drawn: Drawn, wanted: Iterable[tuple[Span, bool]]) -> None:
    found = list(runs(drawn.lines))
    for span, main in wanted:
        for rectangle in boxes(found, span):
            draw_mark(drawn.image, rectangle, main=main)


def _rows_around(table: Table, cells: Iterable[tuple[int, int]]) -> list[int]:
    marked = {row for row, _ in cells}
    near = {row + step for row in marked for step in range(-_AROUND, _AROUND + 1)}
    return sorted(row for row in near | set(range(_HEAD_ROWS)) if 0 <= row < table.rows)


def _first_marked(text: Text, wanted: Iterable[tuple[Span, bool]], holders: Set[str]) -> int | None:
    """The index of the first character that one of the spans holds; `holders` are what holds these."""
    held = [held_at(place) for place in text.places]
    if not any(one is not None and one[0] in holders for one in held):
        return None
    spans = [by for span, _ in wanted if (by := held_by(span)) is not None]
    for at, one in enumerate(held):
        if one is not None and any(by[0] == one[0] and by[1] <= one[1] < by[2] for by in spans):
            return at
    return None
