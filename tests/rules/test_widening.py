"""Words that make a figure vague, and how far it may then lie."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.interval import Interval
from rules.widening import last_digit_step, widened


@pytest.mark.parametrize(
    ("value", "step"),
    [("6000", 1000), ("3.2", Fraction(1, 10)), ("16000000000", 10**9), ("0", 1), ("-0.30", Fraction(1, 10))],
)
def test_last_digit_that_is_not_zero(value: str, step: int | Fraction) -> None:
    assert last_digit_step(Decimal(value)) == step


@pytest.mark.parametrize(
    ("comparator", "role", "low", "high"),
    [
        ("eq", "actual", 30000, 30000),
        ("gt", "actual", 30000, 40000),
        ("lt", "actual", 20000, 30000),
        ("approx", "actual", 20000, 40000),
        ("ge", "actual", 30000, 40000),
        ("ge", "target", 30000, 30000),
        ("le", "budget", 30000, 30000),
        ("le", "arranged", 30000, 30000),
        ("approx", "arranged", 20000, 40000),
    ],
)
def test_only_reports_of_something_reached_are_vague(comparator: str, role: str, low: int, high: int) -> None:
    assert widened(Interval.exact(30000), Decimal(30000), comparator, role) == Interval.between(low, high)
