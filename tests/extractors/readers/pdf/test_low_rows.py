"""Rows that are too low for their text: what a program cuts off at its cell is of that cell, the rest is doubted."""

from __future__ import annotations

from pathlib import Path

from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.pdf import read_pdf

COLUMNS, ROWS = (60.0, 120.0, 300.0), (700.0, 685.0, 670.0, 655.0)
FIRST = ["1-9月完成收入350.94亿", "元，增长2.8%，占比6", "1.5%。"]
SECOND = ["1-9月完成收入351.94亿", "元，增长3.8%，占比7", "2.5%。"]


def read(tmp_path: Path, sheet: Sheet) -> Document:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


def low_rows(*, cut: bool) -> Sheet:
    """Three lines of text in rows as high as one, in the middle of their cells, as a spreadsheet program draws them."""
    sheet = Sheet().grid(COLUMNS, ROWS).text(65, 689, "项目").text(125, 689, "累计进度")
    for y, name, lines in ((674, "税收", FIRST), (659, "非税", SECOND)):
        sheet.text(65, y, name)
        inner = Sheet().lines(125, y + 8, lines)
        cell = f"q 120 {y - 4:g} 180 15 re W n" if cut else "q"
        sheet.operators += [cell, *inner.operators, "Q"]
    return sheet


def test_what_is_cut_off_at_its_cell_is_of_that_cell(tmp_path: Path) -> None:
    document = read(tmp_path, low_rows(cut=True))
    (table,) = document.tables
    assert [row[1].compact() for row in table.grid()] == ["累计进度", "".join(FIRST), "".join(SECOND)]
    assert document.warnings == ()
    assert not any(cell.text.doubtful for cell in table.cells)


def test_what_rules_go_through_is_doubted(tmp_path: Path) -> None:
    document = read(tmp_path, low_rows(cut=False))
    (table,) = document.tables
    assert "压在表格线上" in document.warnings[0]
    for cell in table.cells:
        if cell.column == 1 and cell.text:
            printed = {at for at, place in enumerate(cell.text.places) if place is not None}
            assert printed <= cell.text.doubtful
        else:
            assert not cell.text.doubtful
