"""Makes tables and documents of plain strings for tests; every character has a place of its own."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell, Document, Paragraph, Table
from extractors.text import CellPlace, Text

Span = tuple[int, int]


def table_of(
    rows: Sequence[Sequence[str | None]],
    *,
    index: int = 0,
    page_starts: Sequence[int] = (),
    spans: dict[Span, Span] | None = None,
) -> Table:
    """A table of `rows`; None is covered by a merged cell, `spans` maps (row, column) to (row span, column span)."""
    cells = []
    for row, texts in enumerate(rows):
        for column, chars in enumerate(texts):
            if chars:
                places = tuple(CellPlace(index, row, column, offset) for offset in range(len(chars)))
                row_span, column_span = (spans or {}).get((row, column), (1, 1))
                cells.append(Cell(Text(chars, places), row, column, row_span, column_span))
    return Table(index, len(rows), len(rows[0]), tuple(cells), frozenset(page_starts))


def document_of(*blocks: Table | str) -> Document:
    """A document of tables and paragraphs."""
    return Document(
        "text/plain",
        tuple(Paragraph(Text(block, (None,) * len(block))) if isinstance(block, str) else block for block in blocks),
    )
