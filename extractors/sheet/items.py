"""From progress sheets to items: rows with cells by role, torn rows rejoined, categories handed down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.document import Document, Table
from extractors.sheet.columns import Column
from extractors.sheet.item import Aside, Item, Role
from extractors.sheet.sheets import Sheet, progress_sheets, sheet_tables
from extractors.sheet.torn_rows import Row, rejoined
from extractors.text import EMPTY, Text

__all__ = ["read_items", "sheet_tables"]

_NOTE = regex.compile(r"(?:备?注|说明|填表说明|填报人|填表人|审核人|制表人|联系人|分管领导)\s*\d?\s*[:：]?")


def read_items(document: Document) -> tuple[Item, ...]:
    """The items of all progress sheets of `document`, in order; `position` counts from 1 through the document."""
    items: list[Item] = []
    for sheet in progress_sheets(document):
        items.extend(_items(sheet, len(items)))
    return tuple(items)


def _items(sheet: Sheet, before: int) -> Iterator[Item]:
    rows = rejoined(list(_rows(sheet)), sheet.columns)
    category = name = EMPTY
    position = before
    for row in rows:
        section = _section(row, sheet.columns)
        if section is not None:
            if not _NOTE.match(section.compact()):
                category = section
            continue
        category = _cell(row, sheet.columns, "category") or category
        name = _cell(row, sheet.columns, "name") or name
        if _has_content(row, sheet.columns):
            position += 1
            yield _item(position, row, sheet.columns, name, category)


def _rows(sheet: Sheet) -> Iterator[Row]:
    """The rows of the body without repeated heads and blank rows; merged labels stand in each of their rows."""
    heads = [column.head for column in sheet.columns]
    for number, table in enumerate(sheet.tables):
        page_start = number > 0
        for row, cells in enumerate(_body_cells(table, sheet.columns)):
            page_start = page_start or row in table.page_starts
            if (number == 0 and row < sheet.body) or _repeats_heads(cells, heads):
                continue
            found = Row(cells, page_start)
            if not found.blank:
                yield found
                page_start = False


def _body_cells(table: Table, columns: Sequence[Column]) -> list[tuple[Text, ...]]:
    """The printed cells by row; a name or category merged over several rows of a page stands in each of them."""
    printed = [list(row) for row in table.grid()]
    labels = {number for number, column in enumerate(columns) if column.role in ("name", "category")}
    for cell in table.cells:
        if cell.column in labels and cell.column_span == 1:
            for row in range(cell.row + 1, min(table.rows, cell.row + cell.row_span)):
                if row in table.page_starts:
                    break
                printed[row][cell.column] = cell.text
    return [tuple(row) for row in printed]


def _repeats_heads(cells: Sequence[Text], heads: Sequence[str]) -> bool:
    texts = [cell.compact() for cell in cells]
    filled = [(text, head) for text, head in zip(texts, heads, strict=True) if text]
    return bool(filled) and all(text in head for text, head in filled) and len(filled) * 2 > len(heads)


def _section(row: Row, columns: Sequence[Column]) -> Text | None:
    """The text of a row that holds nothing but one label at its left: a category over the rows below, or a note."""
    filled = [number for number, cell in enumerate(row.cells) if cell.compact()]
    if row.torn or len(filled) != 1 or row.page_start:
        return None
    number = filled[0]
    first_label = min(index for index, column in enumerate(columns) if column.role in ("name", "category", "other"))
    return row.cells[number] if number <= first_label else None


def _has_content(row: Row, columns: Sequence[Column]) -> bool:
    return any(
        cell.compact()
        for cell, column in zip(row.cells, columns, strict=True)
        if column.role not in ("category", "other")
    )


def _cell(row: Row, columns: Sequence[Column], role: Role) -> Text:
    return next((cell.strip() for cell, column in zip(row.cells, columns, strict=True) if column.role == role), EMPTY)


def _item(position: int, row: Row, columns: Sequence[Column], name: Text, category: Text) -> Item:
    target = _cell(row, columns, "target")
    return Item(
        position=position,
        name=name,
        category=category,
        target=target,
        attribute=_cell(row, columns, "attribute"),
        deadline=_cell(row, columns, "deadline"),
        current=_cell(row, columns, "current"),
        cumulative=_cell(row, columns, "cumulative"),
        completion=_cell(row, columns, "completion"),
        light=_cell(row, columns, "light"),
        heads={column.role: column.head for column in columns if column.role != "other"},
        asides=tuple(
            Aside(number, column.head, cell.strip(), column.figures == "target", column.holds in ("text", "label"))
            for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
            if column.role == "other" and cell.compact()
        ),
        torn=row.torn,
    )
