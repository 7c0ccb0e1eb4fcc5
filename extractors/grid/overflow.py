"""Print that runs on over a wall into an empty cell, taken back to the cell where it belongs.

A spreadsheet prints a figure that is too wide for its cell across the neighbour: by position alone, 12345 over a wall
becomes 12 and 345. Only a character that the wall cuts, or digits that touch across it, tell; print on both sides of a
wall alone does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.grid.lattice import Lattice
from extractors.grid.lines import is_latin
from extractors.grid.page import Glyph

_CUT: Final = 0.2
"""Part of a character's width that must lie on each side of the wall for it to be cut."""

_CLOSE: Final = 0.03
"""Gap in em across a wall that only print of one run leaves."""

_TOUCHING: Final = 0.15
"""Gap in em within one run of print."""


def with_overflow(grid: Lattice, inside: dict[int, list[Glyph]]) -> dict[int, list[Glyph]]:
    """`inside` (characters by slot) with every run that a wall cuts put whole into the one cell that it can be of."""
    index = grid.slot_index()
    moved = {slot: list(glyphs) for slot, glyphs in inside.items()}
    for left, slot in enumerate(grid.slots):
        edge = slot.column + slot.column_span
        if edge >= grid.columns:
            continue
        wall = grid.xs[edge]
        for row in range(slot.row, slot.row + slot.row_span):
            right = index[row, edge]
            here, there = moved.get(left, []), moved.get(right, [])
            cut = _cut(here, there, wall)
            if cut is None:
                continue
            run = _run(cut, [*here, *there])
            if there and all(glyph in run for glyph in there):
                moved[left], moved[right] = here + there, []
            elif here and all(glyph in run for glyph in here):
                moved[left], moved[right] = [], here + there
    return moved


def _cut(here: Sequence[Glyph], there: Sequence[Glyph], wall: float) -> Glyph | None:
    """A character that the wall cuts, or one that touches its neighbour across the wall."""
    for glyph in (*here, *there):
        margin = _CUT * (glyph.x1 - glyph.x0)
        if glyph.x0 + margin < wall < glyph.x1 - margin and not glyph.char.isspace():
            return glyph
    last = max(here, key=lambda glyph: glyph.x1, default=None)
    if last is None or not is_latin(last.char):
        return None
    for glyph in there:
        same_line = abs(glyph.y_mid - last.y_mid) < 0.1 * last.size
        if same_line and is_latin(glyph.char) and abs(glyph.x0 - last.x1) < _CLOSE * last.size:
            return last
    return None


def _run(cut: Glyph, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters that touch one another in the printed line of `cut`."""
    line = sorted((glyph for glyph in glyphs if abs(glyph.y_mid - cut.y_mid) < 0.5 * cut.size), key=lambda g: g.x0)
    start = end = line.index(cut)
    while start > 0 and line[start].x0 - line[start - 1].x1 < _TOUCHING * cut.size:
        start -= 1
    while end < len(line) - 1 and line[end + 1].x0 - line[end].x1 < _TOUCHING * cut.size:
        end += 1
    return line[start : end + 1]
