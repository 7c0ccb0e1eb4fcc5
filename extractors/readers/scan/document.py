"""Reads picture files (scans, photos) into a Document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractors.document import Document, Page, Paragraph
from extractors.errors import Unreadable
from extractors.grid.layout import PageParts, blocks, page_parts
from extractors.grid.page import PrintedPage
from extractors.pace import page_begins
from extractors.readers.scan.engine import ENGINE_LOCK, engine
from extractors.readers.scan.page import scanned_page
from extractors.readers.scan.pictures import media_type, rasters
from extractors.readers.scan.raster import Raster
from extractors.readers.scan.reading import UNREAD


def read_picture(path: Path) -> Document:
    """The picture file at `path` as a Document; every character carries its page and box.

    Raises Unreadable: damaged, too_large, scan_illegible (no text was made out).
    """
    return read_rasters(media_type(path), rasters(path))


def read_rasters(kind: str, found: Iterable[Raster]) -> Document:
    """Pages of dots as a Document of the media type `kind`. Raises Unreadable: scan_illegible."""
    pages: list[Page] = []
    parts: list[PageParts] = []
    warnings: list[str] = []
    for raster in found:
        page_begins()
        with ENGINE_LOCK:
            printed = scanned_page(raster, engine())
        pages.append(raster.page)
        if legible(printed):
            parts.append(page_parts(printed))
        else:
            warnings.append(no_text(raster.page.number))
    if not parts:
        raise Unreadable("scan_illegible", f"共 {len(pages)} 页")
    read = blocks(parts)
    title = next((str(block.text) for block in read if isinstance(block, Paragraph) and block.heading), None)
    return Document(kind, read, tuple(pages), title, tuple(warnings), scanned=True)


def legible(printed: PrintedPage) -> bool:
    """Whether more was made out as writing than was not; where there are only boxes and marks, nothing was read."""
    chars = [glyph.char for glyph in printed.glyphs]
    return sum(map(str.isalnum, chars)) > chars.count(UNREAD)


def no_text(number: int) -> str:
    """What to say of a page on which no text was made out."""
    return f"第 {number} 页是图片，没有认出文字"
