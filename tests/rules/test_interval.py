"""Intervals hold every result that their members can give."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.interval import Interval, NotEvaluable

numbers = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=1000)
intervals = st.tuples(numbers, numbers).map(lambda pair: Interval(min(pair), max(pair)))


def inside(interval: Interval, portion: Fraction) -> Fraction:
    return interval.low + portion * interval.width


portions = st.fractions(min_value=0, max_value=1, max_denominator=100)


@given(intervals, intervals, portions, portions)
def test_results_hold_what_members_give(a: Interval, b: Interval, s: Fraction, t: Fraction) -> None:
    x, y = inside(a, s), inside(b, t)
    for interval, value in ((a + b, x + y), (a - b, x - y), (a * b, x * y), (-a, -x)):
        assert interval.low <= value <= interval.high
    if b.low > 0 or b.high < 0:
        quotient = a / b
        assert quotient.low <= x / y <= quotient.high


@given(intervals, intervals)
def test_bounds_are_reached(a: Interval, b: Interval) -> None:
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    assert (a * b) == Interval(min(corners), max(corners))


@given(intervals, intervals)
def test_meeting_is_the_opposite_of_a_gap(a: Interval, b: Interval) -> None:
    assert a.meets(b) == (a.distance(b) == 0)
    assert a.meets(b) == b.meets(a)
    assert a.is_below(b) == (not b.can_be_at_most(a))


@pytest.mark.parametrize(("low", "high"), [(0, 3), (-2, 0), (-1, 1), (0, 0)])
def test_division_by_an_interval_with_zero_is_not_evaluable(low: int, high: int) -> None:
    with pytest.raises(NotEvaluable):
        Interval.exact(1) / Interval.between(low, high)


def test_printed_digits_decide_what_meets() -> None:
    share = Interval.between(Fraction("31.055"), Fraction("31.065"))
    part = Interval.between(Fraction("52.175"), Fraction("52.185"))
    whole = Interval.between(Fraction("168.005"), Fraction("168.015"))
    assert share.meets(Interval.exact(100) * part / whole)
    assert not Interval.between(Fraction("31.075"), Fraction("31.085")).meets(Interval.exact(100) * part / whole)


def test_an_interval_has_its_bounds_in_order() -> None:
    with pytest.raises(ValueError, match="down to"):
        Interval.between(2, 1)


@given(st.fractions(-50, 50), st.fractions(0, 3))
def test_where_any_whole_number_lies_the_nearest_does(low: Fraction, width: Fraction) -> None:
    interval = Interval(low, low + width)
    nearest = interval.nearest()
    assert nearest.low == nearest.high == int(nearest.low)
    assert interval.meets(nearest) == (ceil(interval.low) <= interval.high)
