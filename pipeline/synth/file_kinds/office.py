"""Made reports as Word files and Excel workbooks."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from pipeline.synth.forms import Form, Narrative, Sheet, ValueTable


def write_docx(form: Form, file: Path) -> None:
    """Write the report as a Word file: a sheet as a landscape page with one table, a narrative as paragraphs."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    title = document.add_paragraph(form.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if isinstance(form, Narrative):
        if form.source_line:
            document.add_paragraph(form.source_line).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text in form.paragraphs:
            if text.startswith("# "):
                document.add_heading(text[2:], level=2)
            else:
                document.add_paragraph(text)
    elif isinstance(form, Sheet):
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        _docx_table(document, form)
    else:
        document.add_paragraph(form.caption).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _docx_table(document, form)
        for note in form.notes:
            document.add_paragraph(note)
    document.save(str(file))


def _docx_table(document: docx.document.Document, form: Sheet | ValueTable) -> None:
    table = document.add_table(rows=1 + len(form.rows), cols=len(form.heads), style="Table Grid")
    for row, texts in enumerate((form.heads, *form.rows)):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    if isinstance(form, Sheet) and form.categories:
        for first, last in _category_rows(form):
            for row in range(first + 2, last + 2):
                table.cell(row, 0).text = ""
            merged = table.cell(first + 1, 0).merge(table.cell(last + 1, 0))
            merged.text = form.rows[first][0]


def write_xlsx(form: Form, file: Path) -> None:
    """Write a sheet or a value table as a workbook: the title over all columns, numbers as formatted numbers."""
    if isinstance(form, Narrative):
        raise TypeError("a narrative is no workbook")
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet("Sheet1")
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        title = book.add_format({"bold": True, "font_size": 15, "align": "center"})
        head = book.add_format({**frame, "bold": True, "align": "center"})
        text = book.add_format(frame)
        last = len(form.heads) - 1
        page.merge_range(0, 0, 0, last, form.title, title)
        top = 1
        if isinstance(form, ValueTable):
            page.write_string(1, last, form.caption)
            top = 2
        for column, name in enumerate(form.heads):
            page.write_string(top, column, name, head)
        for position, row in enumerate(form.rows):
            for column, cell in enumerate(row):
                _write_cell(book, page, top + 1 + position, column, cell, frame, text)
        if isinstance(form, Sheet):
            page.set_column(2, last - 1, 40)
            if form.categories:
                for first, end in _category_rows(form):
                    page.merge_range(top + 1 + first, 0, top + 1 + end, 0, form.rows[first][0], head)
        else:
            page.set_column(0, last, 14)
            for offset, note in enumerate(form.notes):
                page.write_string(top + 1 + len(form.rows) + offset, 0, note)


def _write_cell(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: str,
    frame: dict[str, object],
    text: xlsxwriter.format.Format,
) -> None:
    """A percentage or a bare number becomes a number shown as printed; anything else stays text."""
    if whole := re.fullmatch(r"(\d+)%", cell):
        page.write_number(row, column, int(whole[1]) / 100, book.add_format({**frame, "num_format": "0%"}))
    elif re.fullmatch(r"-?[\d,]+(\.\d+)?", cell) and column:
        decimals = len(cell.partition(".")[2])
        shown = ("#,##0" if "," in cell or not decimals else "0") + ("." + "0" * decimals if decimals else "")
        value = float(Decimal(cell.replace(",", "")))
        page.write_number(row, column, value, book.add_format({**frame, "num_format": shown}))
    else:
        page.write_string(row, column, cell, text)


def _category_rows(form: Sheet) -> list[tuple[int, int]]:
    """First and last row (from 0) of each run of more than one row with the same category."""
    runs: list[tuple[int, int]] = []
    for position, row in enumerate(form.rows):
        if position and form.rows[position - 1][0] == row[0]:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return [(first, last) for first, last in runs if last > first]
