"""What must hold between figures, as a sum of products, and which values of one figure would let it hold.

Every equation of the field can be written so that each figure occurs to the first power only (share × whole − 100 ×
part = 0). Over intervals such a sum takes its extremes at the corners, so all answers here are exact. This is a second,
independent road to what `pipeline.reconcile` computes: it measures the engine and must not share its code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal, NamedTuple

from rules.interval import Interval

Family = Literal[
    "roll_forward", "sum", "share", "completion", "growth", "target", "containment", "rate_x_quantity",
    "duplicate", "hierarchy", "stale", "derived_rate",
]  # fmt: skip


class Place(NamedTuple):
    """A figure of one report of the archive."""

    report: str
    name: str


class Term(NamedTuple):
    """`factor` times the figures."""

    factor: int
    figures: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """The terms add up to zero, or with `at_most` to no more than zero.

    `judged` says that a person may have set a figure by judgement (the completion column): breaking it is worth a
    question, but convicts nobody.
    """

    family: Family
    name: str
    terms: tuple[Term, ...]
    at_most: bool = False
    judged: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(place for term in self.terms for place in term.figures))

    def holds(self, values: Mapping[Place, Interval]) -> bool:
        """Whether numbers within the intervals exist for which it holds."""
        sums = [self._sum(corner) for corner in _corners(self.places, values)]
        return min(sums) <= 0 and (self.at_most or max(sums) >= 0)

    def feasible(self, place: Place, values: Mapping[Place, Interval]) -> Span:
        """Between which values of the figure at `place` the equation can hold, given the others' intervals."""
        others = [other for other in self.places if other != place]
        low: Fraction | None = None
        high: Fraction | None = None
        below = above = False
        direction = Fraction(0)
        for corner in _corners(others, values):
            rest = self._sum({**corner, place: Fraction(0)})
            slope = self._sum({**corner, place: Fraction(1)}) - rest
            if not slope or slope * direction < 0:
                # A factor of the figure that may be zero, or have either sign, leaves it without bounds.
                return Span(None, None)
            direction = slope
            root = -rest / slope
            low = root if low is None else min(low, root)
            high = root if high is None else max(high, root)
            below |= self.at_most and slope > 0
            above |= self.at_most and slope < 0
        return Span(None if below else low, None if above else high)

    def _sum(self, values: Mapping[Place, Fraction]) -> Fraction:
        total = Fraction(0)
        for factor, figures in self.terms:
            part = Fraction(factor)
            for figure in figures:
                part *= values[figure]
            total += part
        return total


class Span(NamedTuple):
    """From `low` to `high`, both included; None is without bound on that side."""

    low: Fraction | None
    high: Fraction | None

    def meet(self, other: Span) -> Span:
        lows = [bound for bound in (self.low, other.low) if bound is not None]
        highs = [bound for bound in (self.high, other.high) if bound is not None]
        return Span(max(lows, default=None), min(highs, default=None))

    @property
    def is_empty(self) -> bool:
        return self.low is not None and self.high is not None and self.low > self.high

    def distance(self, interval: Interval) -> Fraction:
        """How far the interval lies outside, 0 where they meet."""
        below = self.low - interval.high if self.low is not None else Fraction(0)
        above = interval.low - self.high if self.high is not None else Fraction(0)
        return max(below, above, Fraction(0))


def _corners(places: Sequence[Place], values: Mapping[Place, Interval]) -> Iterator[dict[Place, Fraction]]:
    ends = [dict.fromkeys((values[place].low, values[place].high)) for place in places]
    for corner in product(*ends):
        yield dict(zip(places, corner, strict=True))
