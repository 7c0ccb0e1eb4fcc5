"""Which tables of a document are progress sheets, which are tables of values, and which neither."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Document, Table
from extractors.sheet.columns import BARE_NUMBER, Column, columns_of, find_heads, find_heads_by_content
from extractors.text import Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A progress sheet: its columns by role, and its rows from `body` on.

    `tables` are the table and those that go on with it without heads of their own.
    """

    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    body: int


def progress_sheets(document: Document) -> tuple[Sheet, ...]:
    """The progress sheets of `document` in order: tables with a column of names and one of targets or progress."""
    sheets: list[Sheet] = []
    adjacent = False
    for block in document.blocks:
        if not isinstance(block, Table):
            adjacent = adjacent and (block.note or len(block.text) <= 8)
            continue
        sheet = _sheet(block) or (None if adjacent else _sheet_by_content(block))
        if sheet:
            sheets.append(sheet)
            adjacent = True
        elif adjacent and find_heads(block) is None and block.columns == sheets[-1].tables[0].columns:
            before = sheets[-1]
            sheets[-1] = Sheet((*before.tables, block), before.columns, before.body)
        else:
            adjacent = False
    return tuple(sheets)


def sheet_tables(document: Document) -> tuple[Table, ...]:
    """The tables of `document` that are progress sheets or go on with one."""
    return tuple(table for sheet in progress_sheets(document) for table in sheet.tables)


def value_tables(document: Document) -> tuple[Table, ...]:
    """The tables of `document` that are no progress sheets and whose cells are mostly bare numbers."""
    taken = {table.index for table in sheet_tables(document)}
    return tuple(table for table in document.tables if table.index not in taken and _bare(table.grid()) >= 0.5)


def _sheet(table: Table) -> Sheet | None:
    heads = find_heads(table)
    if heads is None:
        return None
    body = table.grid()[heads.body :]
    columns = columns_of(heads, body)
    if columns is None or not body:
        return None
    figures = [number for number, column in enumerate(columns) if column.role in ("target", "current", "cumulative")]
    if not any(row[number].compact() for number in figures for row in body):
        # A completion alone: what stands beside it tells a sheet from a table of values.
        figures = [number for number, column in enumerate(columns) if column.role in ("completion", "other")]
    if _bare([[row[number] for number in figures] for row in body]) >= 0.6:
        return None
    return Sheet((table,), columns, heads.body)


def _sheet_by_content(table: Table) -> Sheet | None:
    heads = find_heads_by_content(table) if find_heads(table) is None else None
    if heads is None:
        return None
    columns = columns_of(heads, table.grid()[heads.body :])
    return Sheet((table,), columns, heads.body) if columns else None


def _bare(rows: list[list[Text]]) -> float:
    """Share of bare numbers among the filled cells, the first column aside when there are several."""
    texts = [text for row in rows for cell in row if (text := cell.compact())]
    if not texts:
        return 0.0
    return sum(BARE_NUMBER.fullmatch(text) is not None for text in texts) / len(texts)
