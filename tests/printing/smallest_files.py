"""The smallest Word files, workbooks and web pages, as bytes."""

from __future__ import annotations

import io

import docx
from openpyxl import Workbook

WEB_PAGE = "<html><head><title>收入</title></head><body><p>一季度收入5亿元</p></body></html>".encode()


def word(*texts: str) -> bytes:
    """A DOCX file of these paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def sheet(*rows: list[object]) -> bytes:
    """A workbook of these rows."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()
