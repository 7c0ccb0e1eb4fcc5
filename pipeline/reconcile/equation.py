"""One equation: the facts that a check puts together, their exact values, and whether it can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.reconcile.coding import NOTHING
from pipeline.reconcile.fact_book import FactBook
from rules.check_examples import relation_holds
from rules.check_text import Reading
from rules.compiled_check import Check
from rules.expression import Name
from rules.interval import Interval, NotEvaluable


@dataclass(frozen=True, slots=True)
class Equation:
    """The facts (rows of the book) by their names in the check; `further` are more places of the same evidence.

    `unproven`: whether all parts are there could not be proven by another column. `instead` are other facts that the
    one that asks could have been joined to (a stretch target beside the target): with none of them it can hold.
    """

    check: Check
    rows: Mapping[str, int]
    further: tuple[int, ...] = ()
    unproven: bool = False
    instead: tuple[Mapping[str, int], ...] = ()

    @property
    def all_rows(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys([*(row for row in self.rows.values() if row != NOTHING), *self.further]))


def equation_interval(book: FactBook, equation: Equation, replaced: Mapping[int, Interval]) -> dict[Name, Interval]:
    """The values of the equation's names, with the facts in `replaced` (by row) changed."""
    check = equation.check
    values: dict[Name, Interval] = {}
    for name in check.relation.names:
        row = equation.rows[name.name]
        if name.attribute:
            values[name] = Interval.exact(Fraction(book.days[name.attribute][row]))
        else:
            values[name] = replaced[row] if row in replaced else book.interval(row, reading_of(check, name.name))
    return values


def holds_with(book: FactBook, equation: Equation, replaced: Mapping[int, Interval]) -> bool:
    """Whether the equation can hold with the facts in `replaced` changed."""
    try:
        return relation_holds(equation.check.relation, equation_interval(book, equation, replaced))
    except NotEvaluable:
        return False


def reading_of(check: Check, name: str) -> Reading:
    """How the check reads the printed digits of its fact `name`."""
    wanted = check.text.facts.get(name) or next(iter(check.text.facts.values()))
    return wanted.reading
