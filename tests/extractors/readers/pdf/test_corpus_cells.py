"""Every cell of the real progress sheets, as a PDF from a browser and from Word, against the same report's workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from extractors.document import Table
from extractors.readers.pdf import read_pdf
from extractors.text import PagePlace

SHEETS = ["2018-06-monthly-progress", "2021-06-halfyear-targets"]
PRINTS = ["", "-word"]


def workbook_rows(path: Path) -> list[list[str]]:
    """The first sheet's rows without its caption and notes (one merged cell each); cells merged downwards repeat."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [["".join(str(value or "").split()) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        if merged.min_col == merged.max_col:
            for row in range(merged.min_row, merged.max_row):
                rows[row][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
    return [row for row in rows if sum(map(bool, row)) > 1]


def joined(table: Table, expected: list[list[str]]) -> list[list[str]]:
    """The table's rows, those at the head of a page put to the row before where that gives the expected row."""
    rows: list[list[str]] = []
    for number, texts in enumerate(table.grid()):
        row = [text.compact() for text in texts]
        torn = bool(rows) and number in table.page_starts and rows[-1] != expected[len(rows) - 1]
        if torn:
            rows[-1] = [before + after for before, after in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("print_", PRINTS)
def test_every_cell_is_that_of_the_workbook(corpus: Path, sheet: str, print_: str) -> None:
    expected = workbook_rows(corpus / "docs" / f"{sheet}.xlsx")
    document = read_pdf(corpus / "docs" / f"{sheet}{print_}.pdf")
    assert len(document.tables) == 1
    assert joined(document.tables[0], expected) == expected


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("print_", PRINTS)
def test_the_caption_is_a_heading_and_every_character_has_its_box(corpus: Path, sheet: str, print_: str) -> None:
    document = read_pdf(corpus / "docs" / f"{sheet}{print_}.pdf")
    assert document.paragraphs[0].heading
    for cell in document.tables[0].cells:
        for char, place in zip(cell.text.chars, cell.text.places, strict=True):
            if not char.isspace():
                assert isinstance(place, PagePlace)
                x0, top, x1, bottom = place.box
                assert 0 <= x0 < x1 <= 1
                assert 0 <= top < bottom <= 1
