"""Columns of bare numbers in progress sheets (总投资（万元）): what is left of a sheet as a table of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Cell, Document, Table
from extractors.sheet.columns import BARE_NUMBER, Column
from extractors.sheet.item import Role
from extractors.sheet.sheets import Sheet, progress_sheets
from extractors.value_table.figure import figure_in
from extractors.value_table.measure_unit import MeasureUnit, unit_named
from rules.table_heads import table_heads

_SHARE = 0.6
_TOLD: frozenset[Role] = frozenset({"target", "current", "cumulative"})
_APART = 1000
"""Times that figures of one row and unit may lie apart; 万元 and 亿元 lie farther."""

_NEVER: frozenset[Role] = frozenset({"category", "name", "completion", "light", "deadline", "attribute"})


@dataclass(frozen=True, slots=True)
class NumberColumns:
    """`document` with nothing but the columns of numbers, the names and the heads in its sheets; figures there that
    are printed with a unit are left to the reading of text.

    `roles` tells for a sheet's table and column what the column is in the sheet, `units` for table and row the unit of
    what is aimed at and done, where the row prints but one and its bare numbers are of that size.
    """

    document: Document
    roles: Mapping[tuple[int, int], Role]
    units: Mapping[int, Mapping[int, MeasureUnit]]

    @property
    def tables(self) -> frozenset[int]:
        """The indices of the sheets' tables that have such columns."""
        return frozenset(index for index, _ in self.roles)


def number_columns(document: Document) -> NumberColumns:
    """The columns of numbers of all progress sheets of `document`."""
    roles: dict[tuple[int, int], Role] = {}
    left: dict[int, Table] = {}
    units: dict[int, dict[int, MeasureUnit]] = {}
    for sheet in progress_sheets(document):
        columns = [number for number in range(len(sheet.columns)) if _holds_numbers(sheet, number)]
        if not columns:
            continue
        names = next(number for number, column in enumerate(sheet.columns) if column.role == "name")
        kept = {names, *columns, *_columns_of_units(sheet)}
        for table in sheet.tables:
            cells = tuple(cell for cell in table.cells if cell.column in kept and not _speaks_for_itself(cell, columns))
            units[table.index] = _units(sheet, table, columns)
            left[table.index] = replace(table, cells=cells)
            roles.update({(table.index, number): sheet.columns[number].role for number in columns})
    blocks = tuple(left.get(block.index, block) if isinstance(block, Table) else block for block in document.blocks)
    return NumberColumns(replace(document, blocks=blocks), roles, units)


def _columns_of_units(sheet: Sheet) -> list[int]:
    """The columns that name the unit of measure of each row (计量单位: 亿元, %, 人)."""
    found: list[int] = []
    for number, column in enumerate(sheet.columns):
        texts = [text for row in sheet.tables[0].grid()[sheet.body :] if (text := row[number].compact())]
        if texts and table_heads().heads_measure_units(column.head) and all(unit_named(text) for text in texts):
            found.append(number)
    return found


def _speaks_for_itself(cell: Cell, columns: Sequence[int]) -> bool:
    """Whether a cell of numbers is printed with a unit of its own."""
    figure = figure_in(cell.text) if cell.column in columns else None
    return figure is not None and figure.unit is not None


def _units(sheet: Sheet, table: Table, columns: Sequence[int]) -> dict[int, MeasureUnit]:
    """By row the only unit that figures aimed at and done are printed with, where bare numbers are of their size."""
    told = [number for number, column in enumerate(sheet.columns) if column.role in _TOLD]
    found: dict[int, MeasureUnit] = {}
    for row, texts in enumerate(table.grid()):
        figures = [figure for number in {*told, *columns} if (figure := figure_in(texts[number])) is not None]
        stated = {each.unit for each in figures if each.unit is not None}
        unit = next(iter(stated)) if len(stated) == 1 else None
        if unit is None or unit.dimension not in ("money", "count"):
            continue
        most = max(abs(each.value) for each in figures if each.unit is not None)
        if all(most <= _APART * abs(each.value) and abs(each.value) <= _APART * most for each in figures):
            found[row] = unit
    return found


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
