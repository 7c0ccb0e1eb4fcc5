"""From the places of facts in one file to pictures that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from PIL import Image

from extractors.document import Document, Paragraph, Table
from extractors.picture.drawn_text import MarkedText, drawn_lines, drawn_table
from extractors.picture.mark import Mark, Span, draw_mark
from extractors.picture.page_image import page_image
from extractors.picture.sheet_of_pictures import joined
from extractors.readers import read_document
from extractors.readers.sniff import sniff
from extractors.text import CellPlace, LinePlace, ParagraphPlace, Place, SheetPlace, Text

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
    wanted = [(_finder(span), mark.main) for mark in sorted(marks, key=lambda mark: mark.main) for span in mark.spans]
    pictures = []
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found = {(cell.row, cell.column): _marked(cell.text, wanted) for cell in block.cells}
            cells = {position: text for position, text in found.items() if text.marked}
            if not cells:
                continue
            caption = document.blocks[at - 1] if at else None
            if isinstance(caption, Paragraph) and not _marked(caption.text, wanted).marked:
                pictures.append(drawn_lines([MarkedText(caption.text)]))
            pictures.append(drawn_table(block, cells, _rows_around(block, cells)))
        elif (text := _marked(block.text, wanted)).marked:
            pictures.append(drawn_lines([text]))
    return [joined(pictures)] if pictures else []


def _rows_around(table: Table, cells: Iterable[tuple[int, int]]) -> list[int]:
    marked = {row for row, _ in cells}
    near = {row + step for row in marked for step in range(-_AROUND, _AROUND + 1)}
    return sorted(row for row in near | set(range(_HEAD_ROWS)) if 0 <= row < table.rows)


def _marked(text: Text, wanted: Iterable[tuple[Callable[[Place], bool], bool]]) -> MarkedText:
    marked: dict[int, bool] = {}
    for finds, main in wanted:
        for at, place in enumerate(text.places):
            if place is not None and finds(place):
                marked[at] = main
    return MarkedText(text, marked)


def _finder(span: Span) -> Callable[[Place], bool]:
    """Whether a place lies in the span."""

    def finds(place: Place) -> bool:
        match place:
            case CellPlace(table, row, column, offset):
                same = (span.get("table"), span.get("row"), span.get("column")) == (table, row, column)
                return same and span["start"] <= offset < span["end"]
            case SheetPlace(sheet, cell, offset):
                same = (span.get("sheet"), span.get("cell")) == (sheet, cell)
                return same and span["start"] <= offset < span["end"]
            case ParagraphPlace(paragraph, offset):
                return span.get("paragraph") == paragraph and span["start"] <= offset < span["end"]
            case LinePlace(line, column):
                return span.get("line") == line and span["start"] <= column < span["end"]
            case _:
                return False

    return finds
