"""Many intervals at once in floating point, with a bound on their error: tells quickly what clearly holds.

Only a prefilter. Every bound carries the largest amount by which rounding can have moved it, so that `clearly_*`
answers are certain; whatever is not clear is computed again with `rules.interval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class IntervalArray:
    """`low`..`high` of each row; the true bounds differ from these by at most `error`. NaN: not known."""

    low: Floats
    high: Floats
    error: Floats

    @classmethod
    def of(cls, low: Floats, high: Floats) -> IntervalArray:
        """Bounds converted from exact numbers, so off by at most one unit in the last place."""
        return cls(low, high, _last_place(low, high))

    @classmethod
    def exact(cls, number: int | Decimal | Fraction, rows: int) -> IntervalArray:
        values = np.full(rows, float(number))
        return cls.of(values, values)

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> IntervalArray:
        return IntervalArray(self.low[rows], self.high[rows], self.error[rows])

    def __add__(self, other: IntervalArray) -> IntervalArray:
        low, high = self.low + other.low, self.high + other.high
        return IntervalArray(low, high, self.error + other.error + _last_place(low, high))

    def __neg__(self) -> IntervalArray:
        return IntervalArray(-self.high, -self.low, self.error)

    def __sub__(self, other: IntervalArray) -> IntervalArray:
        return self + (-other)

    def __mul__(self, other: IntervalArray) -> IntervalArray:
        products = np.stack(
            [self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high]
        )
        low, high = products.min(axis=0), products.max(axis=0)
        error = _size(self) * other.error + _size(other) * self.error + self.error * other.error
        return IntervalArray(low, high, error + _last_place(low, high))

    def __truediv__(self, other: IntervalArray) -> IntervalArray:
        """Rows whose divisor may hold zero become NaN (not known)."""
        nearest = np.minimum(np.abs(other.low), np.abs(other.high)) - other.error
        holds_zero = (other.low - other.error <= 0) & (other.high + other.error >= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.where(holds_zero, np.nan, 1 / other.high)
            high = np.where(holds_zero, np.nan, 1 / other.low)
            error = np.where(holds_zero, np.nan, other.error / (nearest * nearest))
        return self * IntervalArray(low, high, error + _last_place(low, high))

    def widened(self, below: Fraction, above: Fraction) -> IntervalArray:
        low, high = self.low - float(below), self.high + float(above)
        return IntervalArray(low, high, self.error + 2 * _last_place(low, high))

    def nearest(self) -> IntervalArray:
        """The whole number nearest to the middle; NaN (not known) where two may be as near."""
        middle = (self.low + self.high) / 2
        off = np.abs(middle - np.floor(middle) - 0.5)
        known = off > self.error + _last_place(self.low, self.high)
        return IntervalArray.of(*(np.where(known, np.rint(middle), np.nan),) * 2)

    def clearly_meets(self, other: IntervalArray) -> Flags:
        return self.clearly_can_be_at_most(other) & other.clearly_can_be_at_most(self)

    def clearly_can_be_at_most(self, other: IntervalArray) -> Flags:
        return np.asarray(self.low + self.error <= other.high - other.error)

    def clearly_below(self, other: IntervalArray) -> Flags:
        return np.asarray(self.high + self.error < other.low - other.error)


def _size(array: IntervalArray) -> Floats:
    return np.maximum(np.abs(array.low), np.abs(array.high))


def _last_place(low: Floats, high: Floats) -> Floats:
    return np.asarray(np.spacing(np.maximum(np.abs(low), np.abs(high))), dtype=np.float64)
