"""Rows of values that the end of a page cut, made whole."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Cell, Table
from extractors.text import join


def made_whole(table: Table) -> Table:
    """The table with the texts of torn rows in the rows that they go on with; rows keep their numbers."""
    if not table.torn:
        return table
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for row in sorted(table.torn):
        whole = next(at for at in range(row - 1, -1, -1) if at not in table.torn)
        for cell in [each for each in cells.values() if each.row == row and each.text.strip()]:
            above = _covering(cells, whole, cell.column)
            if above is None:
                cells[whole, cell.column] = replace(cell, row=whole, row_span=1)
            else:
                text = join((above.text.strip(), cell.text.strip()))
                cells[above.row, above.column] = replace(above, text=text)
            del cells[row, cell.column]
    return replace(table, cells=tuple(sorted(cells.values(), key=lambda cell: (cell.row, cell.column))))


def _covering(cells: dict[tuple[int, int], Cell], row: int, column: int) -> Cell | None:
    """The cell that begins in `column` and reaches to `row`."""
    near = (cells.get((at, column)) for at in range(row, -1, -1))
    found = next((cell for cell in near if cell is not None), None)
    return found if found is not None and found.row + found.row_span > row else None
