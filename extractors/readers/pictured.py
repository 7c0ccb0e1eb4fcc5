"""Pictures of pages in files that have no pages of their own: scans put into a Word file, a workbook or a web page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from extractors.document import Block, Document, Table
from extractors.errors import Unreadable
from extractors.readers.scan import Raster, read_rasters
from extractors.readers.scan.limits import MOST_PAGES
from extractors.readers.scan.pictures import raster_of, shows_a_page

_FEW: Final = 60
"""Characters of text for each picture, up to which the pictures are what the file is about."""


def with_pictures_read(document: Document, pictures: Callable[[], Iterator[bytes]]) -> Document:
    """The document with its pictures read as pages after its text, where it has little text beside them.

    The places of what is read so are those of pages: `page` counts the pictures that are large enough to show one.
    A picture that is broken or too large costs none of the others. Raises Unreadable: too_large, scan_illegible
    (neither in the text nor in the pictures is anything to read).
    """
    if not document.unread_pictures or document.pages or _length(document) >= _FEW * document.unread_pictures:
        return document
    pages: list[int] = []
    refused: list[Unreadable] = []
    try:
        read = read_rasters(document.media_type, _rasters(pictures(), pages, refused))
    except Unreadable as error:
        if document.says_something or (error.reason == "scan_illegible" and not pages):
            return document
        raise next((one for one in refused if one.reason == "too_large"), error) from error
    before = len(document.tables)
    title = next((str(block.text) for block in document.paragraphs if block.heading), None)
    return replace(
        document,
        blocks=(*document.blocks, *(_counted_on(block, before) for block in read.blocks)),
        pages=read.pages,
        title=document.title or title or read.title,
        warnings=(*document.warnings, *read.warnings),
        scanned=True,
        unread_pictures=document.unread_pictures - len(read.pages),
    )


def pictured_page(pictures: Iterable[bytes], number: int) -> Raster | None:
    """The picture that counts as page `number` (from 1); None where there is none."""
    of_pages = (content for content in pictures if shows_a_page(content))
    content = next(islice(of_pages, number - 1, None), None)
    try:
        return None if content is None else raster_of(content, number)
    except Unreadable:
        return None


def _rasters(pictures: Iterable[bytes], pages: list[int], refused: list[Unreadable]) -> Iterator[Raster]:
    """The pictures that show pages, one at a time; their numbers are put into `pages` as they come, and why one could
    not be read into `refused`."""
    for content in pictures:
        if not shows_a_page(content):
            continue
        if len(pages) == MOST_PAGES:
            refused.append(Unreadable("too_large", f"超过 {MOST_PAGES} 个图片"))
            return
        pages.append(len(pages) + 1)
        try:
            raster = raster_of(content, pages[-1])
        except Unreadable as error:
            refused.append(error)
        else:
            yield raster


def _length(document: Document) -> int:
    text = [block.text for block in document.paragraphs]
    text += [cell.text for table in document.tables for cell in table.cells]
    return sum(len(part.compact()) for part in text)


def _counted_on(block: Block, tables: int) -> Block:
    return replace(block, index=block.index + tables) if isinstance(block, Table) else block
