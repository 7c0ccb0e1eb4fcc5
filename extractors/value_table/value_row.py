"""A row of a value table, and what its cells say of it: its name, its own unit, whether it holds figures."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from extractors.fact import Period
from extractors.value_table.column_groups import Group
from extractors.value_table.head_words import HeadWords
from extractors.value_table.layout import Shape
from extractors.value_table.measure_unit import MeasureUnit, unit_named
from rules.table_heads import table_heads


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of the body. `metric` is what its name measures ('' where it does not), `scope` whose figures they are.

    `item` is the name as printed, white space removed. `unit` is the row's own unit of measure.
    """

    number: int
    item: str
    words: HeadWords
    metric: str = ""
    parent: str | None = None
    scope: str | None = None
    period: Period | None = None
    unit: MeasureUnit | None = None
    leans: bool = False
    """Whether the period is that of the whole that the row is a part of."""


def name_of(shape: Shape, group: Group, row: int) -> str:
    """The name of a row: in the column of names, or, for a total, in whichever column beside them it is written."""
    words = shape.words[row]
    if words[group.name]:
        return words[group.name]
    totals = table_heads().words.totals
    return next((word for at, word in enumerate(words) if at < min(group.values) and word in totals), "")


def has_figures(shape: Shape, group: Group, row: int) -> bool:
    """Whether anything stands in the columns of values of the row."""
    return any((row, column) in shape.texts for column in group.values)


def row_unit(shape: Shape, group: Group, row: int) -> MeasureUnit | None:
    """The unit of measure that a column of units states for the row."""
    return unit_named(shape.words[row][group.unit]) if group.unit is not None else None


def units_by_row(shape: Shape, columns: Set[int]) -> dict[int, MeasureUnit]:
    """By row the unit of level that some of its figures in `columns` are printed with, where it is but one."""
    found: dict[int, set[MeasureUnit]] = {}
    for (row, column), figure in shape.figures.items():
        if column in columns and figure.unit is not None and figure.unit.dimension in ("money", "count"):
            found.setdefault(row, set()).add(figure.unit)
    return {row: next(iter(printed)) for row, printed in found.items() if len(printed) == 1}


def plain_name(row: ValueRow) -> str:
    """The row's name without numbering and unit of measure."""
    return row.words.phrase or row.item
