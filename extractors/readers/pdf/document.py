"""Reads a PDF into a Document: pages by their text layer, those without one as pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from extractors.document import Document, Page, Paragraph
from extractors.errors import Unreadable
from extractors.grid.layout import PageParts, blocks, page_parts
from extractors.grid.page import PrintedPage
from extractors.readers.pdf import pdfium as with_pdfium
from extractors.readers.pdf import plumber as with_plumber
from extractors.readers.pdf.characters import TRUSTED_SHARE
from extractors.readers.pdf.drawing import drawn_page
from extractors.readers.pdf.integrity import require_whole
from extractors.readers.pdf.limits import MOST_CHARACTERS, MOST_PAGES
from extractors.readers.pdf.pdfium_text import GlyphsMissing
from extractors.readers.scan import ENGINE_LOCK, Raster, engine, no_text, scanned_page

MEDIA_TYPE: Final = "application/pdf"

_A_PICTURE: Final = 0.05
"""Part of the page from which a picture is worth a word (a seal or emblem is smaller)."""

_A_SCAN: Final = 0.6
_FEW: Final = 60
"""A page that a picture covers by so much, with so few characters, is a scan with a stamp or page number on it."""

PDFIUM_LOCK: Final = Lock()
"""pdfium must not be entered by two threads."""


def read_pdf(path: Path) -> Document:
    """The PDF at `path` as a Document; every character carries its page and box.

    Pages without a usable text layer are read as pictures; those that cannot be are named in `warnings`. Raises
    Unreadable: empty_file, wrong_extension, damaged, encrypted, too_large, scan_illegible (nothing but pictures, and
    no text was made out), nothing_to_read (blank pages).
    """
    content = require_whole(path)
    reading = _Reading()
    with PDFIUM_LOCK:
        for page in _pages(content):
            reading.take(page)
    return reading.document()


@dataclass(frozen=True, slots=True)
class _OpenPage:
    """A page while its file is open: what its layers hold, and how to draw it (None where it is too large)."""

    printed: PrintedPage
    draw: Callable[[], Raster | None]


class _Reading:
    """Takes in one page after another and keeps only what the page says."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._parts: list[PageParts] = []
        self._warnings: list[str] = []
        self._characters = 0
        self._unread = 0
        self._digital = 0
        self._scanned = 0

    def take(self, page: _OpenPage) -> None:
        printed = page.printed
        number = printed.page.number
        self._pages.append(printed.page)
        visible = [glyph for glyph in printed.glyphs if not glyph.char.isspace()]
        self._characters += len(visible)
        if self._characters > MOST_CHARACTERS:
            raise Unreadable("too_large", f"前 {number} 页已超过 {MOST_CHARACTERS} 个字符")
        trusted = sum(not glyph.doubtful for glyph in visible)
        if not visible:
            if printed.picture_share > 0 or printed.horizontal or printed.vertical:
                self._take_picture(page, no_text(number))
        elif printed.picture_share >= _A_SCAN and len(visible) < _FEW:
            if not self._take_picture(page, f"第 {number} 页有图片，图片中的文字未能读取"):
                self._parts.append(page_parts(printed))
        elif trusted < TRUSTED_SHARE * len(visible):
            self._take_picture(page, f"第 {number} 页的文字层编码不可信，内容未能读取")
        else:
            if printed.picture_share >= _A_PICTURE:
                self._warnings.append(f"第 {number} 页有图片，图片中的文字未读取")
            self._parts.append(page_parts(printed))
            self._digital += 1

    def _take_picture(self, page: _OpenPage, otherwise: str) -> bool:
        """Read a page as it is drawn; where that gives nothing, say `otherwise`."""
        drawn = page.draw()
        if drawn is not None:
            with ENGINE_LOCK:
                printed = scanned_page(drawn, engine())
            if printed.glyphs:
                self._scanned += 1
                self._parts.append(page_parts(printed))
                return True
        self._unread += 1
        self._warnings.append(otherwise)
        return False

    def document(self) -> Document:
        if self._unread and not self._digital + self._scanned:
            raise Unreadable("scan_illegible", f"共 {len(self._pages)} 页")
        if not self._parts:
            raise Unreadable("nothing_to_read", f"共 {len(self._pages)} 页，均为空白")
        found = blocks(self._parts)
        title = next((str(b.text) for b in found if isinstance(b, Paragraph) and b.heading), None)
        scanned = self._scanned > self._digital
        return Document(MEDIA_TYPE, found, tuple(self._pages), title, tuple(self._warnings), scanned)


def _pages(content: bytes) -> Iterator[_OpenPage]:
    """The pages through pdfium; through pdfplumber those, or the file, that pdfium cannot open."""
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Unreadable("encrypted") from error
        yield from (_OpenPage(printed, _undrawn) for printed in _plumbed(content, None))
        return
    try:
        count = len(pdf)
        _require_pages(count)
        for index in range(count):
            try:
                printed = [with_pdfium.printed_page(pdf, index)]
            except (pdfium.PdfiumError, GlyphsMissing):
                printed = list(_plumbed(content, index))
            yield from (_OpenPage(page, partial(_draw, pdf, index)) for page in printed)
    finally:
        pdf.close()


def _draw(pdf: pdfium.PdfDocument, index: int) -> Raster | None:
    try:
        return drawn_page(pdf, index)
    except pdfium.PdfiumError:
        return None


def _undrawn() -> None:
    """Of a file that pdfium cannot open no page can be drawn."""


def _require_pages(count: int) -> None:
    if count == 0:
        raise Unreadable("damaged", "没有任何页面")
    if count > MOST_PAGES:
        raise Unreadable("too_large", f"共 {count} 页，上限 {MOST_PAGES} 页")


def _plumbed(content: bytes, index: int | None) -> Iterator[PrintedPage]:
    """All pages (`index` None) or one of them through pdfplumber."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            _require_pages(len(pdf.pages))
            for page in pdf.pages if index is None else [pdf.pages[index]]:
                yield with_plumber.printed_page(page)
                page.close()
    except PDFPasswordIncorrect as error:
        raise Unreadable("encrypted") from error
    except (PdfminerException, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        # pdfminer meets broken structure with whatever exception its parser runs into.
        raise Unreadable("damaged", type(error).__name__) from error
