"""The equations of the field, each by name; arguments are figures, the result says what they must fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.synth.equation import Equation, Family, Place, Term


def parts_make_whole(name: str, whole: Place, parts: Sequence[Place]) -> Equation:
    return Equation("sum", name, (Term(1, (whole,)), *(Term(-1, (part,)) for part in parts)))


def part_within_whole(name: str, part: Place, whole: Place, family: Family = "containment") -> Equation:
    return Equation(family, name, (Term(1, (part,)), Term(-1, (whole,))), at_most=True)


def rate_of(name: str, family: Family, rate: Place, part: Place, whole: Place) -> Equation:
    """`rate` percent of `whole` is `part`: a share, a completion, a rate."""
    return Equation(family, name, (Term(1, (rate, whole)), Term(-100, (part,))))


def completion_by_judgement(name: str, column: Place, done: Place, goal: Place) -> Equation:
    return replace(rate_of(name, "completion", column, done, goal), judged=True)


def growth_over(name: str, growth: Place, now: Place, before: Place) -> Equation:
    return Equation("growth", name, (Term(100, (now,)), Term(-100, (before,)), Term(-1, (growth, before))))


def growth_by_change(name: str, growth: Place, now: Place, change: Place) -> Equation:
    terms = (Term(1, (growth, now)), Term(-1, (growth, change)), Term(-100, (change,)))
    return Equation("growth", name, terms)


def change_between(name: str, now: Place, before: Place, change: Place) -> Equation:
    return Equation("growth", name, (Term(1, (now,)), Term(-1, (before,)), Term(-1, (change,))))


def month_onto(name: str, before: Place, month: Place, after: Place) -> Equation:
    return Equation("roll_forward", name, (Term(1, (before,)), Term(1, (month,)), Term(-1, (after,))))


def month_within(name: str, month: Place, so_far: Place) -> Equation:
    return Equation("roll_forward", name, (Term(1, (month,)), Term(-1, (so_far,))), at_most=True)


def no_less_than_before(name: str, before: Place, after: Place) -> Equation:
    return Equation("roll_forward", name, (Term(1, (before,)), Term(-1, (after,))), at_most=True)


def price_times_count(name: str, price: Place, count: Place, amount: Place) -> Equation:
    return Equation("rate_x_quantity", name, (Term(1, (price, count)), Term(-1, (amount,))))


def raised_by(name: str, before: Place, rise: Place, after: Place) -> Equation:
    terms = (Term(100, (after,)), Term(-100, (before,)), Term(-1, (before, rise)))
    return Equation("rate_x_quantity", name, terms)


def points_between(name: str, points: Place, now: Place, before: Place, family: Family = "growth") -> Equation:
    return Equation(family, name, (Term(1, (points,)), Term(-1, (now,)), Term(1, (before,))))


def same(name: str, one: Place, other: Place, family: Family = "duplicate") -> Equation:
    return Equation(family, name, (Term(1, (one,)), Term(-1, (other,))))


def targets_on_one_base(name: str, goal: Place, growth: Place, stretch: Place, stretch_growth: Place) -> Equation:
    """goal ÷ (1 + growth) and stretch ÷ (1 + its growth) are the same level of last year."""
    terms = (Term(100, (goal,)), Term(1, (goal, stretch_growth)), Term(-100, (stretch,)), Term(-1, (stretch, growth)))
    return Equation("target", name, terms)
