"""What whole numbers say of a relation is what exact fractions say of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.check_examples import relation_holds
from rules.expression import Name, evaluate, parse_relation
from rules.interval import Interval
from rules.whole_intervals import DECIMALS, NotWhole, WholeIntervals, relation_holds_whole

bounds = st.tuples(st.integers(-(10**25), 10**25), st.integers(0, DECIMALS)) | st.tuples(
    st.integers(-20, 20), st.integers(0, 1)
)
widths = st.integers(0, 3)
intervals = st.tuples(bounds, widths).map(
    lambda pair: Interval(
        Fraction(pair[0][0], 10 ** pair[0][1]), Fraction(pair[0][0], 10 ** pair[0][1]) + pair[1] * Fraction(1, 10)
    )
)
relations = st.sampled_from(
    ["a = b + c", "a <= b - c", "a >= -b", "a < b", "a > b", "a != b", "a - b = 2 * c", "a = b ± 1", "a = 0.5 * b * c"]
)


@given(relations, st.lists(st.tuples(intervals, intervals, intervals), min_size=1, max_size=5))
def test_whole_numbers_say_what_fractions_say(text: str, rows: list[tuple[Interval, Interval, Interval]]) -> None:
    relation = parse_relation(text)
    values = {Name(name): WholeIntervals.of([row[index] for row in rows]) for index, name in enumerate("abc")}
    sides = [
        evaluate(side, values, lambda number: WholeIntervals.exact(number, len(rows)))
        for side in (relation.left, relation.right)
    ]
    expected = [relation_holds(relation, dict(zip(map(Name, "abc"), row, strict=True))) for row in rows]
    assert relation_holds_whole(sides[0], relation.sign, sides[1]).tolist() == expected


def test_what_does_not_end_is_left_to_fractions() -> None:
    third = Interval.exact(Fraction(1, 3))
    with pytest.raises(NotWhole):
        WholeIntervals.of([third])
    one = WholeIntervals.exact(Fraction(1), 1)
    with pytest.raises(NotWhole):
        one / one
    with pytest.raises(NotWhole):
        one.widened(Fraction(0), Fraction(1, 3))
