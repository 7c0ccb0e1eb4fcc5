"""When the rules of a page are doubted because two searches for them tell otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.readers.scan.bearing_out import borne_out
from extractors.readers.scan.faint_grid import FaintGrid
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled

Dots = NDArray[np.bool_]

EM = 20.0
PRINT = np.zeros((440, 640), dtype=bool)
ROWS = (100, 200, 300)
COLUMNS = (60, 180, 300, 540)

ACROSS = tuple(Rule(y, 60, 540, 2) for y in ROWS)
DOWN = tuple(Rule(x, 100, 300, 2) for x in COLUMNS)
GRID = FaintGrid(ACROSS, DOWN, True, EM)

DRAWN = PRINT.copy()
"""The page with all its rules black from end to end."""
for rule in ACROSS:
    DRAWN[int(rule.at), 60:541] = True
for rule in DOWN:
    DRAWN[100:301, int(rule.at)] = True

SHORT = (ACROSS[0], Rule(200, 60, 460, 2), ACROSS[2])
"""The inner rule does not reach the side of the table."""


def told(
    across: tuple[Rule, ...], down: tuple[Rule, ...], *, bilevel: bool, print_: Dots = PRINT, skew: float = 1.0
) -> tuple[int, bool]:
    """How many upright rules are held, and whether all are doubted."""
    rules = borne_out(Ruled(across, down, print_), GRID, print_, EM, bilevel=bilevel, skew=skew)
    return len(rules.vertical), rules.lost


@pytest.mark.parametrize("bilevel", [False, True])
def test_rules_that_both_searches_find_are_not_doubted(*, bilevel: bool) -> None:
    assert told(ACROSS, DOWN, bilevel=bilevel) == (4, False)


def test_levels_of_grey_show_sides_that_are_open_and_rules_that_end() -> None:
    assert told(ACROSS, DOWN[1:], bilevel=False) == (3, False)
    assert told(SHORT, DOWN, bilevel=False) == (4, False)


def test_without_levels_of_grey_any_contradiction_is_doubted() -> None:
    assert told(ACROSS, DOWN[1:], bilevel=True) == (4, True)
    assert told(SHORT, DOWN, bilevel=True) == (4, True)
    assert told(ACROSS, (*DOWN[:2], DOWN[3]), bilevel=True) == (4, True)


def test_traces_tell_of_a_rule_inside_a_table_on_grey_paper() -> None:
    assert told(ACROSS, (*DOWN[:2], DOWN[3]), bilevel=False) == (4, False)


def test_what_no_trace_bears_out_is_doubted_and_kept() -> None:
    more = (*DOWN[:2], Rule(420, 100, 300, 2), DOWN[3])
    assert told(ACROSS, more, bilevel=False) == (4, True)


def test_rules_that_are_whole_on_a_page_that_lay_askew_are_not_doubted_for_their_ends() -> None:
    assert told(SHORT, DOWN, bilevel=True, print_=DRAWN) == (4, False)
    assert told(SHORT, DOWN, bilevel=True, print_=DRAWN, skew=0.05) == (4, True)  # there one may have gone wholly


def test_of_rules_that_have_faded_in_places_any_contradiction_is_doubted() -> None:
    faded = DRAWN.copy()
    faded[190:210, 200:240] = False
    assert told(SHORT, DOWN, bilevel=True, print_=faded) == (4, True)


def test_whole_rules_do_not_tell_of_another_between_them() -> None:
    assert told(ACROSS, (*DOWN[:2], DOWN[3]), bilevel=True, print_=DRAWN) == (3, True)


def test_nor_do_they_tell_of_a_side_at_which_the_table_may_be_open() -> None:
    assert told(ACROSS, DOWN[:3], bilevel=True, print_=DRAWN) == (3, True)


def test_without_traces_the_rules_stay() -> None:
    rules = Ruled(ACROSS, DOWN, DRAWN)
    assert not borne_out(rules, None, DRAWN, EM, bilevel=True, skew=1.0).lost
    assert not borne_out(rules, None, PRINT, EM, bilevel=False, skew=1.0).lost


def test_faded_rules_without_traces_of_a_grid_are_doubted() -> None:
    assert borne_out(Ruled(ACROSS, DOWN, PRINT), None, PRINT, EM, bilevel=True, skew=1.0).lost
    heading = Ruled(ACROSS[:1], (), PRINT)
    assert not borne_out(heading, None, PRINT, EM, bilevel=True, skew=1.0).lost


def test_a_piece_of_a_rule_that_traces_alone_tell_of_is_doubted_and_not_taken() -> None:
    stray = FaintGrid(ACROSS, (*DOWN[:2], Rule(240, 100, 200, 2), *DOWN[2:]), True, EM)
    rules = borne_out(Ruled(ACROSS, DOWN, PRINT), stray, PRINT, EM, bilevel=False, skew=1.0)
    assert (rules.vertical, rules.lost) == (DOWN, True)
