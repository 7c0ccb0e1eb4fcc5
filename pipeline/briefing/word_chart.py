"""Charts in a Word file, native ones: the bureau can change them in Word, and they print as sharp as the text.

XlsxWriter draws them into a small workbook; its description of the chart goes into the Word file, with the workbook
behind it, from which Word takes the figures when somebody changes them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.shared import Cm
from lxml import etree

from pipeline.word.form import Form, in_word

_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET: Final = "Sheet1"

Draw = Callable[[Any, str], Any]
"""Gives the chart of a workbook's sheet of that name; the cells are there."""


class WordChart:
    """A chart for a mark of a Word form. `rows` are the cells that it is drawn from; sizes in centimetres."""

    def __init__(self, form: Form, rows: Sequence[Sequence[str | float | None]], draw: Draw, size: tuple[float, float]):
        self._form = form
        self._rows = rows
        self._draw = draw
        self._size = size

    def __html__(self) -> str:
        """The run that shows it; puts the chart into the form's package, once for each mark."""
        book, chart, title = self._drawn()
        package = self._form.docx.part.package
        chart_part = Part(package.next_partname("/word/charts/chart%d.xml"), _CHART_TYPE, chart, package)
        place = self._form.current_rendering_part.relate_to(chart_part, RELATIONSHIP_TYPE.CHART)
        book_part = Part(package.next_partname("/word/embeddings/chart%d.xlsx"), _BOOK_TYPE, book, package)
        behind = chart_part.relate_to(book_part, RELATIONSHIP_TYPE.PACKAGE)
        chart_part._blob = _with_book(chart, behind)
        width, height = (Cm(side) for side in self._size)
        return (
            "</w:t></w:r><w:r><w:drawing>"
            '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
            f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="1" name="{escape(title)}" descr="{escape(title)}"/><wp:cNvGraphicFramePr/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
            f' xmlns:r="{_RELATIONS}" r:id="{place}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r>'
            '<w:t xml:space="preserve">'
        )

    def _drawn(self) -> tuple[bytes, bytes, str]:
        """The workbook, the description of its chart, and the chart's title."""
        content = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(content, options) as book:
            sheet = book.add_worksheet(_SHEET)
            for at, row in enumerate(self._rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, in_word(cell))
                    elif cell is not None:
                        sheet.write_number(at, column, cell)
            chart = self._draw(book, _SHEET)
            sheet.insert_chart(0, len(self._rows[0]) + 1, chart)
        with zipfile.ZipFile(content) as whole:
            described = whole.read("xl/charts/chart1.xml")
        title = re.search(r"<c:title>.*?<a:t>(.*?)</a:t>", described.decode(), re.DOTALL)
        return content.getvalue(), described, title[1] if title else ""


_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

_SAID: Final = (
    ("chartSpace", "roundedCorners", "0", ("date1904", "lang")),
    ("chart", "autoTitleDeleted", "0", ("title",)),
    ("chart", "dispBlanksAs", "gap", ("plotVisOnly",)),
    ("title", "overlay", "0", ("tx", "layout")),
    ("legend", "overlay", "0", ("legendPos", "legendEntry", "layout")),
    ("barChart", "varyColors", "0", ("barDir", "grouping")),
    ("lineChart", "varyColors", "0", ("grouping",)),
    ("barChart/ser", "invertIfNegative", "0", ("idx", "order", "tx", "spPr")),
    ("lineChart/ser", "smooth", "0", ("cat", "val")),
    ("catAx", "delete", "0", ("axId", "scaling")),
    ("valAx", "delete", "0", ("axId", "scaling")),
)  # fmt: skip
"""What XlsxWriter leaves unsaid, as a workbook of 2007 may: where, the element, its value, and the elements before it.
In a Word file the programs take it for something else, a gap for zero."""


def _with_book(chart: bytes, relation: str) -> bytes:
    """The chart's description with the workbook behind it named, and without how to print it on a page of its own."""
    root = etree.fromstring(chart)
    for where, name, value, before in _SAID:
        path = "/".join(f"{_C}{part}" for part in where.split("/"))
        for parent in [root] if where == "chartSpace" else root.iterfind(f".//{path}"):
            if parent.find(f"{_C}{name}") is None:
                there = [at for at, child in enumerate(parent) if child.tag.removeprefix(_C) in before]
                parent.insert(there[-1] + 1 if there else 0, etree.Element(f"{_C}{name}", val=value))
    for settings in root.findall(f"{_C}printSettings"):
        root.remove(settings)
    external = etree.SubElement(root, f"{_C}externalData", {f"{{{_RELATIONS}}}id": relation}, nsmap={"r": _RELATIONS})
    etree.SubElement(external, f"{_C}autoUpdate", val="0")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
