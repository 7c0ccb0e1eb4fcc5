"""What a reader of a file without pages has found, before tables are numbered and characters get their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractors.document import Block, Cell, Paragraph, Table
from extractors.errors import Unreadable
from extractors.readers.limits import MAX_TEXT_CHARS
from extractors.text import CellPlace, ParagraphPlace, Place, SheetPlace, Text


@dataclass(frozen=True, slots=True)
class SheetCell:
    """The cell of a spreadsheet that something was read from: `name` like 'C7'."""

    sheet: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph to be. `origin` is the spreadsheet cell that it stands in; `printed` is false for what the file
    names but does not print in a place (the title on a sheet's tab)."""

    chars: str
    heading: bool = False
    note: bool = False
    origin: SheetCell | None = None
    printed: bool = True


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell to be, at its position (from 0) of the table's grid."""

    chars: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    origin: SheetCell | None = None


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table to be."""

    rows: int
    columns: int
    cells: tuple[DraftCell, ...]


Draft = DraftParagraph | DraftTable


def placed(drafts: Iterable[Draft]) -> tuple[Block, ...]:
    """The blocks of a Document: tables and paragraphs counted in order, each character with its place.

    Raises Unreadable where there is more text than memory is meant for.
    """
    drafts = tuple(drafts)
    chars = sum(_length(draft) for draft in drafts)
    if chars > MAX_TEXT_CHARS:
        raise Unreadable("too_large", f"约有 {chars // 10_000} 万字")
    blocks: list[Block] = []
    tables = paragraphs = 0
    for draft in drafts:
        if isinstance(draft, DraftTable):
            blocks.append(_table(draft, tables))
            tables += 1
        else:
            blocks.append(_paragraph(draft, paragraphs))
            paragraphs += 1
    return tuple(blocks)


def _length(draft: Draft) -> int:
    if isinstance(draft, DraftParagraph):
        return len(draft.chars)
    return sum(len(cell.chars) for cell in draft.cells)


def _paragraph(draft: DraftParagraph, number: int) -> Paragraph:
    origin = draft.origin
    if not draft.printed:
        text = Text(draft.chars, (None,) * len(draft.chars))
    elif origin is not None:
        text = _text(draft.chars, lambda offset: SheetPlace(origin.sheet, origin.name, offset))
    else:
        text = _text(draft.chars, lambda offset: ParagraphPlace(number, offset))
    return Paragraph(text, draft.heading, draft.note)


def _table(draft: DraftTable, number: int) -> Table:
    cells = tuple(
        Cell(_cell_text(cell, number), cell.row, cell.column, cell.row_span, cell.column_span) for cell in draft.cells
    )
    return Table(number, draft.rows, draft.columns, cells)


def _cell_text(cell: DraftCell, table: int) -> Text:
    origin = cell.origin
    if origin is not None:
        return _text(cell.chars, lambda offset: SheetPlace(origin.sheet, origin.name, offset))
    return _text(cell.chars, lambda offset: CellPlace(table, cell.row, cell.column, offset))


def _text(chars: str, place_of: Callable[[int], Place]) -> Text:
    """Line breaks have no place of their own: in a file without pages they are structure, not print."""
    return Text(chars, tuple(None if char == "\n" else place_of(offset) for offset, char in enumerate(chars)))
