"""Which figures that are missing from what was read count as flagged: the scale that scans are measured by."""

from __future__ import annotations

import pytest
from printing.page_picture import Cell as PrintedCell
from printing.page_picture import Table as PrintedTable
from printing.read_figures import compared

from extractors.document import Cell, Document, Table
from extractors.text import PagePlace, Text

PRINTED = PrintedTable(
    (80.0, 80.0), tuple(PrintedCell(row, column, f"{row}{column}5") for row in (0, 1) for column in (0, 1))
)


def text(chars: str, *, doubtful: bool = False) -> Text:
    place = PagePlace(1, (0.1, 0.1, 0.2, 0.2))
    return Text(chars, (place,) * len(chars), frozenset(range(len(chars)) if doubtful else ()))


def missing(*cells: Cell) -> list[str]:
    document = Document("image/jpeg", (Table(0, 2, 2, cells),))
    return [figure.outcome for figure in compared([PRINTED], document) if figure.outcome.startswith("missing")]


@pytest.mark.parametrize("doubtful", [True, False])
def test_a_figure_in_a_merged_cell_is_flagged_as_that_cell_is(*, doubtful: bool) -> None:
    cells = (Cell(text("005"), 0, 0), Cell(text("015"), 0, 1), Cell(text("105 115", doubtful=doubtful), 1, 0, 1, 2))
    assert missing(*cells) == ["missing flagged" if doubtful else "missing"]


@pytest.mark.parametrize("doubtful", [True, False])
def test_a_figure_of_a_table_that_is_doubtful_as_a_whole_is_flagged(*, doubtful: bool) -> None:
    cells = (Cell(text("005", doubtful=True), 0, 0), Cell(text("015", doubtful=doubtful), 0, 1))
    assert missing(*cells) == ["missing flagged" if doubtful else "missing"] * 2


def test_the_figures_of_a_table_without_text_are_not_flagged() -> None:
    assert missing(Cell(text(""), 0, 0)) == ["missing"] * 4
