"""One sheet submitted as DOCX, HTML, XLSX and XLS gives the same table and the same text around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Document
from extractors.readers.every_kind import read_document
from extractors.text import CellPlace, SheetPlace, spans

SHAPES = {"2018-06-monthly-progress": (13, 6), "2021-06-halfyear-targets": (7, 7)}
"""Rows with the head, and columns."""


@pytest.mark.parametrize("sheet", SHAPES)
def test_the_same_cells_in_every_kind(corpus: Path, sheet: str) -> None:
    readings = {kind: read_document(corpus / "docs" / f"{sheet}.{kind}") for kind in ("docx", "html", "xlsx", "xls")}
    grids = {kind: _cells(document) for kind, document in readings.items()}
    for kind, grid in grids.items():
        assert (len(grid), len(grid[0])) == SHAPES[sheet], kind
        assert grid == grids["docx"], kind
    around = {
        kind: [(paragraph.text.compact(), paragraph.heading) for paragraph in document.paragraphs]
        for kind, document in readings.items()
    }
    assert all(paragraphs == around["docx"] for paragraphs in around.values())
    assert around["docx"][0][1]


@pytest.mark.parametrize("sheet", SHAPES)
@pytest.mark.parametrize("kind", ["docx", "html", "xlsx", "xls"])
def test_every_printed_character_has_its_place(corpus: Path, sheet: str, kind: str) -> None:
    document = read_document(corpus / "docs" / f"{sheet}.{kind}")
    (table,) = document.tables
    for cell in table.cells:
        expected = SheetPlace if kind.startswith("xls") else CellPlace
        printed = [place for char, place in zip(cell.text.chars, cell.text.places, strict=True) if not char.isspace()]
        assert all(isinstance(place, expected) for place in printed)
        for span in spans(cell.text):
            assert cell.text.chars[span["start"] : span["end"]] == span["text"]


def _cells(document: Document) -> list[list[str]]:
    """The compact text of every position, merged cells repeated: a kind may merge what another repeats."""
    (table,) = document.tables
    return [[text.compact() for text in row] for row in table.filled_grid()]
