"""Equations over intervals: whether they hold, and what one figure would have to be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.synth.equation import Equation, Place, Span
from pipeline.synth.equations import (
    change_between,
    growth_by_change,
    growth_over,
    month_onto,
    part_within_whole,
    parts_make_whole,
    price_times_count,
    raised_by,
    rate_of,
    targets_on_one_base,
)
from rules.interval import Interval

A, B, C, D = (Place("r", name) for name in "abcd")


def rounded(text: str) -> Interval:
    """What a printed number may stand for."""
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return Interval.exact(Fraction(text)).widened(half, half)


HOLDS = [
    (parts_make_whole("x", A, [B, C]), ("88.4", "71.25", "17.16")),
    (rate_of("x", "share", A, B, C), ("31.1", "52.18", "168.01")),
    (growth_over("x", A, B, C), ("12.5", "90.0", "80.0")),
    (growth_by_change("x", A, B, C), ("9.5", "143.2", "12.4")),
    (change_between("x", A, B, C), ("90.0", "97.3", "-7.3")),
    (month_onto("x", A, B, C), ("412.0", "97.0", "509.1")),
    (part_within_whole("x", A, B), ("41.7", "41.7")),
    (price_times_count("x", A, B, C), ("9", "41", "369")),
    (raised_by("x", A, B, C), ("2500", "30", "3250")),
    (targets_on_one_base("x", A, B, C, D), ("106.5", "6.5", "108.0", "8.0")),
]
BROKEN = [
    (parts_make_whole("x", A, [B, C]), ("88.4", "71.25", "19.16")),
    (rate_of("x", "share", A, B, C), ("36.0", "52.18", "168.01")),
    (growth_over("x", A, B, C), ("2.5", "90.0", "80.0")),
    (growth_by_change("x", A, B, C), ("5.9", "143.2", "12.4")),
    (change_between("x", A, B, C), ("90.0", "97.3", "7.3")),
    (month_onto("x", A, B, C), ("412.0", "97.0", "590.0")),
    (part_within_whole("x", A, B), ("47.1", "41.7")),
    (raised_by("x", A, B, C), ("2500", "30", "3520")),
    (targets_on_one_base("x", A, B, C, D), ("106.5", "6.5", "180.0", "8.0")),
]


def values(equation: Equation, printed: tuple[str, ...]) -> dict[Place, Interval]:
    stated = dict(zip((A, B, C, D), printed, strict=False))
    return {place: rounded(stated[place]) for place in equation.places}


@pytest.mark.parametrize(("equation", "printed"), HOLDS)
def test_figures_that_fit(equation: Equation, printed: tuple[str, ...]) -> None:
    known = values(equation, printed)
    assert equation.holds(known)
    for place in equation.places:
        assert not equation.feasible(place, known).distance(known[place])


@pytest.mark.parametrize(("equation", "printed"), BROKEN)
def test_figures_that_cannot_be(equation: Equation, printed: tuple[str, ...]) -> None:
    known = values(equation, printed)
    assert not equation.holds(known)
    for place in equation.places:
        assert equation.feasible(place, known).distance(known[place]) > 0


@given(
    st.integers(100, 10**6), st.integers(1, 10**6), st.integers(1, 999), st.sampled_from(["share", "completion"])
)  # fmt: skip
def test_a_figure_moved_into_what_is_feasible_makes_it_hold(whole: int, part: int, rate: int, family: str) -> None:
    equation = rate_of("x", family, A, B, C)  # type: ignore[arg-type]
    known = {A: Interval.between(rate, rate + 1), B: Interval.exact(part), C: Interval.between(whole - 2, whole + 2)}
    for place in (A, B, C):
        span = equation.feasible(place, known)
        assert span.low is not None
        assert span.high is not None
        for value in (span.low, span.high):
            assert equation.holds({**known, place: Interval.exact(value)})
        outside = span.high + Fraction(1, 10**9)
        assert not equation.holds({**known, place: Interval.exact(outside)})


def test_a_bound_is_open_on_one_side() -> None:
    known = {A: rounded("41.7"), B: rounded("50.0")}
    equation = part_within_whole("x", A, B)
    assert equation.feasible(A, known) == Span(None, Fraction("50.05"))
    assert equation.feasible(B, known) == Span(Fraction("41.65"), None)


def test_a_factor_that_may_be_zero_leaves_no_bounds() -> None:
    known = {A: rounded("0.0"), B: rounded("1.0"), C: rounded("100")}
    assert rate_of("x", "share", A, B, C).feasible(C, known) == Span(None, None)


def test_spans_meet() -> None:
    assert Span(None, Fraction(3)).meet(Span(Fraction(1), Fraction(5))) == Span(Fraction(1), Fraction(3))
    assert Span(Fraction(4), None).meet(Span(None, Fraction(3))).is_empty
