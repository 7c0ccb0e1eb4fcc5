"""Of several repairs that rounding allows, the one nearest the middle of what the figure can be weighs most."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.reconcile.domains import Domain
from pipeline.reconcile.hypothesis import Hypothesis
from pipeline.reconcile.repair import Figure
from rules.interval import Interval
from rules.printed import read_printed


@pytest.mark.parametrize(
    ("low", "high", "cut", "first"),
    [
        ("20.0045", "20.0090", False, "20.01"),
        ("20.0010", "20.0055", False, "20.00"),
        ("19.9900", "20.0120", False, "20.00"),
        ("20.0020", "20.0110", True, "20.00"),
    ],
)
def test_the_repair_nearest_the_middle_weighs_most(low: str, high: str, cut: bool, first: str) -> None:
    printed = read_printed("30.00%")
    assert printed is not None
    figure = Figure(printed, printed.value, False, "share", cut)
    possible = Interval(Fraction(low), Fraction(high))
    hypothesis = Hypothesis(0, figure, possible, (), (), Domain())
    repairs = [figure.as_computed(value, "computed", Fraction(1)) for value in hypothesis.computed(10)]
    assert len(repairs) > 1
    assert sorted(repairs, key=lambda one: -hypothesis.centred(one))[0].printed.startswith(first)
