"""Cells out of ruled lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.grid.lattice import Lattice, lattice
from extractors.grid.page import Ruling
from extractors.grid.rulings import frames, merged


def grid(xs: list[float], ys: list[float]) -> tuple[list[Ruling], list[Ruling]]:
    return [Ruling(y, xs[0], xs[-1]) for y in ys], [Ruling(x, ys[0], ys[-1]) for x in xs]


def only(horizontal: list[Ruling], vertical: list[Ruling]) -> Lattice:
    found = [lattice(frame) for frame in frames(horizontal, vertical)]
    assert len(found) == 1
    assert found[0] is not None
    return found[0]


positions = st.lists(st.integers(10, 60), min_size=1, max_size=6).map(
    lambda steps: [float(sum(steps[:at])) for at in range(len(steps) + 1)]
)


@given(positions, positions)
def test_a_full_grid_gives_every_cell_once(xs: list[float], ys: list[float]) -> None:
    if len(xs) * len(ys) <= 4:
        return
    found = only(*grid(xs, ys))
    assert (found.rows, found.columns) == (len(ys) - 1, len(xs) - 1)
    assert all((slot.row_span, slot.column_span) == (1, 1) for slot in found.slots)


@given(positions, positions, st.data())
def test_slots_tile_the_grid_whatever_lines_are_left_out(xs: list[float], ys: list[float], data: st.DataObject) -> None:
    horizontal, vertical = grid(xs, ys)
    pieces = [Ruling(line.at, a, b) for line in vertical for a, b in pairwise(ys)]
    kept = [piece for piece in pieces if data.draw(st.booleans())]
    for frame in frames(horizontal, kept):
        found = lattice(frame)
        if found is None:
            continue
        covered = [
            (row, column)
            for slot in found.slots
            for row in range(slot.row, slot.row + slot.row_span)
            for column in range(slot.column, slot.column + slot.column_span)
        ]
        assert sorted(covered) == [(r, c) for r in range(found.rows) for c in range(found.columns)]


def test_pieces_and_double_lines_become_one() -> None:
    pieces = [Ruling(10, 0, 20), Ruling(10.4, 21, 50), Ruling(12, 0, 50), Ruling(40, 0, 50)]
    assert merged(pieces) == [Ruling(11, 0, 50), Ruling(40, 0, 50)]


@pytest.mark.parametrize("missing", ["top", "bottom", "left", "right"])
def test_an_outer_side_that_is_not_drawn_is_put_in(missing: str) -> None:
    horizontal, vertical = grid([0, 50, 100, 150], [0, 20, 40, 60])
    match missing:
        case "top":
            horizontal = horizontal[1:]
        case "bottom":
            horizontal = horizontal[:-1]
        case "left":
            vertical = vertical[1:]
        case _:
            vertical = vertical[:-1]
    found = only(horizontal, vertical)
    assert (found.rows, found.columns) == (3, 3)


def test_one_row_that_fills_the_page_has_only_columns() -> None:
    found = only([], [Ruling(x, 10, 800) for x in (50, 150, 300)])
    assert (found.rows, found.columns) == (1, 2)


def test_a_frame_around_the_page_and_an_underline_are_no_tables() -> None:
    horizontal, vertical = grid([0, 500], [0, 800])
    found = [lattice(frame) for frame in frames([*horizontal, Ruling(100, 50, 200)], vertical)]
    assert found == [None]
