"""The scanned sheets read with the real engine: the same cells as the digital print of the same sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from desk.hand_marked import hand_marked, overlap_of

from extractors.document import Document
from extractors.readers.pdf import read_pdf
from extractors.text import PagePlace

SHEETS = ("2018-06-monthly-progress", "2021-06-halfyear-targets")
FIGURES = regex.compile(r"\d[\d.]*[%％万亿]?")


@pytest.fixture(scope="module", params=SHEETS)
def readings(request: pytest.FixtureRequest, corpus: Path) -> tuple[Document, Document]:
    """The scan of a sheet and its digital print."""
    docs = corpus / "docs"
    return read_pdf(docs / f"{request.param}-scan.pdf"), read_pdf(docs / f"{request.param}-word.pdf")


def test_a_scan_says_that_it_is_one(readings: tuple[Document, Document]) -> None:
    scan, print_ = readings
    assert scan.scanned
    assert not print_.scanned
    assert len(scan.tables) == 1


def test_every_figure_is_read_and_in_its_column(readings: tuple[Document, Document]) -> None:
    scan, print_ = ([_column_figures(document, column) for column in range(6)] for document in readings)
    assert scan == print_


def test_every_character_has_its_place(readings: tuple[Document, Document]) -> None:
    for cell in readings[0].tables[0].cells:
        for char, place in zip(cell.text.chars, cell.text.places, strict=True):
            if not char.isspace():
                assert isinstance(place, PagePlace)
                x0, top, x1, bottom = place.box
                assert 0 <= x0 < x1 <= 1
                assert 0 <= top < bottom <= 1


def test_figures_are_shown_where_they_were_marked_by_hand(
    readings: tuple[Document, Document], request: pytest.FixtureRequest
) -> None:
    file = f"{request.node.callspec.params['readings']}-scan.pdf"
    found = {mark.printed: overlap_of(readings[0], mark) for mark in hand_marked() if mark.file == file}
    assert len(found) >= 5
    assert {figure: share for figure, share in found.items() if share < 0.7} == {}


def _column_figures(document: Document, column: int) -> list[str]:
    table = document.tables[0]
    cells = sorted((cell.row, cell.text.compact()) for cell in table.cells if cell.column == column)
    return FIGURES.findall("".join(text for _, text in cells))
