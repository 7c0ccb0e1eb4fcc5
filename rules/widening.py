"""How far a figure may lie from what is printed when a word (约, 超, 余, 近) makes it vague."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from rules.interval import Interval
from rules.yaml_files import RuleModel, load_yaml

FILE = Path(__file__).with_name("widening.yaml")
EXACT_ROLES = frozenset({"target", "stretch_target", "budget", "standard"})
"""Roles of what was adopted and not measured: the figure means just what its digits say, and its ge/le are the bound
itself, not a vague report of something reached."""

_BOUNDS = frozenset({"ge", "le"})


class Widening(RuleModel):
    """Steps of the last non-zero digit by which the interval grows."""

    comparator: Literal["ge", "le", "gt", "lt", "approx"]
    steps_below: int
    steps_above: int


@cache
def load_widenings(file: Path = FILE) -> dict[str, Widening]:
    """By comparator. Raises RuleMistake."""
    return {widening.comparator: widening for widening in load_yaml(file, list[Widening])}


def last_digit_step(value: Decimal) -> Fraction:
    """What one step of the last digit that is not zero is worth: 1000 for 6000, 0.1 for 3.2, 1 for 0."""
    if not value:
        return Fraction(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent


def widened(interval: Interval, value: Decimal, comparator: str, role: str | None) -> Interval:
    """`interval` of a fact with this `value`, as its comparator allows."""
    widening = load_widenings().get(comparator)
    # 支出不超过年初预算5180万元 sets a bound too, though its money is arranged; 安排约3亿元 stays vague.
    bound = role in EXACT_ROLES or (role == "arranged" and comparator in _BOUNDS)
    if widening is None or bound:
        return interval
    step = last_digit_step(value)
    return interval.widened(widening.steps_below * step, widening.steps_above * step)
