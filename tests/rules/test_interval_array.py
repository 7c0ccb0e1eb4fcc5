"""What the fast arithmetic calls clear is so in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.expression import Name, evaluate, parse_relation
from rules.interval import Interval, NotEvaluable
from rules.interval_array import IntervalArray

cents = st.integers(min_value=-(10**15), max_value=10**15).map(lambda number: Fraction(number, 100))
widths = st.integers(min_value=0, max_value=10**6).map(lambda number: Fraction(number, 100))
intervals = st.tuples(cents, widths).map(lambda pair: Interval(pair[0], pair[0] + pair[1]))
relations = st.sampled_from(
    [
        "a = b + c",
        "a = 100 * b / c",
        "a <= b - c",
        "a * b >= c",
        "a = -b",
        "a - b = c * (a - c)",
        "a = nearest(b) + c",
        "100 * nearest(a * b / 100) <= c",
    ]
)


@given(relations, intervals, intervals, intervals)
def test_clear_answers_are_right(text: str, a: Interval, b: Interval, c: Interval) -> None:
    relation = parse_relation(text)
    exact = {Name("a"): a, Name("b"): b, Name("c"): c}
    fast = {name: _array(interval) for name, interval in exact.items()}

    def constant(value: Fraction) -> IntervalArray:
        return IntervalArray.exact(value, 1)

    left, right = (evaluate(side, fast, constant) for side in (relation.left, relation.right))
    try:
        left_exact, right_exact = (evaluate(side, exact, Interval.exact) for side in (relation.left, relation.right))
    except NotEvaluable:
        assert not left.clearly_meets(right)[0]
        return
    if left.clearly_meets(right)[0]:
        assert left_exact.meets(right_exact)
    if left.clearly_can_be_at_most(right)[0]:
        assert left_exact.can_be_at_most(right_exact)
    if left.clearly_below(right)[0]:
        assert left_exact.is_below(right_exact)


def test_unknown_is_never_clear() -> None:
    nothing = np.array([np.nan])
    unknown = IntervalArray.of(nothing, nothing)
    assert not unknown.clearly_meets(IntervalArray.exact(1, 1))[0]


def test_plain_cases_are_clear() -> None:
    assert IntervalArray.exact(2, 1).clearly_can_be_at_most(IntervalArray.exact(3, 1))[0]
    assert IntervalArray.exact(2, 1).clearly_below(IntervalArray.exact(3, 1))[0]
    wide = IntervalArray.of(np.array([1.0]), np.array([2.0]))
    assert wide.clearly_meets(IntervalArray.exact(Fraction(3, 2), 1))[0]


def _array(interval: Interval) -> IntervalArray:
    return IntervalArray.of(np.array([float(interval.low)]), np.array([float(interval.high)]))
