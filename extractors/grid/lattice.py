"""The cells of a frame of ruled lines, merged ones with their spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.grid.page import Ruling
from extractors.grid.rulings import SNAP, Frame

_WALL: Final = 0.5
"""Part of a unit cell's side that must be drawn for the side to part it from its neighbour."""

_MOST_UNITS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's rectangle in unit rows and columns (from 0)."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """`xs` and `ys` are the column and row edges in points, ascending; `slots` tile the grid without overlap."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Unit row and column that hold the point, None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y) - 1, self.rows - 1)
        column = min(bisect_right(self.xs, x) - 1, self.columns - 1)
        return row, column

    def slot_index(self) -> dict[tuple[int, int], int]:
        """For every unit cell the index of the slot that covers it."""
        return {unit: index for index, slot in enumerate(self.slots) for unit in _units(slot)}


def lattice(frame: Frame) -> Lattice | None:
    """The cells that the lines of `frame` enclose; None when they enclose fewer than two."""
    xs = _positions(frame.vertical)
    ys = _positions(frame.horizontal)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > _MOST_UNITS:
        return None
    walls_down = [_drawn(frame.vertical, x, ys) for x in xs]
    walls_across = [_drawn(frame.horizontal, y, xs) for y in ys]
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            slot = _grow(row, column, walls_down, walls_across, taken)
            taken.update(_units(slot))
            slots.append(slot)
    if len(slots) < 2:
        return None
    return Lattice(tuple(xs), tuple(ys), tuple(slots))


def _units(slot: Slot) -> Iterator[tuple[int, int]]:
    for row in range(slot.row, slot.row + slot.row_span):
        for column in range(slot.column, slot.column + slot.column_span):
            yield row, column


def _positions(lines: Sequence[Ruling]) -> list[float]:
    positions: list[float] = []
    for at in sorted(line.at for line in lines):
        if not positions or at - positions[-1] > SNAP:
            positions.append(at)
    return positions


def _drawn(lines: Sequence[Ruling], at: float, stops: Sequence[float]) -> list[bool]:
    """For each stretch between neighbouring `stops`, whether the line at `at` is drawn along most of it."""
    on_it = [line for line in lines if abs(line.at - at) <= SNAP]
    drawn = []
    for start, end in pairwise(stops):
        covered = sum(max(0.0, min(end, line.end) - max(start, line.start)) for line in on_it)
        drawn.append(covered > _WALL * (end - start))
    return drawn


def _grow(
    row: int,
    column: int,
    walls_down: list[list[bool]],
    walls_across: list[list[bool]],
    taken: set[tuple[int, int]],
) -> Slot:
    """The largest rectangle from this corner that no drawn wall cuts; irregular rests stay cells of their own."""
    rows, columns = len(walls_across) - 1, len(walls_down) - 1
    right = column + 1
    while right < columns and not walls_down[right][row] and (row, right) not in taken:
        right += 1
    bottom = row + 1
    while bottom < rows and _continues_below(bottom, column, right, walls_down, walls_across, taken):
        bottom += 1
    return Slot(row, column, bottom - row, right - column)


def _continues_below(
    bottom: int,
    column: int,
    right: int,
    walls_down: list[list[bool]],
    walls_across: list[list[bool]],
    taken: set[tuple[int, int]],
) -> bool:
    if any(walls_across[bottom][unit] or (bottom, unit) in taken for unit in range(column, right)):
        return False
    return not any(walls_down[unit][bottom] for unit in range(column + 1, right))
