"""The characters of a DOCX paragraph as shown with all changes accepted, and what is anchored in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml import etree

from extractors.readers.docx.fields import FIELD_MARK, FieldCodes
from extractors.readers.docx.styles import Styles
from extractors.readers.raised import raised

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ALTERNATIVES = f"{{{_MC}}}AlternateContent"
_CHOICE = f"{{{_MC}}}Choice"
_FALLBACK = f"{{{_MC}}}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
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
    """What hangs on a paragraph: text boxes to be read after it, pictures by the id of their relation, and a count of
    what else has no text (charts …)."""

    text_boxes: list[etree._Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    codes: FieldCodes = field(default_factory=FieldCodes)


def paragraph_chars(paragraph: etree._Element, styles: Styles, anchored: Anchored) -> str:
    """The text of a w:p: insertions kept, deletions and hidden or struck text left out, raised digits as such.

    Automatic numbers are not printed in the file and are left out.
    """
    anchored.codes = FieldCodes.of(paragraph)
    return "".join(_inline(paragraph, styles, anchored))


def _inline(parent: etree._Element, styles: Styles, anchored: Anchored) -> Iterator[str]:
    for node in parent.iterchildren("*"):
        tag = node.tag
        if tag == FIELD_MARK:
            anchored.codes.pass_mark(node)
        elif tag in _UNSEEN:
            anchored.codes.pass_marks_of(node)
        elif anchored.codes.within and len(node) == 0:
            continue
        elif tag == qn("w:t") or tag == f"{_MATH}t":
            yield node.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == qn("w:sym"):
            yield _symbol(node)
        elif tag == ALTERNATIVES:
            yield from _inline(chosen(node), styles, anchored)
        elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
            _look_into_drawing(node, anchored)
        elif tag == qn("w:r"):
            yield from _run(node, styles, anchored)
        else:
            yield from _inline(node, styles, anchored)


def _run(run: etree._Element, styles: Styles, anchored: Anchored) -> Iterator[str]:
    if styles.is_hidden(run):
        anchored.codes.pass_marks_of(run)
    elif styles.is_struck_out(run) and any(node.text for node in run.iter(qn("w:t"))):
        anchored.codes.pass_marks_of(run)
        anchored.unread["划去的文字"] += 1
    elif styles.is_raised(run):
        yield from map(raised, _inline(run, styles, anchored))
    else:
        yield from _inline(run, styles, anchored)


def _look_into_drawing(drawing: etree._Element, anchored: Anchored) -> None:
    """Collects the outermost text boxes (once for each alternative form) and counts what is not text."""
    pending = [drawing]
    while pending:
        node = pending.pop()
        tag = node.tag
        if tag == _TEXT_BOX:
            anchored.text_boxes.append(node)
        elif tag == ALTERNATIVES:
            pending.append(chosen(node))
        else:
            if tag == qn("pic:pic"):
                anchored.pictures.append(next((blip.get(qn("r:embed"), "") for blip in node.iter(qn("a:blip"))), ""))
            elif tag == f"{_VML}imagedata":
                anchored.pictures.append(node.get(qn("r:id"), ""))
            elif tag == qn("c:chart"):
                anchored.unread["图表"] += 1
            elif tag == _DIAGRAM:
                anchored.unread["图示"] += 1
            elif tag == f"{_VML}textpath":
                anchored.unread["艺术字"] += 1
            pending.extend(node.iterchildren("*", reversed=True))
    if drawing.tag == qn("w:object"):
        anchored.unread["嵌入对象"] += 1


def chosen(alternatives: etree._Element) -> etree._Element:
    """One of several forms of the same thing (ALTERNATIVES): the first, which a present Word shows."""
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
