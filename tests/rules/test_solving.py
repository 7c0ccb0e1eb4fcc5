"""What a figure could be, given all others: just the values for which the relation can hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.check_examples import relation_holds
from rules.expression import Name, parse_relation
from rules.interval import Interval
from rules.solving import solved_for


def between(low: int | Fraction, high: int | Fraction) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("relation", "name", "others", "expected"),
    [
        ("before + month = after", "after", {"before": (4, 5), "month": (1, 2)}, (5, 7)),
        ("before + month = after", "month", {"before": (4, 5), "after": (6, 7)}, (1, 3)),
        ("share = 100 * part / whole", "share", {"part": (1, 1), "whole": (4, 5)}, (20, 25)),
        ("share = 100 * part / whole", "part", {"share": (20, 25), "whole": (4, 4)}, (Fraction(4, 5), 1)),
        ("share = 100 * part / whole", "whole", {"share": (20, 25), "part": (1, 1)}, (4, 5)),
        ("growth = 100 * (now / last - 1)", "last", {"growth": (25, 25), "now": (5, 10)}, (4, 8)),
        ("growth = 100 * (now / last - 1)", "now", {"growth": (-50, 25), "last": (4, 4)}, (2, 5)),
        ("change = now - last", "last", {"change": (-2, -1), "now": (4, 5)}, (5, 7)),
        ("a = -b", "b", {"a": (1, 2)}, (-2, -1)),
        ("a = b ± 1", "b", {"a": (4, 5)}, (3, 6)),
        ("a = b ± 1", "a", {"b": (4, 5)}, (3, 6)),
    ],
)
def test_solved(
    relation: str, name: str, others: dict[str, tuple[int, int]], expected: tuple[Fraction, Fraction]
) -> None:
    values = {Name(other): between(*bounds) for other, bounds in others.items()}
    assert solved_for(parse_relation(relation), Name(name), values) == between(*expected)


@pytest.mark.parametrize(
    ("relation", "name", "others"),
    [
        ("part <= whole", "part", {"whole": (4, 5)}),  # no equality: no value follows
        ("growth = 100 * (now - last) / last", "last", {"growth": (1, 2), "now": (4, 5)}),  # stands there twice
        ("share = 100 * part / whole", "share", {"part": (1, 2), "whole": (-1, 1)}),  # may divide by nothing
        ("share = 100 * part / whole", "whole", {"share": (-1, 1), "part": (1, 2)}),
        ("a = nearest(b)", "b", {"a": (4, 4)}),
        ("a = b", "c", {"a": (1, 1), "b": (1, 1)}),  # does not stand there at all
    ],
)
def test_what_does_not_follow(relation: str, name: str, others: dict[str, tuple[int, int]]) -> None:
    values = {Name(other): between(*bounds) for other, bounds in others.items()}
    assert solved_for(parse_relation(relation), Name(name), values) is None


_ONCE_EACH = (
    "before + month = after",
    "share = 100 * part / whole",
    "growth = 100 * (now / last - 1)",
    "change = now - last",
    "rate * heads = paid",
    "a - b = c + d ± 3",
    "-a = b / c",
)
positive = st.fractions(min_value=1, max_value=1000, max_denominator=20)
intervals = st.tuples(positive, positive).map(lambda pair: Interval(min(pair), max(pair)))


@given(st.data())
def test_just_the_values_for_which_the_relation_can_hold(data: st.DataObject) -> None:
    relation = parse_relation(data.draw(st.sampled_from(_ONCE_EACH)))
    name = data.draw(st.sampled_from(relation.names))
    values = {other: data.draw(intervals) for other in relation.names if other != name}
    solved = solved_for(relation, name, values)
    assert solved is not None
    inside = data.draw(st.fractions(min_value=0, max_value=1))
    tried = [solved.low, solved.high, solved.low + inside * solved.width]
    outside = [solved.low - Fraction(1, 10**6), solved.high + Fraction(1, 10**6)]
    for value in (*tried, *outside):
        if not value:
            continue  # may be a divisor
        assert relation_holds(relation, {**values, name: Interval.exact(value)}) == (
            value in tried or _in(solved, value)
        )


def _in(interval: Interval, value: Fraction) -> bool:
    return interval.low <= value <= interval.high
