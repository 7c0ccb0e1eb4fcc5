"""Closed intervals of exact rational numbers: what a printed figure can mean, and arithmetic on it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


class NotEvaluable(ArithmeticError):
    """A division by an interval that holds zero: nothing can be concluded."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval from {self.low} down to {self.high}")

    @classmethod
    def exact(cls, number: int | Decimal | Fraction) -> Interval:
        """The interval that holds only `number`."""
        value = Fraction(number)
        return cls(value, value)

    @classmethod
    def between(cls, low: int | Decimal | Fraction, high: int | Decimal | Fraction) -> Interval:
        """The interval from `low` to `high`. Raises ValueError if low > high."""
        return cls(Fraction(low), Fraction(high))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        products = (self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high)
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises NotEvaluable if `other` holds zero."""
        if other.low <= 0 <= other.high:
            raise NotEvaluable("division by an interval that holds zero")
        return self * Interval(1 / other.high, 1 / other.low)

    def meets(self, other: Interval) -> bool:
        """True if some number lies in both: the two can be equal."""
        return self.low <= other.high and other.low <= self.high

    def can_be_at_most(self, other: Interval) -> bool:
        """True if some number of this is no greater than some number of `other`."""
        return self.low <= other.high

    def is_below(self, other: Interval) -> bool:
        """True if every number of this is smaller than every number of `other`."""
        return self.high < other.low

    def distance(self, other: Interval) -> Fraction:
        """Width of the gap between the two, 0 where they meet."""
        return max(self.low - other.high, other.low - self.high, Fraction(0))

    @property
    def middle(self) -> Fraction:
        return (self.low + self.high) / 2

    @property
    def width(self) -> Fraction:
        return self.high - self.low

    def nearest(self) -> Interval:
        """The whole number nearest to the middle."""
        return Interval.exact(round(self.middle))

    def widened(self, below: Fraction, above: Fraction) -> Interval:
        """The interval extended by `below` downward and `above` upward (both at least 0)."""
        return Interval(self.low - below, self.high + above)
