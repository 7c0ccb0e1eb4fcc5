"""Columns of bare numbers in progress sheets (总投资（万元）): what is left of a sheet as a table of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractors.document import Document, Table
from extractors.sheet.columns import BARE_NUMBER, Column
from extractors.sheet.item import Role
from extractors.sheet.sheets import Sheet, progress_sheets

_SHARE = 0.6
_NEVER: frozenset[Role] = frozenset({"category", "name", "completion", "light", "deadline", "attribute"})


@dataclass(frozen=True, slots=True)
class NumberColumns:
    """`document` with nothing but the columns of numbers, the names and the heads in its sheets.

    `roles` tells for a sheet's table and column what the column is in the sheet.
    """

    document: Document
    roles: Mapping[tuple[int, int], Role]

    @property
    def tables(self) -> frozenset[int]:
        """The indices of the sheets' tables that have such columns."""
        return frozenset(index for index, _ in self.roles)


def number_columns(document: Document) -> NumberColumns:
    """The columns of numbers of all progress sheets of `document`."""
    roles: dict[tuple[int, int], Role] = {}
    left: dict[int, Table] = {}
    for sheet in progress_sheets(document):
        columns = [number for number in range(len(sheet.columns)) if _holds_numbers(sheet, number)]
        if not columns:
            continue
        names = next(number for number, column in enumerate(sheet.columns) if column.role == "name")
        kept = {names, *columns}
        for table in sheet.tables:
            cells = tuple(cell for cell in table.cells if cell.column in kept)
            left[table.index] = replace(table, cells=cells)
            roles.update({(table.index, number): sheet.columns[number].role for number in columns})
    blocks = tuple(left.get(block.index, block) if isinstance(block, Table) else block for block in document.blocks)
    return NumberColumns(replace(document, blocks=blocks), roles)


def _holds_numbers(sheet: Sheet, number: int) -> bool:
    column: Column = sheet.columns[number]
    if column.role in _NEVER or not column.head or (column.role == "other" and column.holds in ("word", "date")):
        return False
    texts = [
        text
        for position, table in enumerate(sheet.tables)
        for row in table.grid()[sheet.body if position == 0 else 0 :]
        if (text := row[number].compact())
    ]
    return bool(texts) and sum(bool(BARE_NUMBER.fullmatch(text)) for text in texts) >= _SHARE * len(texts)
