"""Reads an OFD file into a Document."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from extractors.document import Document, Page, Paragraph
from extractors.errors import Unreadable
from extractors.grid.layout import PageParts, blocks, page_parts
from extractors.grid.page import PrintedPage
from extractors.readers.file_kind import OFD
from extractors.readers.ofd.drawing import printed_page
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.pdf.characters import TRUSTED_SHARE
from extractors.readers.pdf.limits import MOST_CHARACTERS, MOST_PAGES
from extractors.readers.zip_package import ZipPackage

_A_PICTURE: Final = 0.05
_A_SCAN: Final = 0.6
_FEW: Final = 60
"""As with PDF: a picture worth a word, a page that is a scan, and the print that may stand on one."""


def ofd_page(path: Path, number: int) -> PrintedPage:
    """What page `number` (from 1) shows. Raises Unreadable as `read_ofd`, and damaged where there is no such page."""
    with ZipPackage(path) as package:
        for source in OfdPackage(package).pages():
            if source.number == number:
                return printed_page(source)
    raise Unreadable("damaged", f"没有第 {number} 页")


def read_ofd(path: Path) -> Document:
    """The OFD file at `path` as a Document; every character carries its page and box.

    Pages without usable text are named in `warnings`. Raises Unreadable: damaged, encrypted, too_large,
    scan_illegible (no page has usable text), nothing_to_read (blank pages).
    """
    pages: list[Page] = []
    parts: list[PageParts] = []
    warnings: list[str] = []
    characters = unread = 0
    with ZipPackage(path) as package:
        file = OfdPackage(package)
        count = file.page_count()
        if count == 0:
            raise Unreadable("damaged", "没有任何页面")
        if count > MOST_PAGES:
            raise Unreadable("too_large", f"共 {count} 页，上限 {MOST_PAGES} 页")
        for source in file.pages():
            printed = printed_page(source)
            number = source.number
            pages.append(printed.page)
            visible = [glyph for glyph in printed.glyphs if not glyph.char.isspace()]
            characters += len(visible)
            if characters > MOST_CHARACTERS:
                raise Unreadable("too_large", f"前 {number} 页已超过 {MOST_CHARACTERS} 个字符")
            trusted = sum(not glyph.doubtful for glyph in visible)
            if printed.picture_share >= _A_SCAN and len(visible) < _FEW:
                unread += 1
                warnings.append(f"第 {number} 页是扫描图片，图片中的文字未能读取")
            elif visible and trusted < TRUSTED_SHARE * len(visible):
                unread += 1
                warnings.append(f"第 {number} 页的文字编码不可信，内容未能读取")
                continue
            elif visible and printed.picture_share >= _A_PICTURE:
                warnings.append(f"第 {number} 页有图片，图片中的文字未读取")
            parts.append(page_parts(printed))
        title = file.title
    if unread == len(pages):
        raise Unreadable("scan_illegible", f"共 {len(pages)} 页")
    found = blocks(parts)
    if not found:
        raise Unreadable("nothing_to_read", f"共 {len(pages)} 页，均为空白")
    heading = next((str(block.text) for block in found if isinstance(block, Paragraph) and block.heading), None)
    return Document(OFD.media_type, found, tuple(pages), heading or title, tuple(warnings))
