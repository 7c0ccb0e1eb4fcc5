"""Raised digits in print: marks of notes stay apart from the figures that they stand behind."""

from __future__ import annotations

from pathlib import Path

from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.pdf import read_pdf


def read(tmp_path: Path, sheet: Sheet) -> Document:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


def texts(document: Document) -> list[str]:
    return [str(paragraph.text) for paragraph in document.paragraphs]


def test_marks_behind_figures_and_units(tmp_path: Path) -> None:
    sheet = Sheet().text(50, 700, "税收收入12.5").text(110, 703.5, "1", 6.5).text(114, 700, "亿元，浓度35μg/m")
    sheet.text(199, 703.5, "3", 6.5).text(203, 700, "，增长5%").text(243, 703.5, "[2]", 6)
    assert texts(read(tmp_path, sheet)) == ["税收收入12.5¹亿元，浓度35μg/m³，增长5%⁽²⁾"]


def test_marks_in_cells(tmp_path: Path) -> None:
    sheet = Sheet().grid([50, 150, 300], [700, 670]).text(55, 680, "税收").text(75, 683.5, "1", 6.5)
    sheet.text(155, 680, "12.5").text(175, 683.5, "2", 6.5)
    (table,) = read(tmp_path, sheet).tables
    assert [[str(text) for text in row] for row in table.grid()] == [["税收¹", "12.5²"]]


def test_small_print_on_the_line_below_it_or_apart_is_not_raised(tmp_path: Path) -> None:
    sheet = Sheet().text(50, 700, "收入12.5").text(90, 700, "7", 6.5)
    sheet.text(50, 600, "减少CO").text(80, 598, "2", 6.5).text(50, 500, "第").text(90, 503.5, "8", 6.5)
    assert texts(read(tmp_path, sheet)) == ["收入12.57", "减少CO2", "第 8"]
