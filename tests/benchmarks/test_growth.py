"""The slope is that of the line through the logarithms; the picture has a line for each kind of work."""

from __future__ import annotations

import pytest

from benchmarks.growth_picture import growth_picture
from benchmarks.measure import Measure, Options, Outcome, Part, Spread, conditions
from benchmarks.parts.growth import GROUPS, SLOPE, slope
from benchmarks.results_page import Taken

ROWS = tuple(
    Measure(GROUPS[group], what, unit, Spread.of([value]), "make it", more_is_better=False)
    for group, unit in (("reports", "s"), ("asked", "ms"))
    for what, value in (("100", 2.0), ("1,000", 20.0), (SLOPE, 1.0))
)


@pytest.mark.parametrize(
    ("series", "expected"),
    [({10: 1.0, 100: 10.0, 1000: 100.0}, 1.0), ({10: 3.0, 1000: 3.0}, 0.0), ({10: 1.0, 100: 100.0}, 2.0)],
)
def test_slope(series: dict[int, float], expected: float) -> None:
    assert slope(series) == pytest.approx(expected)


def test_the_picture_has_a_line_for_each_kind_of_work() -> None:
    part = Part("growth", "Growth", lambda *_: Outcome("", ROWS))
    drawn = growth_picture([Taken(part, Outcome("", ROWS), conditions(Options(), 0, 1))])
    assert drawn.count("<polyline") == 2
    assert "Reports: slope 1.00" in drawn
    assert "growth has not been measured" in growth_picture([])
