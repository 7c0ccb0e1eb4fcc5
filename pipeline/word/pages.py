"""Pages, lines and tables of the Word forms that are made here, set as Chinese offices set theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FONT: Final = "仿宋"
HEAD_FONT: Final = "黑体"
_BODY: Final = Pt(14)
_CELL: Final = Pt(10.5)
_APART: Final = Pt(6)
_CELL_STYLE: Final = "表内文字"
Side = Literal["left", "centre", "right"]
_SIDES: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip


def blank_page() -> WordDocument:
    """An empty A4 document of 16 cm of text, with the number of the page below."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name = FONT
    style.font.size = _BODY
    style.paragraph_format.space_after = _APART
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    # Without it a word processor takes Chinese for English: red waves below, and the glyphs of another region.
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    cell = document.styles.add_style(_CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = style
    cell.font.size = _CELL
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot.add_run("— ")
    foot._p.append(field)
    foot.add_run(" —")
    return document


def line(
    document: WordDocument,
    text: str,
    size: Pt = _BODY,
    font: str = FONT,
    side: Side = "left",
    indented: bool = False,
    kept: bool = False,
) -> Paragraph:
    """A paragraph; `kept` on the page of what follows."""
    paragraph = document.add_paragraph()
    if side != "left":
        paragraph.alignment = _SIDES[side]
    if indented:
        paragraph.paragraph_format.first_line_indent = 2 * size
    paragraph.paragraph_format.keep_with_next = kept or None
    _run(paragraph, text, size, font)
    return paragraph


def repeated_table(
    document: WordDocument,
    heads: Sequence[str],
    row: Sequence[str],
    each: str,
    widths: Sequence[float],
    sides: Sequence[Side] = (),
) -> Table:
    """A table of heads and a row for each of what `each` (a loop's words, as `entry in entries`) goes through; widths
    in centimetres. The heads are on every page, and no page break tears a row."""
    table: Table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    _fill(table, 0, heads, ["centre" if side == "right" else side for side in sides], HEAD_FONT)
    # docxtpl repeats the rows between the two marks, and takes the rows of the marks away.
    _fill(table, 2, row, sides, FONT)
    lay_out(table, widths)
    for at, mark in ((1, f"{{%tr for {each} %}}"), (3, "{%tr endfor %}")):
        table.cell(at, 0).merge(table.cell(at, len(heads) - 1)).text = mark
    _mark(table, 0, "w:tblHeader")
    return table


def lay_out(table: Table, widths: Sequence[float]) -> None:
    """Widths (in centimetres) that hold, and rows that no page break tears."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for position, row in enumerate(table.rows):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
        _mark(table, position, "w:cantSplit")


def _mark(table: Table, row: int, name: str) -> None:
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(table: Table, row: int, texts: Sequence[str], sides: Sequence[Side], font: str) -> None:
    for at, (cell, text) in enumerate(zip(table.rows[row].cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = _CELL_STYLE
        if at < len(sides) and sides[at] != "left":
            paragraph.alignment = _SIDES[sides[at]]
        _run(paragraph, text, _CELL, font)


def _run(paragraph: Paragraph, text: str, size: Pt, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = size
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
