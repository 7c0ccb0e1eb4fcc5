"""The notice's Word template: made here, and changed by the bureau in Word as it likes.

Its marks (`{{ unit }}`) are those of Jinja, filled in by docxtpl.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

_FONT: Final = "仿宋"
_HEAD_FONT: Final = "黑体"
_BODY: Final = Pt(14)
_CELL: Final = Pt(10.5)
_WIDTHS: Final = (1.2, 4.6, 6.4, 3.8)
_HEADS: Final = ("序号", "报告和位置", "问题", "原数和建议")
_ROW: Final = (
    "{{ loop.index }}",
    "{{ entry.report }}{% if entry.place %}\n{{ entry.place }}{% endif %}",
    "[{{ entry.severity }}] {{ entry.message }}",
    "{% if entry.printed %}报告写：{{ entry.printed }}{% endif %}{% if entry.repair %}\n{{ entry.repair }}{% endif %}",
)


def write_template(path: Path) -> None:
    """Write the template, for the bureau to change."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = _BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    _line(document, "关于核对报送数据的通知单", size=Pt(20), centred=True, font=_HEAD_FONT)
    _line(document, "{{ number }}", centred=True)
    _line(document, "{{ unit }}：")
    _line(
        document,
        "经核对，你单位报送的报告中有 {{ count }} 处数字需要核实，列于下表。请对照原始资料逐项核实，"
        "确属差错的更正后重新报送，数字无误的请说明口径或原因，于 {{ due }} 前书面回复。",
        indented=True,
    )
    table = document.add_table(rows=4, cols=len(_HEADS))
    table.style = "Table Grid"
    _fill(table, 0, _HEADS, font=_HEAD_FONT)
    # docxtpl repeats the rows between the two marks, and takes the rows of the marks away.
    table.cell(1, 0).text = "{%tr for entry in entries %}"
    _fill(table, 2, _ROW)
    table.cell(3, 0).text = "{%tr endfor %}"
    _lay_out(table)
    _line(document, "")
    _line(document, "“建议”由算式推得，只供核实时参考，以原始资料为准。", indented=True)
    _line(document, "{{ made_on }}", right=True)
    document.save(str(path))


def _lay_out(table: Table) -> None:
    """Widths that hold, rows that no page break tears, the head on every page."""
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for position, row in enumerate(table.rows):
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if position == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _fill(table: Table, row: int, texts: tuple[str, ...], font: str = _FONT) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = _CELL
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _line(
    document: WordDocument,
    text: str,
    size: Pt = _BODY,
    font: str = _FONT,
    centred: bool = False,
    right: bool = False,
    indented: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        paragraph.paragraph_format.first_line_indent = Pt(28)
    run = paragraph.add_run(text)
    run.font.size = size
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
