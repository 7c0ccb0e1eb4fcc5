"""Reads an HTML file as a browser shows it."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import regex
from lxml import etree

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.draft import Draft, DraftParagraph, placed
from extractors.readers.file_kind import HTML
from extractors.readers.html.decoding import decode_html
from extractors.readers.html.flow import InlineFlow
from extractors.readers.html.stylesheet import Stylesheet
from extractors.readers.html.tables import OpenTable, table_of
from extractors.readers.limits import MAX_PAGE_BYTES
from extractors.readers.raised import raised

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_BLOCKS: Final = _HEADINGS | frozenset(
    {
        "html", "body", "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li",
        "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN: Final = frozenset(
    {"head", "script", "style", "template", "noscript", "select", "datalist", "iframe", "object", "svg", "rp", "rt"}
)
_STRUCK: Final = frozenset({"del", "s", "strike"})
_TYPED_IN: Final = frozenset({"text", "number", "date", "month", "tel", "search"})
_UNREAD: Final = {"iframe": "内嵌页面", "object": "嵌入对象", "embed": "嵌入对象"}


def read_html(path: Path) -> Document:
    """Paragraphs and tables in order; `title` is the page's own. Nothing outside the file is fetched.

    Raises Unreadable for a page too large or nested too deeply to be read whole.
    """
    root = _root(path)
    if root is None:
        return Document(HTML.media_type, ())
    page = _Page(Stylesheet(root))
    page.read(root)
    title = " ".join((root.findtext(".//title") or "").split()) or None
    blocks, pictures = placed(page.drafts), len(page.pictures)
    return Document(HTML.media_type, blocks, title=title, warnings=page.warnings(), unread_pictures=pictures)


def pictures_in_html(path: Path) -> Iterator[bytes]:
    """The pictures that are shown and stand in the file itself (data:), in its order. Raises Unreadable."""
    root = _root(path)
    if root is not None:
        page = _Page(Stylesheet(root))
        page.read(root)
        for source in page.pictures:
            head, _, data = source.partition(",")
            if regex.match(r"\s*data:image/.*;\s*base64\s*$", head, regex.IGNORECASE):
                with suppress(ValueError):
                    yield b64decode("".join(unquote(data).split()))


def _root(path: Path) -> etree._Element | None:
    content = path.read_bytes()
    if len(content) > MAX_PAGE_BYTES:
        raise Unreadable("too_large", f"网页有 {len(content) // 1024**2} MB")
    return _parsed(decode_html(content))


def _parsed(chars: str) -> etree._Element | None:
    """The page's root element; None for a page without any."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        # NUL and other control characters end the parse silently.
        root = etree.fromstring(regex.sub(r"[\x00-\x08\x0e-\x1f]", "", chars), parser)
    except etree.XMLSyntaxError as error:
        if not chars.strip():
            return None
        raise Unreadable("damaged", "网页结构无法解析") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable("damaged", "网页嵌套过深")
    return root


@dataclass(slots=True)
class _Page:
    """Walks a page without recursion. `_flows` holds the drafts of the page and of every cell now open, `pictures`
    says where each picture is to be had."""

    styles: Stylesheet
    drafts: list[Draft] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)
    _inline: InlineFlow = field(default_factory=InlineFlow)
    _flows: list[list[Draft]] = field(default_factory=list)
    _tables: list[OpenTable] = field(default_factory=list)
    _headings: int = 0
    _preformatted: int = 0
    _raised: int = 0

    def read(self, root: etree._Element) -> None:
        """Reads the whole page into `drafts`."""
        self._flows.append(self.drafts)
        walk = etree.iterwalk(root, events=("start", "end"))
        left_out: etree._Element | None = None
        for event, element in walk:
            if event == "start":
                if self._is_left_out(element):
                    left_out = element
                    walk.skip_subtree()
                else:
                    self._begin(element)
            else:
                if element is left_out:
                    left_out = None
                else:
                    self._end(element)
                self._add(element.tail)
        self._flush()

    def warnings(self) -> tuple[str, ...]:
        return tuple(f"网页中有 {count} 处{name}，其中的内容未读取" for name, count in sorted(self.unread.items()))

    def _begin(self, element: etree._Element) -> None:
        tag = element.tag
        self._count_unread(element)
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._headings += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "sup":
            self._raised += 1
        elif tag == "img":
            self.pictures.append(element.get("src", ""))
        elif tag == "br":
            self._inline.line_break()
        elif tag == "input" and element.get("type", "text").lower() in _TYPED_IN:
            self._inline.add(element.get("value"))
        elif tag == "table":
            self._tables.append(OpenTable())
        elif tag == "tr" and self._tables:
            self._tables[-1].begin_row(section=_section(element))
        elif tag in ("td", "th") and self._tables:
            self._flows.append([])
        self._add(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._headings -= 1
        elif tag == "pre":
            self._preformatted -= 1
        elif tag == "sup":
            self._raised -= 1
        elif tag == "table":
            self._flows[-1].extend(table_of(self._tables.pop()))
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].add_cell(element.get("colspan"), element.get("rowspan"), self._flows.pop())

    def _flush(self) -> None:
        chars = self._inline.take()
        if chars:
            self._flows[-1].append(DraftParagraph(chars, heading=self._headings > 0))

    def _add(self, chars: str | None) -> None:
        self._inline.add(raised(chars) if chars and self._raised else chars, self._preformatted > 0)

    def _is_left_out(self, element: etree._Element) -> bool:
        """Whether nothing of the element is read: it is not shown, or struck out, which is said."""
        if element.tag in _UNSEEN or "hidden" in element.attrib or self.styles.hides(element):
            self._count_unread(element)
            if element.tag not in _UNSEEN and any(map(str.isdecimal, "".join(map(str, element.itertext())))):
                self.unread["不显示的文字"] += 1
            return True
        if element.tag in _STRUCK or self.styles.strikes_out(element):
            self.unread["划去的文字"] += 1
            if element.tag in ("td", "th") and self._tables:
                self._tables[-1].add_cell(element.get("colspan"), element.get("rowspan"), [])
            return True
        return False

    def _count_unread(self, element: etree._Element) -> None:
        if element.tag in _UNREAD:
            self.unread[_UNREAD[element.tag]] += 1


def _section(row: etree._Element) -> etree._Element | None:
    """The thead, tbody or tfoot (or table) that a row stands in: no merged cell reaches beyond it."""
    return row.getparent()
