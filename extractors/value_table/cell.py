"""A cell of values in its column and its row."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.value_table.rows import Axis
from extractors.value_table.value_column import ValueColumn
from extractors.value_table.value_row import ValueRow


@dataclass(frozen=True, slots=True)
class ValueCell:
    """The cell at `column` and `row`; `columns` are all columns of its group, `axis` what the group's rows are."""

    column: ValueColumn
    row: ValueRow
    axis: Axis
    columns: tuple[ValueColumn, ...]
