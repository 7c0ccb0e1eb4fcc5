"""The cells of a table, and what a row of them can be: a caption, years, numbers of columns, figures."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors.document import Table
from extractors.text import Text
from extractors.value_table.figure import Figure
from extractors.value_table.measure_unit import unit_named, units_stated

YEAR = regex.compile(r"(?:19|20)\d{2}")
_SMALL = regex.compile(r"[(（]?(?:\d{1,2}|[①-⑳]|[A-Za-z甲乙丙丁])(?:[=＝].{1,20})?[)）]?|栏次|行次")


@dataclass(frozen=True, slots=True)
class TableCells:
    """A table's cells with the questions that its rows are asked."""

    table: Table
    words: tuple[tuple[str, ...], ...]
    texts: dict[tuple[int, int], Text]
    figures: dict[tuple[int, int], Figure]

    def filled(self, row: int) -> list[int]:
        """The columns in which a filled cell of `row` begins."""
        return [column for column in range(self.table.columns) if (row, column) in self.texts]

    def has_figures(self, row: int) -> bool:
        """Whether figures stand in the row, other than a number at its left or years as heads."""
        found = [column for column in self.filled(row) if (row, column) in self.figures]
        if self.is_years(row) or self.is_column_numbers(row):
            return False
        return bool([column for column in found if column > 0])

    def is_years(self, row: int) -> bool:
        """Whether all numbers of the row are years: a head."""
        found = [self.words[row][column] for column in self.filled(row) if (row, column) in self.figures]
        return bool(found) and all(YEAR.fullmatch(word) for word in found)

    def is_column_numbers(self, row: int) -> bool:
        """Whether the row numbers the columns: 栏次 1 2 3=2/1."""
        found = [self.words[row][column] for column in self.filled(row)]
        if len(found) < 2 or not all(_SMALL.fullmatch(word) for word in found[1:]):
            return False
        matches = [regex.search(r"\d+", word) for word in found]
        numbers = [int(match[0]) for match in matches if match]
        first_is_label = bool(_SMALL.fullmatch(found[0])) or not any(char.isalpha() for char in found[0])
        return first_is_label and len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def first_after_captions(self) -> int:
        """The first row that is no title, unit or date line over the heads."""
        row = 0
        while row < self.table.rows and not self.has_figures(row) and self._is_caption(row):
            row += 1
        return row if row < self.table.rows else 0

    def _is_caption(self, row: int) -> bool:
        distinct = {word for word in self.words[row] if word}
        if not distinct:
            return True
        if any(cell.row == row and cell.row_span > 1 for cell in self.table.cells if cell.text.compact()):
            return False
        if all(units_stated(word) or unit_named(word.strip("()（）")) for word in distinct):
            return True
        filled = self.filled(row)
        spans_all = len(distinct) == 1 and all(word for word in self.words[row])
        return len(distinct) == 1 and len(filled) == 1 and (spans_all or filled[0] == 0) and self.table.columns > 2
