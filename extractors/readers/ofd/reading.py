"""Reads an OFD file into a Document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.grid.page import PrintedPage
from extractors.readers.file_kind import OFD
from extractors.readers.ofd.drawing import drawn_page
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.ofd.pictures import page_of_pictures
from extractors.readers.page_reading import OpenPage, PageReading, require_pages
from extractors.readers.scan import Raster
from extractors.readers.zip_package import ZipPackage


def read_ofd(path: Path) -> Document:
    """The OFD file at `path` as a Document; every character carries its page and box.

    Pages without usable text are read as pictures; those that cannot be are named in `warnings`. Raises Unreadable:
    damaged, encrypted, too_large, scan_illegible (nothing but pictures, and no text was made out), nothing_to_read
    (blank pages).
    """
    with ZipPackage(path) as package:
        file = OfdPackage(package)
        require_pages(file.page_count())
        reading = PageReading(OFD.media_type, file.title)
        for source in file.pages():
            drawn = drawn_page(source)
            reading.take(OpenPage(drawn.printed, partial(page_of_pictures, file, drawn)))
        unread = tuple(f"附件“{name}”未读取" for name in file.attachments())
    document = reading.document()
    return replace(document, warnings=(*document.warnings, *unread))


def ofd_page(path: Path, number: int) -> tuple[PrintedPage, Raster | None]:
    """What page `number` (from 1) shows: its print, and its pictures if it has any.

    Raises Unreadable as `read_ofd`, and damaged where there is no such page.
    """
    with ZipPackage(path) as package:
        file = OfdPackage(package)
        for source in file.pages():
            if source.number == number:
                drawn = drawn_page(source)
                return drawn.printed, page_of_pictures(file, drawn)
    raise Unreadable("damaged", f"没有第 {number} 页")
