"""What a figure can be by its kind alone: a share of a whole lies from 0 to 100, no decline is of more than 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipeline.reconcile.coding import Flags, flagged
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.qualifying import wanted_rows
from rules.compiled_check import Check
from rules.expression import Expression, Name, evaluate, names_in
from rules.interval import Interval


@dataclass(frozen=True, slots=True)
class Domain:
    """All numbers from `low` to `high`, in the base unit; None where there is no bound."""

    low: Fraction | None = None
    high: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Whether a figure can be `value`."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def part_of(self, interval: Interval) -> Interval | None:
        """The part of `interval` that a figure can be; None where it can be nothing of it."""
        low = interval.low if self.low is None else max(interval.low, self.low)
        high = interval.high if self.high is None else min(interval.high, self.high)
        return Interval(low, high) if low <= high else None


class Domains:
    """The domains of facts, from the checks that hold one fact against a number (占比不超过100%): what may be reported
    is said once, there."""

    def __init__(self, book: FactBook, checks: Sequence[Check]) -> None:
        self._book = book
        self._checks = checks

    def of(self, row: int) -> Domain:
        """What the fact at `row` can be."""
        mine = [bound for rows, bound in self._bounds if rows[row]]
        lows = [bound.low for bound in mine if bound.low is not None]
        if self._book.text(row, "kind") == "count" and self._book.value(row) >= 0:
            # Less than none is counted only of what may fall (净增), and then it is printed so.
            lows.append(Fraction(0))
        highs = [bound.high for bound in mine if bound.high is not None]
        return Domain(max(lows, default=None), min(highs, default=None))

    @cached_property
    def _bounds(self) -> list[tuple[Flags, Domain]]:
        book = self._book
        return [
            (flagged(wanted_rows(book, check.inputs[0][1]), len(book)), bound)
            for check in self._checks
            for bound in _bound_of(check)
        ]


def _bound_of(check: Check) -> Iterator[Domain]:
    """The bound that `check` sets to every fact it speaks of, if it does nothing else."""
    if len(check.inputs) != 1 or check.guards:
        return
    relation = check.relation
    for one, other, at_most in ((relation.left, relation.right, "<="), (relation.right, relation.left, ">=")):
        if _is_fact(one) and not list(names_in(other)) and relation.sign in ("<=", ">="):
            number = evaluate(other, {}, Interval.exact).middle
            yield Domain(high=number) if relation.sign == at_most else Domain(low=number)


def _is_fact(side: Expression) -> bool:
    return isinstance(side, Name) and side.attribute is None
