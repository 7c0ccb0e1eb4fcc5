"""Many intervals at once in whole numbers of any size: exact, and far quicker than fractions one by one.

What cannot be computed this way (a division, a bound with too many decimals) says so and is left to `rules.interval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.expression import RelationSign
from rules.interval import Interval

Wholes = NDArray[np.object_]
Flags = NDArray[np.bool_]

DECIMALS = 9
"""So many decimals at most can a bound have that is kept as a whole number."""


class NotWhole(ArithmeticError):
    """The result is no whole number of any power of ten that is looked at."""


@dataclass(frozen=True, slots=True)
class WholeIntervals:
    """`low`..`high` of each row, in steps of 10 ** -`decimals`; Python integers, so nothing overflows."""

    low: Wholes
    high: Wholes
    decimals: int

    @classmethod
    def of(cls, intervals: Sequence[Interval]) -> WholeIntervals:
        """Raises NotWhole if a bound has more than DECIMALS decimals."""
        low = _wholes([_steps(interval.low, DECIMALS) for interval in intervals])
        high = _wholes([_steps(interval.high, DECIMALS) for interval in intervals])
        return cls(low, high, DECIMALS)

    def take(self, rows: NDArray[np.intp]) -> WholeIntervals:
        return WholeIntervals(self.low[rows], self.high[rows], self.decimals)

    @classmethod
    def exact(cls, number: Fraction, rows: int) -> WholeIntervals:
        """The same number in each row. Raises NotWhole."""
        values = _wholes([_steps(number, DECIMALS)] * rows)
        return cls(values, values, DECIMALS)

    def __add__(self, other: WholeIntervals) -> WholeIntervals:
        one, two = aligned(self, other)
        return WholeIntervals(one.low + two.low, one.high + two.high, one.decimals)

    def __sub__(self, other: WholeIntervals) -> WholeIntervals:
        return self + (-other)

    def __neg__(self) -> WholeIntervals:
        return WholeIntervals(-self.high, -self.low, self.decimals)

    def __mul__(self, other: WholeIntervals) -> WholeIntervals:
        products = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        low, high = products[0], products[0]
        for product in products[1:]:
            low, high = np.minimum(low, product), np.maximum(high, product)
        return WholeIntervals(low, high, self.decimals + other.decimals)

    def __truediv__(self, other: WholeIntervals) -> WholeIntervals:
        """Raises NotWhole: a quotient seldom ends."""
        raise NotWhole("a quotient")

    def nearest(self) -> WholeIntervals:
        raise NotWhole

    def widened(self, below: Fraction, above: Fraction) -> WholeIntervals:
        """Raises NotWhole."""
        return WholeIntervals(
            self.low - _steps(below, self.decimals), self.high + _steps(above, self.decimals), self.decimals
        )


def relation_holds_whole(left: WholeIntervals, sign: RelationSign, right: WholeIntervals) -> Flags:
    """As `rules.check_examples.relation_holds`, for each row."""
    one, two = aligned(left, right)
    match sign:
        case "=":
            return _flags((one.low <= two.high) & (two.low <= one.high))
        case "<=":
            return _flags(one.low <= two.high)
        case ">=":
            return _flags(two.low <= one.high)
        case "<":
            return _flags(one.high < two.low)
        case ">":
            return _flags(two.high < one.low)
        case "!=":
            return _flags((one.low != two.low) | (one.high != two.high))


def aligned(one: WholeIntervals, other: WholeIntervals) -> tuple[WholeIntervals, WholeIntervals]:
    """Both in steps of the same size."""
    decimals = max(one.decimals, other.decimals)
    return _in_steps(one, decimals), _in_steps(other, decimals)


def _in_steps(one: WholeIntervals, decimals: int) -> WholeIntervals:
    if one.decimals == decimals:
        return one
    factor = 10 ** (decimals - one.decimals)
    return WholeIntervals(one.low * factor, one.high * factor, decimals)


def _steps(number: Fraction, decimals: int) -> int:
    steps, rest = divmod(number.numerator * 10**decimals, number.denominator)
    if rest:
        raise NotWhole(str(number))
    return int(steps)


def _wholes(numbers: Sequence[int]) -> Wholes:
    values = np.empty(len(numbers), dtype=object)
    values[:] = numbers
    return values


def _flags(values: Any) -> Flags:
    return np.asarray(values, dtype=bool)
