"""Judges the combinations of a check: which equations hold, which cannot, which cannot be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.candidates import Candidates, candidates, distance
from pipeline.reconcile.coding import NOTHING, Codes, Flags
from pipeline.reconcile.fact_book import FactBook
from rules.check_examples import relation_holds
from rules.check_text import Reading
from rules.compiled_check import Check
from rules.expression import Name, Relation, evaluate, names_in
from rules.interval import Interval, NotEvaluable
from rules.interval_array import IntervalArray

_ATTRIBUTES = {
    "start": "所属期起", "end": "所属期止", "head_start": "栏目所说的时期", "head_end": "栏目所说的时期",
    "report_end": "报告的时期", "sentence": "所在句", "clause": "所在句",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Equation:
    """The facts (rows of the book) by their names in the check; `further` are more places of the same evidence."""

    check: Check
    rows: Mapping[str, int]
    further: tuple[int, ...] = ()

    @property
    def all_rows(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys([*(row for row in self.rows.values() if row != NOTHING), *self.further]))


@dataclass(slots=True)
class Judged:
    """How a check came out. `held` are the combinations that hold, by name of fact."""

    check: Check
    holds: int = 0
    violated: list[Equation] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    held: dict[str, Codes] = field(default_factory=dict)


def judge(book: FactBook, check: Check) -> Judged:
    """All equations of `check` (one with `equation`; see `agreement` for the others)."""
    found = candidates(book, check)
    judged = Judged(check, missing=Counter(found.missing))
    found = _applicable(book, check, found, judged.missing)
    if not len(found):
        return judged
    first = check.inputs[0][0]
    fits, unknown = _outcomes(book, check, found)
    asked = found.rows[first]
    satisfied = np.unique(asked[fits])
    judged.holds = len(satisfied)
    judged.held = found.take(fits).rows
    open_ = ~fits & ~np.isin(asked, satisfied)
    lost = np.setdiff1d(np.unique(asked[open_ & unknown]), np.unique(asked[open_ & ~unknown]))
    if len(lost):
        judged.missing["不含零的除数"] += len(lost)
    _add_violated(book, judged, found, np.flatnonzero(open_ & ~unknown))
    return judged


def equation_interval(book: FactBook, equation: Equation, replaced: Mapping[int, Interval]) -> dict[Name, Interval]:
    """The values of the equation's names, with the facts in `replaced` (by row) changed."""
    check = equation.check
    values: dict[Name, Interval] = {}
    for name in names_in(check.relation):
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


def may_hold(book: FactBook, equation: Equation, replaced: Mapping[int, IntervalArray]) -> Flags:
    """For each of many replacements of the facts in `replaced`: false where the equation surely cannot hold."""
    relation = equation.check.relation
    values: dict[Name, IntervalArray] = {}
    for name in names_in(relation):
        row = equation.rows[name.name]
        if name.attribute is None and row in replaced:
            values[name] = replaced[row]
        else:
            values[name] = _array(equation_interval(book, equation, {})[name])
    with np.errstate(invalid="ignore", over="ignore"):
        left = evaluate(relation.left, values, lambda value: IntervalArray.exact(value, 1))
        right = evaluate(relation.right, values, lambda value: IntervalArray.exact(value, 1))
        match relation.sign:
            case "=":
                return ~(left.clearly_below(right) | right.clearly_below(left))
            case "<=":
                return ~right.clearly_below(left)
            case _:
                return ~left.clearly_below(right)


def _array(interval: Interval) -> IntervalArray:
    return IntervalArray.of(np.array([float(interval.low)]), np.array([float(interval.high)]))


def reading_of(check: Check, name: str) -> Reading:
    """How the check reads the printed digits of its fact `name`."""
    wanted = check.text.facts.get(name) or next(iter(check.text.facts.values()))
    return wanted.reading


def _applicable(book: FactBook, check: Check, found: Candidates, missing: Counter[str]) -> Candidates:
    """The combinations to which the guards apply and whose dates are known."""
    if not len(found):
        return found
    first = check.inputs[0][0]
    known = np.ones(len(found), dtype=bool)
    for attribute in check.attributes:
        assert attribute.attribute is not None
        here = ~np.isnan(book.days[attribute.attribute][found.rows[attribute.name]])
        lost = np.setdiff1d(found.rows[first], found.rows[first][known & here])
        lost = np.setdiff1d(lost, found.rows[first][~known])
        if len(lost):
            missing[_ATTRIBUTES[attribute.attribute]] += len(lost)
        known &= here
    found = found.take(known)
    if not check.guards or not len(found):
        return found
    passed = np.ones(len(found), dtype=bool)
    for guard in check.guards:
        passed &= _guard_passed(book, check, guard, found)
    return found.take(passed)


def _guard_passed(book: FactBook, check: Check, guard: Relation, found: Candidates) -> NDArray[np.bool_]:
    left, right = _sides(book, check, guard, found)
    match guard.sign:
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


def _sides(book: FactBook, check: Check, relation: Relation, found: Candidates) -> tuple[IntervalArray, IntervalArray]:
    values: dict[Name, IntervalArray] = {}
    for name in names_in(relation):
        rows = found.rows[name.name]
        if name.attribute:
            days = book.days[name.attribute][rows]
            values[name] = IntervalArray(days, days, np.zeros(len(days)))
        else:
            values[name] = book.intervals(rows, reading_of(check, name.name))

    def constant(value: Fraction) -> IntervalArray:
        return IntervalArray.exact(value, len(found))

    return evaluate(relation.left, values, constant), evaluate(relation.right, values, constant)


def _outcomes(book: FactBook, check: Check, found: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each combination: whether it fits, and whether it could not be computed (a divisor that may be zero)."""
    with np.errstate(invalid="ignore", over="ignore"):
        left, right = _sides(book, check, check.relation, found)
        match check.relation.sign:
            case "=":
                fits = left.clearly_meets(right)
            case "<=":
                fits = left.clearly_can_be_at_most(right)
            case _:
                fits = right.clearly_can_be_at_most(left)
    fits = fits.copy()
    unknown = np.zeros(len(found), dtype=bool)
    # What is not clear in floating point, and whatever will be reported, is computed exactly.
    for index in np.flatnonzero(~fits):
        equation = Equation(check, {name: int(rows[index]) for name, rows in found.rows.items()})
        try:
            fits[index] = relation_holds(check.relation, equation_interval(book, equation, {}))
        except NotEvaluable:
            unknown[index] = True
    return fits, unknown


def _add_violated(book: FactBook, judged: Judged, found: Candidates, indexes: NDArray[np.intp]) -> None:
    """One violated equation for each asker: the combination whose facts stand closest together."""
    if not len(indexes):
        return
    check = judged.check
    first = check.inputs[0][0]
    asking = found.rows[first]
    apart = np.sum([distance(book, rows, asking) for rows in found.rows.values()], axis=0)[indexes]
    order = np.lexsort((indexes, apart, asking[indexes]))
    asked = asking[indexes][order]
    _, starts, sizes = np.unique(asked, return_index=True, return_counts=True)
    for start, size in zip(starts, sizes, strict=True):
        index = indexes[order[start]]
        if size > 1 and check.text.several == "skip":
            labels = [wanted.label for _, wanted in check.inputs[1:] if not wanted.optional]
            judged.missing[f"唯一的{'、'.join(labels)}"] += 1
            continue
        judged.violated.append(Equation(check, {name: int(rows[index]) for name, rows in found.rows.items()}))
