"""Writes XLSX workbooks from rows, changes their parts, and shows what is read of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Document
from extractors.readers.spreadsheet import read_xlsx

Fill = Callable[[Worksheet], None]
Row = list[object]

HEAD: Row = ["单位", "当月", "累计", "进度"]


def read(tmp_path: Path, *fills: Fill, titles: tuple[str, ...] = ()) -> Document:
    """What is read of a workbook with a sheet for each of `fills`."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, fill in enumerate(fills):
        sheet = first if number == 0 else book.create_sheet()
        if titles:
            sheet.title = titles[number]
        fill(sheet)
    path = tmp_path / "表.xlsx"
    book.save(path)
    return read_xlsx(path)


def rows(*content: Row) -> Fill:
    """Fills a sheet with these rows."""

    def fill(sheet: Worksheet) -> None:
        for row in content:
            sheet.append(row)

    return fill


def with_parts(path: Path, **changed: Callable[[str], str]) -> Path:
    """The workbook at `path` with parts (their names without folder and .xml) rewritten."""
    rewritten = path.with_stem("改")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            change = changed.get(Path(name).stem) if name.endswith(".xml") else None
            target.writestr(name, change(content) if change else content)
    return rewritten


def saved(tmp_path: Path, *content: Row) -> Path:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    for row in content:
        book.worksheets[0].append(row)
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"
