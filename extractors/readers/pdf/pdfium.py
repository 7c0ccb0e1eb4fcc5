"""A page through pdfium: characters, ruled lines and pictures.

pdfium is not safe for threads: the caller reads one file at a time within a process.
"""

from __future__ import annotations

from collections import deque

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Page
from extractors.grid.page import PrintedPage
from extractors.readers.pdf.digit_shapes import DigitShapes
from extractors.readers.pdf.geometry import Start, View, after, start_at
from extractors.readers.pdf.layers import leaves, switched_off
from extractors.readers.pdf.page_object import address, matrix_of
from extractors.readers.pdf.pdfium_objects import Drawn
from extractors.readers.pdf.pdfium_text import glyphs


def printed_page(
    pdf: pdfium.PdfDocument, index: int, layered: bool = False, shapes: DigitShapes | None = None
) -> PrintedPage:
    """Page `index` (from 0) of an open file; `layered` where the file may have layers that are switched off.

    `shapes` knows the fonts of the file. Raises pdfium.PdfiumError, GlyphsMissing (characters may have been lost),
    Unreadable (too_large).
    """
    page = pdf[index]
    shapes = shapes or DigitShapes()
    shapes.begin_page()
    try:
        view = _view(page)
        drawn = Drawn(page, view, switched_off(page, view) if layered else frozenset())
        straight, slanted = glyphs(page, index + 1, view, drawn, shapes)
    finally:
        page.close()
    return PrintedPage(
        page=Page(index + 1, round(view.width, 2), round(view.height, 2)),
        width=view.width,
        height=view.height,
        glyphs=tuple(straight),
        horizontal=tuple(drawn.rulings.horizontal),
        vertical=tuple(drawn.rulings.vertical),
        slanted=tuple(slanted),
        picture_share=drawn.picture_share,
        misnamed=shapes.misnamed,
    )


def _view(page: pdfium.PdfPage) -> View:
    left, bottom, right, top = page.get_bbox()
    quarters = raw.FPDFPage_GetRotation(page) % 4
    return View(left, top, max(right - left, 1.0), max(top - bottom, 1.0), quarters)


def text_starts(pdf: pdfium.PdfDocument, index: int, layered: bool) -> dict[Start, deque[bool]]:
    """Where the texts of a page begin, in points of the file, and whether each of them is seen, in drawing order.

    pdfium knows this also of texts whose font is missing. Raises pdfium.PdfiumError.
    """
    page = pdf[index]
    try:
        view = _view(page)
        unseen = Drawn(page, view, switched_off(page, view) if layered else frozenset()).invisible
        starts: dict[Start, deque[bool]] = {}
        for item, outer, _ in leaves(page):
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                x, y = after(matrix_of(item), outer)[4:]
                starts.setdefault(start_at(x, y), deque()).append(address(item) not in unseen)
    finally:
        page.close()
    return starts
