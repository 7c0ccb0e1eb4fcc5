"""Relations over many combinations at once: which surely hold, which surely do not, and what guards let through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.reconcile.coding import Flags
from rules.expression import Name, Relation, evaluate
from rules.interval_array import IntervalArray


@dataclass(frozen=True, slots=True)
class Clear:
    """`yes` where a relation surely holds, `no` where it surely cannot; where neither, only exact numbers can tell."""

    yes: Flags
    no: Flags


def clearly(relation: Relation, value: Callable[[Name], IntervalArray], length: int) -> Clear:
    """The relation over `length` combinations, `value` giving the numbers of each name."""
    left, right = _sides(relation, value, length)
    with np.errstate(invalid="ignore", over="ignore"):
        match relation.sign:
            case "=":
                return Clear(left.clearly_meets(right), left.clearly_below(right) | right.clearly_below(left))
            case "<=":
                return Clear(left.clearly_can_be_at_most(right), right.clearly_below(left))
            case ">=":
                return Clear(right.clearly_can_be_at_most(left), left.clearly_below(right))
            case "!=":
                error = left.error + right.error
                apart = (np.abs(left.low - right.low) > error) | (np.abs(left.high - right.high) > error)
                return Clear(np.asarray(apart), np.zeros(length, dtype=bool))
            case "<":
                return Clear(left.clearly_below(right), right.clearly_can_be_at_most(left))
            case ">":
                return Clear(right.clearly_below(left), left.clearly_can_be_at_most(right))


def passes(relation: Relation, value: Callable[[Name], IntervalArray], length: int) -> Flags:
    """Where a guard lets a combination through: in floating point, which is enough for dates and signs."""
    left, right = _sides(relation, value, length)
    match relation.sign:
        case "=":
            return np.asarray((left.low <= right.high) & (right.low <= left.high))
        case "<=":
            return np.asarray(left.low <= right.high)
        case ">=":
            return np.asarray(right.low <= left.high)
        case "<":
            return np.asarray(left.high < right.low)
        case ">":
            return np.asarray(right.high < left.low)
        case "!=":
            return np.asarray((left.low != right.low) | (left.high != right.high))


def _sides(
    relation: Relation, value: Callable[[Name], IntervalArray], length: int
) -> tuple[IntervalArray, IntervalArray]:
    values = _Lazily(value)

    def constant(number: Fraction) -> IntervalArray:
        return IntervalArray.exact(number, length)

    with np.errstate(invalid="ignore", over="ignore"):
        return evaluate(relation.left, values, constant), evaluate(relation.right, values, constant)


class _Lazily(dict[Name, IntervalArray]):
    """Looks a name up when it is asked for."""

    def __init__(self, value: Callable[[Name], IntervalArray]) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, name: Name) -> IntervalArray:
        self[name] = self._value(name)
        return self[name]
