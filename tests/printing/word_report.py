"""Writes a report of paragraphs and tables as Word would save it, and shows what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document as WordDocument

from extractors.document import Document

Convert = Callable[[Path, str], Path]
ROWS = [
    ["目标名称", "考核指标", "当月进度"],
    ["税收收入", "增长5%", "入库12.5亿元"],
    ["民生支出", "占比70%", "7.5亿元"],
]


def add_table(word: WordDocument) -> None:
    """Add ROWS as a ruled table."""
    table = word.add_table(rows=len(ROWS), cols=3, style="Table Grid")
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text


def report(*parts: str, footer: str = "") -> WordDocument:
    """A report of paragraphs and, for `+`, the table."""
    word = docx.Document()
    if footer:
        word.sections[0].footer.paragraphs[0].text = footer
    for part in parts:
        if part == "+":
            add_table(word)
        else:
            word.add_paragraph(part)
    return word


def saved(word: WordDocument, folder: Path) -> Path:
    """The report as a DOCX file."""
    path = folder / "report.docx"
    word.save(str(path))
    return path


def words(document: Document) -> list[tuple[str, bool]]:
    """The paragraphs, and which of them are notes."""
    return [(str(paragraph.text), paragraph.note) for paragraph in document.paragraphs]
