"""Print that a line goes through is deleted: a PDF of a text whose changes are shown says what the text now says."""

from __future__ import annotations

from pathlib import Path

from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.pdf import read_pdf


def read(tmp_path: Path, sheet: Sheet) -> Document:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


def struck(sheet: Sheet, x0: float, y: float, x1: float) -> Sheet:
    """A line through print of size 10 whose base line is at `y`."""
    return sheet.stroke(x0, y + 3, x1, y + 3)


def said(document: Document) -> str:
    return "".join(block.text.compact() for block in document.paragraphs)


def test_what_is_struck_out_is_not_read(tmp_path: Path) -> None:
    sheet = struck(Sheet().text(60, 700, "收入完成371.94372.94亿元，增长5.8%。"), 100, 700, 130)
    document = read(tmp_path, sheet)
    assert said(document) == "收入完成372.94亿元，增长5.8%。"
    assert document.warnings == ("第 1 页有1处划去的文字，按已删除处理，未读取",)


def test_a_figure_of_which_a_digit_is_struck_out_stays_one(tmp_path: Path) -> None:
    sheet = struck(Sheet().text(60, 700, "收入31123.7亿元。"), 90, 700, 100)
    assert str(read(tmp_path, sheet).paragraphs[0].text) == "收入313.7亿元。"


def test_two_lines_through_print_strike_it_out_as_well(tmp_path: Path) -> None:
    sheet = Sheet().text(60, 700, "收入5亿元6亿元。").stroke(80, 702, 105, 702).stroke(80, 704, 105, 704)
    assert said(read(tmp_path, sheet)) == "收入6亿元。"


def test_underlines_and_the_rules_of_tables_strike_nothing_out(tmp_path: Path) -> None:
    sheet = Sheet().text(60, 700, "收入372.94亿元").stroke(80, 698.5, 110, 698.5)
    sheet.grid((60, 160, 260), (600, 580, 560)).text(62, 577, "税收收入").text(162, 585, "5亿元").text(
        162, 565, "6亿元"
    )
    document = read(tmp_path, sheet)
    assert said(document) == "收入372.94亿元"
    assert not any("划去" in warning for warning in document.warnings)
    assert "税收收入" in {cell.text.compact() for cell in document.tables[0].cells}


def test_a_cell_is_read_without_what_is_struck_out_in_it(tmp_path: Path) -> None:
    sheet = Sheet().grid((60, 160, 300), (720, 690, 660)).text(65, 700, "项目").text(165, 700, "完成")
    sheet.text(65, 670, "税收").text(165, 670, "480亿元486亿元")
    document = read(tmp_path, struck(sheet, 165, 670, 200))
    assert [[str(text) for text in row] for row in document.tables[0].grid()] == [["项目", "完成"], ["税收", "486亿元"]]
