"""The grid of tables of whose rules a scan has left dots and dashes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractors.readers.scan.engine import Place
from extractors.readers.scan.faint_grid import faint_grid, overlooked
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule

EM = 20.0
PAPER = 245
ROWS = (100, 160, 220, 280, 340)
COLUMNS = (60, 180, 300, 420, 540)

NOTHING = np.zeros((440, 640), dtype=bool)


def written(*cells: tuple[int, int]) -> tuple[Pixels, list[Place]]:
    """Paper with a line of three characters in the middle of each of the cells (row, column), and their places."""
    page = np.full(NOTHING.shape, PAPER, dtype=np.uint8)
    places: list[Place] = []
    for row, column in cells:
        x, y = (COLUMNS[column] + COLUMNS[column + 1]) // 2 - 30, (ROWS[row] + ROWS[row + 1]) // 2 - 9
        places.append(character_line(page, x, y))
    return page, places


def character_line(page: Pixels, x: int, y: int) -> Place:
    for left in range(x, x + 60, 20):
        page[y : y + 18, left : left + 16] = 20
        page[y + 4 : y + 14, left + 4 : left + 12] = PAPER
    return (x - 5.0, y - 5.0, x + 62.0, y + 23.0)


EVERY = tuple((row, column) for row in range(4) for column in range(4))


def ruled(page: Pixels, every: int, *, ink: int = 20, left_out: tuple[int, ...] = ()) -> Pixels:
    """Rules of which each dot in `every` is left; of the rows `left_out` only dots where the others cross them."""
    for y in ROWS:
        if y in left_out:
            page[y - 1 : y + 1, [x + shift for x in COLUMNS for shift in (0, 1)]] = ink
        else:
            page[y, COLUMNS[0] + y // 9 % every : COLUMNS[-1] + 1 : every] = ink
    for x in COLUMNS:
        page[ROWS[0] + x // 9 % every : ROWS[-1] + 1 : every, x] = ink
    return page


def lines(rules: Sequence[Rule]) -> dict[int, list[tuple[int, int]]]:
    """Where each line runs, rounded to ten dots."""
    found: dict[int, list[tuple[int, int]]] = {}
    for rule in rules:
        found.setdefault(round(rule.at, -1), []).append((round(rule.start, -1), round(rule.end, -1)))
    return found  # type: ignore[return-value]


def whole(at: tuple[int, ...], along: tuple[int, ...]) -> dict[int, list[tuple[int, int]]]:
    return {place: [(along[0], along[-1])] for place in at}


@pytest.mark.parametrize(("every", "ink"), [(1, 20), (6, 20), (9, 20), (1, 190)], ids=str)
def test_dots_in_line_are_rules(every: int, ink: int) -> None:
    page, places = written(*EVERY)
    grid = faint_grid(ruled(page, every, ink=ink), page < 120, places, NOTHING, EM)
    assert grid is not None
    assert lines(grid.across) == whole(ROWS, COLUMNS)
    assert lines(grid.down) == whole(COLUMNS, ROWS)


def test_dots_where_rules_cross_tell_of_one_that_has_faded() -> None:
    page, places = written(*EVERY)
    grid = faint_grid(ruled(page, 20, left_out=(160, 280)), page < 120, places, NOTHING, EM)
    assert grid is not None
    assert lines(grid.across) == whole(ROWS, COLUMNS)


def test_a_rule_ends_at_a_cell_that_goes_on_over_it() -> None:
    page, places = written(*(cell for cell in EVERY if cell not in {(1, 0), (2, 0)}))
    page = ruled(page, 1, ink=190)
    page[218:223, COLUMNS[0] + 4 : COLUMNS[1] - 4] = PAPER
    places.append(character_line(page, 90, 211))
    grid = faint_grid(page, page < 120, places, NOTHING, EM)
    assert grid is not None
    assert lines(grid.across)[220] == [(COLUMNS[1], COLUMNS[-1])]


def test_the_sides_of_a_table_are_closed() -> None:
    page, places = written(*EVERY)
    page = ruled(page, 1, ink=190)
    page[ROWS[1] + 2 : ROWS[2] - 1, COLUMNS[0]] = PAPER
    grid = faint_grid(page, page < 120, places, NOTHING, EM)
    assert grid is not None
    assert lines(grid.down)[60] == [(ROWS[0], ROWS[-1])]


@pytest.mark.parametrize(("every", "whole_"), [(1, True), (20, False)])
def test_a_grid_of_broken_rules_is_not_whole(every: int, *, whole_: bool) -> None:
    page, places = written(*EVERY)
    grid = faint_grid(ruled(page, every, left_out=(160,) if every > 1 else ()), page < 120, places, NOTHING, EM)
    assert grid is not None
    assert grid.whole is whole_


@pytest.mark.parametrize(
    ("known", "missed"),
    [
        ([Rule(100, 50, 300, 2)], False),
        ([Rule(104, 55, 170, 2), Rule(97, 170, 290, 2)], False),
        ([Rule(100, 50, 200, 2)], True),
        ([Rule(110, 50, 300, 2)], True),
        ([], True),
    ],
    ids=str,
)
def test_a_rule_is_overlooked_unless_others_cover_it(known: list[Rule], *, missed: bool) -> None:
    assert overlooked(known, [Rule(100, 50, 300, 2)], EM) is missed


@pytest.mark.parametrize(("end", "traceless", "missed"), [(230, True, True), (230, False, False), (285, True, False)])
def test_where_rules_vanish_without_a_trace_less_of_one_is_overlooked(
    end: int, *, traceless: bool, missed: bool
) -> None:
    seen = [Rule(100, 50, 300, 2)]
    assert overlooked([Rule(100, 50, end, 2)], seen, EM, traceless=traceless) is missed


def test_lines_of_text_are_no_rules() -> None:
    page, places = written(*EVERY)
    assert faint_grid(page, page < 120, places, NOTHING, EM) is None


def test_dust_is_no_rule() -> None:
    page, places = written(*EVERY)
    random = np.random.default_rng(4)
    for y, x in random.integers((0, 0), NOTHING.shape, (40, 2)):
        page[y : y + 2, x : x + 2] = 20
    assert faint_grid(page, page < 120, places, NOTHING, EM) is None


@pytest.mark.parametrize(("column", "whole_"), [(COLUMNS[-1], True), (COLUMNS[2], False)])
def test_a_grid_is_whole_although_its_side_is_broken(column: int, *, whole_: bool) -> None:
    page, places = written(*EVERY)
    page = ruled(page, 1)
    page[120:210, column] = PAPER
    grid = faint_grid(page, page < 120, places, NOTHING, EM)
    assert grid is not None
    assert len({rule.at for rule in grid.down}) == len(COLUMNS)
    assert grid.whole is whole_
