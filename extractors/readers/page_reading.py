"""Reads the pages of a file one after another: by their characters, those without any as pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from extractors.document import Document, Page, Paragraph
from extractors.errors import Unreadable
from extractors.grid.across import MOST_KEPT, as_sheet, put_together
from extractors.grid.crossed import with_crossed_doubted
from extractors.grid.layout import PageParts, blocks, page_parts
from extractors.grid.page import PrintedPage
from extractors.grid.struck import without_struck
from extractors.pace import page_begins
from extractors.readers.mended_print import doubtful_words, mended
from extractors.readers.nonsense import Sense, common_ideographs, sense_of
from extractors.readers.pdf.characters import TRUSTED_SHARE
from extractors.readers.pdf.limits import MOST_CHARACTERS, MOST_PAGES
from extractors.readers.raised_print import with_raised_marks
from extractors.readers.scan import ENGINE_LOCK, Raster, engine, legible, no_text, scanned_page

_A_PICTURE: Final = 0.05
"""Part of the page from which a picture is worth a word (a seal or emblem is smaller)."""

_A_SCAN: Final = 0.6
_FEW: Final = 60
"""A page that a picture covers by so much, with so few characters, is a scan with a stamp or page number on it."""


def require_pages(count: int) -> None:
    """Raise Unreadable for a file without pages (damaged) or with too many (too_large)."""
    if count == 0:
        raise Unreadable("damaged", "没有任何页面")
    if count > MOST_PAGES:
        raise Unreadable("too_large", f"共 {count} 页，上限 {MOST_PAGES} 页")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page while its file is open: what its layers hold, and how to draw it (None where it is too large)."""

    printed: PrintedPage
    draw: Callable[[], Raster | None]


class PageReading:
    """Takes in one page after another and keeps only what the page says."""

    def __init__(self, media_type: str, title: str | None = None) -> None:
        """`title` is what the file itself states, for pages that print none."""
        self._media_type = media_type
        self._title = title
        self._pages: list[Page] = []
        self._parts: list[PageParts] = []
        self._sheets: dict[int, PrintedPage] = {}
        self._warnings: list[str] = []
        self._characters = 0
        self._unread = 0
        self._digital = 0
        self._scanned = 0

    def take(self, page: OpenPage) -> None:
        """Read a page: by its characters, or as it is drawn where they are missing or cannot be trusted.

        Raises Unreadable (too_large).
        """
        page_begins()
        printed = page.printed
        number = printed.page.number
        self._pages.append(printed.page)
        visible = [glyph for glyph in printed.glyphs if not glyph.char.isspace()]
        self._characters += len(visible)
        if self._characters > MOST_CHARACTERS:
            raise Unreadable("too_large", f"前 {number} 页已超过 {MOST_CHARACTERS} 个字符")
        trusted = sum(not glyph.doubtful for glyph in visible)
        sense = sense_of(glyph.char for glyph in visible)
        if not visible:
            if printed.picture_share > 0 or printed.horizontal or printed.vertical:
                self._take_picture(page, no_text(number))
        elif printed.picture_share >= _A_SCAN and len(visible) < _FEW:
            if not self._take_picture(page, f"第 {number} 页有图片，图片中的文字未能读取"):
                self._parts.append(page_parts(printed))
        elif printed.misnamed or trusted < TRUSTED_SHARE * len(visible) or sense is Sense.NONSENSE:
            self._take_picture(page, f"第 {number} 页的文字层编码不可信，内容未能读取")
        elif sense is Sense.STRANGE and (drawn := self._drawn(page)) is not None and _more_chinese(drawn, printed):
            self._take_drawn(drawn)
        else:
            if printed.picture_share >= _A_PICTURE:
                self._warnings.append(f"第 {number} 页有图片，图片中的文字未读取")
            mended_page = self._with_words_mended(page)
            kept, struck = without_struck(mended_page)
            if struck:
                self._warnings.append(f"第 {number} 页有{struck}处划去的文字，按已删除处理，未读取")
            kept, crossed = with_crossed_doubted(kept)
            if crossed:
                self._warnings.append(f"第 {number} 页有文字压在表格线上，可能认错所在的行，请核对")
            self._take_print(replace(kept, glyphs=tuple(with_raised_marks(kept.glyphs))))
            self._digital += 1

    def _take_print(self, printed: PrintedPage) -> None:
        """Read a page by its characters; its print is kept where another page may show its rows' other columns."""
        parts = page_parts(printed)
        if as_sheet(parts) is not None and len(self._parts) < MOST_KEPT:
            self._sheets[len(self._parts)] = printed
        self._parts.append(parts)

    def _with_words_mended(self, page: OpenPage) -> PrintedPage:
        """The page's print; words whose codes say nothing as they are drawn, what stays unread is counted."""
        words = doubtful_words(page.printed)
        drawn = page.draw() if words else None
        if not words:
            return page.printed
        printed, unread = page.printed, len(words)
        if drawn is not None:
            with ENGINE_LOCK:
                printed, unread = mended(printed, words, scanned_page(drawn, engine()))
        if unread:
            self._warnings.append(f"第 {printed.page.number} 页有{unread}处文字的编码不可信，未能读取")
        return printed

    def _take_picture(self, page: OpenPage, otherwise: str) -> bool:
        """Read a page as it is drawn; where that gives nothing, say `otherwise`."""
        drawn = self._drawn(page)
        if drawn is not None:
            self._take_drawn(drawn)
            return True
        self._unread += 1
        self._warnings.append(otherwise)
        return False

    def _drawn(self, page: OpenPage) -> PrintedPage | None:
        """The page as it is read from its drawing; None where nothing can be made out."""
        drawn = page.draw()
        if drawn is None:
            return None
        with ENGINE_LOCK:
            printed = scanned_page(drawn, engine())
        return printed if legible(printed) else None

    def _take_drawn(self, drawn: PrintedPage) -> None:
        self._scanned += 1
        self._parts.append(page_parts(drawn))

    def document(self) -> Document:
        """All that was read. Raises Unreadable: scan_illegible (nothing but pictures, and no text was made out),
        nothing_to_read (blank pages)."""
        if self._unread and not self._digital + self._scanned:
            raise Unreadable("scan_illegible", f"共 {len(self._pages)} 页")
        if not self._parts:
            raise Unreadable("nothing_to_read", f"共 {len(self._pages)} 页，均为空白")
        together = put_together(self._parts, self._sheets)
        self._warnings.extend(together.warnings)
        found = blocks(together.parts)
        title = next((str(b.text) for b in found if isinstance(b, Paragraph) and b.heading), None)
        scanned = self._scanned > self._digital
        return Document(
            self._media_type, found, tuple(self._pages), title or self._title, tuple(self._warnings), scanned
        )


def _more_chinese(drawn: PrintedPage, printed: PrintedPage) -> bool:
    """Whether the page as drawn is Chinese and its text layer is not."""
    found = common_ideographs(glyph.char for glyph in drawn.glyphs)
    return found > 2 * common_ideographs(glyph.char for glyph in printed.glyphs) and found >= _FEW / 4
