"""What a table's cells come to: a table, its nested tables after it, or plain text where it only lays out the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.errors import Unreadable
from extractors.readers.captions import captions_apart
from extractors.readers.draft import Draft, DraftCell, DraftParagraph, DraftTable
from extractors.readers.limits import MAX_GRID_POSITIONS


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with all that stands in it (paragraphs, nested tables), at its position (from 0) of the grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: tuple[Draft, ...]


def table_drafts(rows: int, columns: int, cells: Iterable[GridCell]) -> list[Draft]:
    """The drafts that a table of `rows` by `columns` comes to, in reading order.

    A table whose cells all begin in one column tells nothing by its grid: its content is running text. Otherwise the
    paragraphs of a cell are its text, one a line, and tables inside it follow the outer one. Raises Unreadable for
    a grid beyond all bounds.
    """
    if rows * columns > MAX_GRID_POSITIONS:
        raise Unreadable("too_large", f"表格有 {rows} 行 {columns} 列")
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    if len({cell.column for cell in ordered}) <= 1:
        return [draft for cell in ordered for draft in cell.content]
    drafts = tuple(
        DraftCell(cell_text(cell.content), cell.row, cell.column, cell.row_span, cell.column_span) for cell in ordered
    )
    nested = [draft for cell in ordered for draft in cell.content if not _is_cell_text(draft)]
    if not any(cell.chars for cell in drafts):
        return nested
    return [*captions_apart(DraftTable(rows, columns, drafts)), *nested]


def cell_text(content: Iterable[Draft]) -> str:
    """The text of a cell: its paragraphs one a line, without what nested tables hold."""
    return "\n".join(draft.chars for draft in content if isinstance(draft, DraftParagraph) and not draft.note)


def _is_cell_text(draft: Draft) -> bool:
    return isinstance(draft, DraftParagraph) and not draft.note
