"""Where the characters of a line are shown to stand."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.readers.scan.engine import Sign
from extractors.readers.scan.placing import Shown, shown_edges, sign_edges
from extractors.readers.scan.strips import Strip

EM = 20.0
INK = {"增": (100, 118), "长": (120, 138), "2": (142, 150), "0": (153, 161), "家": (165, 183)}


def shown(astray: float) -> dict[str, Shown]:
    """The line 增长20家, its digits less tall than its words, read `astray` dots from where it is printed."""
    grey = np.full((140, 300), 245, np.uint8)
    for char, (left, right) in INK.items():
        grey[103 if char.isdecimal() else 100 : 118, left:right] = 30
    strip = Strip(100.0, 100.0, 183.0, 118.0, EM, -1e6, 1e6)
    signs = [Sign(char, ((left + right) / 2 + astray) / 300, 0.99) for char, (left, right) in INK.items()]
    return dict(zip(INK, shown_edges(signs, sign_edges(signs, 0, 300, strip), strip, grey), strict=True))


@pytest.mark.parametrize("astray", [-4.0, 0.0, 3.0])
def test_a_figure_is_shown_where_its_ink_is(astray: float) -> None:
    boxes = shown(astray)
    assert boxes["2"][0] == pytest.approx(142, abs=1)
    assert boxes["0"][2] == pytest.approx(161, abs=1)
    assert {boxes[digit][1::2] for digit in "20"} == {(103.0, 118.0)}
    assert boxes["家"][1::2] == (100.0, 118.0)


def test_neighbours_are_parted_between_their_ink() -> None:
    boxes = shown(-4.0)
    assert 118 <= boxes["增"][2] <= 120
    assert 150 <= boxes["2"][2] <= 153
    assert 161 <= boxes["家"][0] <= 165


def test_a_digit_that_stands_beside_its_ink_has_a_box() -> None:
    grey = np.full((140, 300), 245, np.uint8)
    grey[103:118, 160:170] = 30
    strip = Strip(100.0, 100.0, 183.0, 118.0, EM, -1e6, 1e6)
    signs = [Sign("2", 0.4, 0.99), Sign("0", 0.5, 0.99), Sign("3", 0.6, 0.99)]
    boxes = shown_edges(signs, sign_edges(signs, 0, 300, strip), strip, grey)
    assert len(boxes) == 3
    assert all(x0 < x1 and top < bottom for x0, top, x1, bottom in boxes)


def test_a_line_without_ink_keeps_its_edges() -> None:
    strip = Strip(100.0, 100.0, 140.0, 118.0, EM, -1e6, 1e6)
    signs = [Sign("2", 0.4, 0.99), Sign("家", 0.45, 0.99)]
    edges = sign_edges(signs, 0, 300, strip)
    boxes = shown_edges(signs, edges, strip, np.full((140, 300), 245, np.uint8))
    assert [(x0, x1) for x0, _, x1, _ in boxes] == [pytest.approx(edge, abs=1) for edge in edges]


def test_a_line_of_nothing_is_shown_nowhere() -> None:
    assert shown_edges([], [], Strip(0.0, 0.0, 9.0, 9.0, EM, -1e6, 1e6), np.zeros((9, 9), np.uint8)) == []
