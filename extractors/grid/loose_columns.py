"""The columns of a table without vertical lines: what white corridors part, and whether it is a table at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.grid.loose_rows import Row, is_value

HEAD_ROWS: Final = 2
_CORRIDOR: Final = 0.4
"""Width in em that must stay white down the whole table for two columns."""

_NEAR: Final = 0.2
"""Em by which a head may end before the figure at the edge of its cell begins."""

_MOSTLY: Final = 0.7

_MOST_HEAD_LINES: Final = 5


def columns_of(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The stretches of x that the print of the body fills; heads may reach over several columns and are not asked."""
    pieces = sorted((piece.x0, piece.x1) for row in rows for piece in row.pieces)
    corridor = _CORRIDOR * max(row.size for row in rows)
    columns: list[tuple[float, float]] = []
    for x0, x1 in pieces:
        if columns and x0 - columns[-1][1] < corridor:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def under_one_head(columns: list[tuple[float, float]], rows: Sequence[Row], head: int) -> list[tuple[float, float]]:
    """The columns, two made one where no line fills both and one head stands over both: numbers at the right, 一 at
    the left.
    """
    merged = columns[:1]
    for x0, x1 in columns[1:]:
        left, right = merged[-1]
        over = any(
            piece.x0 < right + _NEAR * piece.size and piece.x1 > x0 - _NEAR * piece.size
            for row in rows[:head]
            for piece in row.pieces
        )
        apart = not any(
            any(piece.x0 < right and piece.x1 > left for piece in row.pieces)
            and any(piece.x0 < x1 and piece.x1 > x0 for piece in row.pieces)
            for row in rows[head:]
        )
        if over and apart:
            merged[-1] = left, x1
        else:
            merged.append((x0, x1))
    return merged


def is_tabular(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether most lines fill two columns and a column past the first holds values, so that it is no mere layout."""
    if sum(len(row.pieces) > 1 for row in rows) < _MOSTLY * len(rows):
        return False
    later = [piece for row in rows[1:] for piece in row.pieces if piece.x0 > columns[0][1]]
    values = [piece for piece in later if is_value(piece)]
    return len(values) >= 2 and len(values) >= 0.5 * len(later)


def head_lines(rows: Sequence[Row]) -> int:
    """How many lines stand over the first that holds values."""
    for at, row in enumerate(rows[: _MOST_HEAD_LINES + 1]):
        values = sum(is_value(piece) for piece in row.pieces[1:])
        if values and values * 2 >= len(row.pieces) - 1:
            return at
    if all(len(row.pieces) <= len(rows[0].pieces) for row in rows[1:]):
        return 1
    return HEAD_ROWS if len(rows) > HEAD_ROWS + 1 else 0
