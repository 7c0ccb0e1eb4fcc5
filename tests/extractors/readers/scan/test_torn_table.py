"""How far a table reaches that has lost rules: only what stands in it is doubted for that."""

from __future__ import annotations

import numpy as np

from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled
from extractors.readers.scan.strips import Strip
from extractors.readers.scan.torn_table import torn_table

EM = 20.0
DOTS = np.zeros((1, 1), dtype=bool)


def line(x0: float, top: float, x1: float) -> Strip:
    return Strip(x0, top, x1, top + EM, EM, -1e6, 1e6)


def row(top: float) -> list[Strip]:
    return [line(100, top, 200), line(300, top, 380), line(450, top, 540)]


RULED = Ruled((Rule(200, 80, 600, 2), Rule(240, 80, 600, 2)), (Rule(80, 200, 240, 2),), DOTS, lost=True)


def test_a_table_goes_on_beyond_its_last_rule_for_as_long_as_lines_stand_side_by_side() -> None:
    found = [line(60, 60, 620), line(60, 100, 300), *row(210), *row(250), *row(290), line(60, 400, 620)]
    assert torn_table(RULED, found, EM) == (200, 310)


def test_what_stands_side_by_side_far_from_the_table_is_none_of_it() -> None:
    found = [*row(20), *row(210), line(60, 300, 620), *row(420)]
    assert torn_table(RULED, found, EM) == (200, 240)


def test_without_any_rule_the_whole_page_may_be_one() -> None:
    top, bottom = torn_table(Ruled((), (), DOTS, lost=True), row(20), EM)
    assert (top, bottom) == (float("-inf"), float("inf"))
