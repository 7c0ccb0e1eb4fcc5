"""The characters of a DOCX paragraph as shown with all changes accepted, and what is anchored in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from extractors.readers.docx.styles import Styles

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ALTERNATIVES = f"{{{_MC}}}AlternateContent"
_CHOICE = f"{{{_MC}}}Choice"
_FALLBACK = f"{{{_MC}}}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_TEXT_BOX = qn("w:txbxContent")

_UNSEEN = frozenset(
    qn(name)
    for name in (
        "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:rPr", "w:pPr", "w:sdtPr",
        "w:sdtEndPr", "w:rt", "w:footnoteRef", "w:endnoteRef", "w:annotationRef", "w:fldData",
    )
)  # fmt: skip
"""Removed text, field codes, properties, and the small print of a ruby: not part of the text."""

_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_SYMBOLS = {0x52: "☑", 0x54: "☒", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA3: "□", 0xA8: "□", 0xFC: "✓", 0xFE: "☑"}
"""Wingdings and its like by code, where a form's boxes and bullets come from."""


@dataclass(slots=True)
class Anchored:
    """What hangs on a paragraph: text boxes to be read after it, and a count of what has no text (pictures …)."""

    text_boxes: list[etree._Element] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


def paragraph_chars(paragraph: etree._Element, styles: Styles, anchored: Anchored) -> str:
    """The text of a w:p: insertions kept, deletions and hidden text left out, automatic numbers not printed."""
    return "".join(_inline(paragraph, styles, anchored))


def _inline(parent: etree._Element, styles: Styles, anchored: Anchored) -> Iterator[str]:
    for node in parent.iterchildren("*"):
        tag = node.tag
        if tag in _UNSEEN:
            continue
        if tag == qn("w:t") or tag == f"{_MATH}t":
            yield node.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == qn("w:sym"):
            yield _symbol(node)
        elif tag == _ALTERNATIVES:
            yield from _inline(_chosen(node), styles, anchored)
        elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
            _look_into_drawing(node, anchored)
        elif tag == qn("w:r") and styles.is_hidden(node):
            continue
        else:
            yield from _inline(node, styles, anchored)


def _look_into_drawing(drawing: etree._Element, anchored: Anchored) -> None:
    """Collects the outermost text boxes (once for each alternative form) and counts what is not text."""
    pending = [drawing]
    while pending:
        node = pending.pop()
        tag = node.tag
        if tag == _TEXT_BOX:
            anchored.text_boxes.append(node)
        elif tag == _ALTERNATIVES:
            pending.append(_chosen(node))
        else:
            if tag == qn("pic:pic") or tag == f"{_VML}imagedata":
                anchored.unread["图片"] += 1
            elif tag == qn("c:chart"):
                anchored.unread["图表"] += 1
            pending.extend(node.iterchildren("*", reversed=True))
    if drawing.tag == qn("w:object"):
        anchored.unread["嵌入对象"] += 1


def _chosen(alternatives: etree._Element) -> etree._Element:
    """One of several forms of the same thing: the first, which a present Word shows."""
    return next(alternatives.iterchildren(_CHOICE, _FALLBACK), alternatives)


def _symbol(node: etree._Element) -> str:
    """The character of a w:sym; symbol fonts keep theirs in a private range, of which only known ones have text."""
    try:
        code = int(node.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""
