"""A small ruled table, and the texts of any table by rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractors.document import Document
from printing.pdf import Sheet

Read = Callable[..., Document]
"""Makes a file of sheets and reads it."""


def printed_and_read(file: Path, printed: Callable[..., bytes], read: Callable[[Path], Document]) -> Read:
    """Prints the sheets that it is given, with the options, into the file, and reads that."""

    def reader(*sheets: object, **options: object) -> Document:
        file.write_bytes(printed(sheets, **options))
        return read(file)

    return reader


def cells(document: Document, table: int = 0) -> list[list[str]]:
    return [[str(text) for text in row] for row in document.tables[table].grid()]


def two_rows() -> Sheet:
    """A head and a row: 项目/本月完成 over 税收/12.5亿元, three columns, the last one empty."""
    sheet = Sheet().grid([50, 150, 300, 400], [700, 670, 640])
    return sheet.text(55, 680, "项目").text(155, 680, "本月完成").text(55, 650, "税收").text(155, 650, "12.5亿元")


EXPECTED = [["项目", "本月完成", ""], ["税收", "12.5亿元", ""]]
