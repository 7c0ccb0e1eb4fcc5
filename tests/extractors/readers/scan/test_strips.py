"""Where lines stand on a page: tight around their ink, parted by rules and walls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from made_up.scripted_reading import EM, page

from extractors.readers.scan.engine import Place
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled
from extractors.readers.scan.strips import strips

NO_RULES = Ruled((), (), np.zeros((1, 1), bool))


def ruled(xs: Sequence[float] = (), ys: Sequence[float] = ()) -> Ruled:
    return Ruled(
        tuple(Rule(y, 0.0, 600.0, 2.0) for y in ys),
        tuple(Rule(x, 0.0, 400.0, 2.0) for x in xs),
        np.zeros((400, 600), bool),
    )


def found(places: list[Place], dots: Pixels, rules: Ruled = NO_RULES) -> list[tuple[int, int, int, int]]:
    return [(int(s.x0), int(s.top), int(s.x1), int(s.bottom)) for s in strips(places, rules, dots, EM)]


def test_a_line_is_tight_around_its_ink() -> None:
    assert found([(95.0, 95.0, 210.0, 125.0)], page((100, 100, 200, 118))) == [(100, 100, 200, 118)]


def test_a_place_over_a_rule_is_one_line_in_each_cell() -> None:
    dots = page((100, 100, 196, 118), (204, 106, 300, 124))
    assert found([(95.0, 98.0, 305.0, 126.0)], dots, ruled(xs=[200])) == [(100, 100, 196, 118), (204, 106, 300, 124)]


def test_a_place_over_a_level_rule_is_two_lines() -> None:
    dots = page((100, 80, 200, 98), (100, 104, 200, 122))
    assert found([(95.0, 78.0, 205.0, 124.0)], dots, ruled(ys=[101])) == [(100, 80, 200, 98), (100, 104, 200, 122)]


def test_what_is_left_of_a_rule_is_no_line_but_a_dash_is_one() -> None:
    dots = page((100, 100, 300, 103), (100, 200, 118, 203))
    assert found([(98.0, 90.0, 302.0, 110.0), (98.0, 190.0, 120.0, 210.0)], dots) == [(100, 200, 118, 203)]


def test_stacked_print_is_a_line_for_each_character() -> None:
    dots = page(*[(100, top, 118, top + 18) for top in (100, 126, 152)])
    assert len(found([(98.0, 98.0, 120.0, 172.0)], dots)) == 3


def test_a_character_of_parts_is_one_line() -> None:
    assert found([(95.0, 95.0, 125.0, 125.0)], page((100, 102, 118, 105), (98, 115, 120, 118))) == [(98, 102, 120, 118)]


def test_a_place_between_two_lines_is_none() -> None:
    dots = page((100, 80, 300, 98), (100, 110, 300, 128))
    places = [(98.0, 78.0, 302.0, 100.0), (98.0, 108.0, 302.0, 130.0), (200.0, 94.0, 220.0, 114.0)]
    assert found(places, dots) == [(100, 80, 300, 98), (100, 110, 300, 128)]


def test_lines_that_a_stroke_binds_together_are_apart_although_two_places_share_them() -> None:
    dots = page((100, 80, 300, 98), (150, 98, 154, 104), (100, 104, 200, 122))
    places = [(98.0, 78.0, 302.0, 108.0), (98.0, 98.0, 202.0, 126.0)]
    first, second = found(places, dots)
    assert first[3] <= second[1]
    assert second[2] == 200


def test_large_print_is_one_line() -> None:
    dots = page((100, 100, 300, 144))
    assert found([(98.0, 98.0, 302.0, 146.0)], dots) == [(100, 100, 300, 144)]


def test_a_faint_minus_belongs_to_its_figure() -> None:
    dots, faint = page((120, 100, 180, 118)), page((108, 108, 115, 111))
    (strip,) = strips([(118.0, 98.0, 182.0, 120.0)], NO_RULES, dots, EM, faint)
    assert strip.x0 == 108


def test_two_places_of_one_line_are_one() -> None:
    dots = page((100, 100, 300, 118))
    assert found([(98.0, 98.0, 220.0, 120.0), (180.0, 98.0, 302.0, 120.0)], dots) == [(100, 100, 300, 118)]


def test_ink_that_the_engine_overlooked_between_rules_is_a_line() -> None:
    lone = (300, 200, 318, 204)
    dots = page((100, 100, 200, 118), lone)
    assert found([(98.0, 98.0, 202.0, 120.0)], dots, ruled([50, 250, 550], [50, 150, 350])) == [
        (100, 100, 200, 118),
        lone,
    ]


def test_what_is_left_of_a_rule_is_no_line() -> None:
    dots = page((252, 160, 254, 240), (300, 348, 340, 349))
    assert found([], dots, ruled([50, 250, 550], [50, 150, 350])) == []
