"""Cells whose print runs downwards in more than one column: read from the right column to the left one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.grid.page import Glyph

_APART: Final = 1.15
"""Em from one character to the next beside it, at least: those of a printed line stand closer."""

_BELOW: Final = 1.12
"""Em from one character to the next below it, at most: printed lines stand farther apart."""

_ONE_COLUMN: Final = 0.5


def columns_down(rows: Sequence[Sequence[Glyph]]) -> list[Glyph] | None:
    """The characters of a cell in the order in which print that runs downwards is read; None where it runs from left to
    right. `rows` are the characters side by side, as they would be the lines of such print.

    Told by what stands closer, characters below or beside one another; white space between two beside one another says
    that they are a line. Columns are full but for the last.
    """
    beside = [(a, b) for row in rows for a, b in pairwise(row)]
    if len(rows) < 2 or not beside or not all(_apart(a, b) for a, b in beside):
        return None
    columns: list[list[Glyph]] = []
    for glyph in sorted((glyph for row in rows for glyph in row), key=lambda glyph: -glyph.x_mid):
        if columns and columns[-1][0].x_mid - glyph.x_mid < _ONE_COLUMN * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    columns = [sorted(column, key=lambda glyph: glyph.top) for column in columns]
    steps = [(b.y_mid - a.y_mid) / max(a.size, b.size) for column in columns for a, b in pairwise(column)]
    lengths = [len(column) for column in columns]
    if not steps or max(steps) > _BELOW or max(lengths[1:]) > lengths[0] or min(lengths[:-1]) < max(lengths) - 1:
        return None
    return [glyph for column in columns for glyph in column]


def _apart(left: Glyph, right: Glyph) -> bool:
    wide = right.x_mid - left.x_mid >= _APART * max(left.size, right.size)
    return wide and not (left.char.isspace() or right.char.isspace())
