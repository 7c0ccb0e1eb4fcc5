"""Reads a PDF into a Document: pages by their text layer, those without one as pictures."""

from __future__ import annotations

import io
import struct
import zlib
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.grid.page import PrintedPage
from extractors.readers.page_reading import OpenPage, PageReading, require_pages
from extractors.readers.pdf import pdfium as with_pdfium
from extractors.readers.pdf import plumber as with_plumber
from extractors.readers.pdf.digit_shapes import DigitShapes
from extractors.readers.pdf.drawing import drawn_page
from extractors.readers.pdf.geometry import Start
from extractors.readers.pdf.integrity import require_whole
from extractors.readers.pdf.layers import may_hide_layers
from extractors.readers.pdf.pdfium_text import GlyphsMissing
from extractors.readers.scan import Raster

MEDIA_TYPE: Final = "application/pdf"

_BROKEN: Final = (
    PdfminerException, MalformedPDFException, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    AssertionError, RecursionError, struct.error, zlib.error,
)  # fmt: skip
"""pdfminer meets broken structure with whatever exception its parser runs into."""

PDFIUM_LOCK: Final = Lock()
"""pdfium must not be entered by two threads."""


def read_pdf(path: Path) -> Document:
    """The PDF at `path` as a Document; every character carries its page and box.

    Pages without a usable text layer are read as pictures; those that cannot be are named in `warnings`. Raises
    Unreadable: empty_file, wrong_extension, damaged, encrypted, too_large, scan_illegible (nothing but pictures, and
    no text was made out), nothing_to_read (blank pages).
    """
    content = require_whole(path)
    reading = PageReading(MEDIA_TYPE)
    with PDFIUM_LOCK:
        for page in _pages(content):
            reading.take(page)
    return reading.document()


def _pages(content: bytes) -> Iterator[OpenPage]:
    """The pages through pdfium; through pdfplumber those, or the file, that pdfium cannot open."""
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # pdfium may leave the code of the file before in place: it is believed only of a file that names a lock.
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        if locked and b"/Encrypt" in content:
            raise Unreadable("encrypted") from error
        yield from (OpenPage(printed, _undrawn) for printed in _plumbed(content, None))
        return
    try:
        count = len(pdf)
        require_pages(count)
        layered = may_hide_layers(content)
        shapes = DigitShapes()
        for index in range(count):
            try:
                printed = [with_pdfium.printed_page(pdf, index, layered, shapes)]
            except GlyphsMissing:
                printed = list(_plumbed(content, index, with_pdfium.text_starts(pdf, index, layered)))
            except pdfium.PdfiumError:
                printed = list(_plumbed(content, index))
            yield from (OpenPage(page, partial(_draw, pdf, index)) for page in printed)
    finally:
        pdf.close()


def _draw(pdf: pdfium.PdfDocument, index: int) -> Raster | None:
    try:
        return drawn_page(pdf, index)
    except pdfium.PdfiumError:
        return None


def _undrawn() -> None:
    """Of a file that pdfium cannot open no page can be drawn."""


def _plumbed(
    content: bytes, index: int | None, starts: dict[Start, deque[bool]] | None = None
) -> Iterator[PrintedPage]:
    """All pages (`index` None) or one of them through pdfplumber; `starts` tells which texts of the one are seen."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            require_pages(len(pdf.pages))
            for page in pdf.pages if index is None else [pdf.pages[index]]:
                yield with_plumber.printed_page(page, starts)
                page.close()
    except PDFPasswordIncorrect as error:
        raise Unreadable("encrypted") from error
    except _BROKEN as error:
        raise Unreadable("damaged", type(error).__name__) from error
