"""Judges the combinations of a check: which equations hold, which cannot, which cannot be judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.candidates import Candidates, Missing, candidates, distance
from pipeline.reconcile.coding import Codes, Flags, flagged
from pipeline.reconcile.equation import Equation, equation_interval, reading_of
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.relations import clearly, passes
from rules.check_examples import relation_holds
from rules.compiled_check import Check
from rules.expression import Name, evaluate
from rules.interval import Interval, NotEvaluable
from rules.interval_array import IntervalArray
from rules.whole_intervals import NotWhole, WholeIntervals, relation_holds_whole

_ATTRIBUTES: Final = {
    "start": "所属期起", "end": "所属期止", "head_start": "栏目所说的时期", "head_end": "栏目所说的时期",
    "report_end": "报告的时期", "months": "所属期止", "sentence": "所在句", "clause": "所在句",
}  # fmt: skip
MOST_INSTEAD: Final = 5
"""So many combinations at most are kept beside the violated one that is reported."""
_NO_ROWS: Final[Codes] = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Held:
    """Combinations that hold, by name of fact, under the check that says so."""

    check: Check
    rows: dict[str, Codes]


@dataclass(slots=True)
class Judged:
    """How a check came out: `holds` are the rows of askers whose equation holds, `held` those equations."""

    check: Check
    missing: Missing
    holds: Codes = field(default_factory=_NO_ROWS.copy)
    violated: list[Equation] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def judge(book: FactBook, check: Check) -> Judged:
    """All equations of a check with `equation` whose facts stand for themselves.

    See `agreement` and `totals` for the others.
    """
    found = candidates(book, check)
    judged = Judged(check, found.missing)
    judge_combinations(book, judged, check, applicable(book, check, found))
    return judged


def judge_combinations(book: FactBook, judged: Judged, check: Check, found: Candidates) -> None:
    """Add to `judged` how the combinations `found` of `check` come out."""
    if not len(found):
        return
    fits, unknown = _outcomes(book, check, found)
    asked = found.rows[check.inputs[0][0]]
    satisfied = flagged(asked[fits], len(book))
    judged.holds = np.concatenate([judged.holds, np.flatnonzero(satisfied)])
    judged.held.append(Held(check, found.take(fits).rows))
    open_ = ~fits & ~satisfied[asked]
    uncomputed = flagged(asked[open_ & unknown], len(book)) & ~flagged(asked[open_ & ~unknown], len(book))
    judged.missing.add("不含零的除数", np.flatnonzero(uncomputed))
    _add_violated(book, judged, check, found, np.flatnonzero(open_ & ~unknown))


def applicable(book: FactBook, check: Check, found: Candidates) -> Candidates:
    """The combinations to which the guards apply and whose dates are known."""
    if not len(found):
        return found
    first = check.inputs[0][0]
    known = np.ones(len(found), dtype=bool)
    for attribute in check.attributes:
        if attribute.name not in found.rows:
            continue
        assert attribute.attribute is not None
        here = ~np.isnan(book.days[attribute.attribute][found.rows[attribute.name]])
        asking = found.rows[first]
        lost = flagged(asking, len(book)) & ~flagged(asking[known & here], len(book))
        lost &= ~flagged(asking[~known], len(book))
        found.missing.add(_ATTRIBUTES[attribute.attribute], np.flatnonzero(lost))
        known &= here
    found = found.take(known)
    return found.take(guarded(book, check, found, set())) if len(found) else found


def guarded(book: FactBook, check: Check, found: Candidates, about: Collection[str]) -> Flags:
    """Which combinations pass the guards that speak of the facts in `about` (all guards, if none are named), as far
    as the facts they speak of are there."""
    passed = np.ones(len(found), dtype=bool)
    for guard in check.guards:
        names = {name.name for name in guard.names}
        if names <= set(found.rows) and (not about or names & set(about)):
            passed &= passes(guard, _values(book, check, found), len(found))
    return passed


def _values(book: FactBook, check: Check, found: Candidates) -> Callable[[Name], IntervalArray]:
    """What gives the numbers of a name over the combinations `found`."""

    def value(name: Name) -> IntervalArray:
        rows = found.rows[name.name]
        if name.attribute:
            days = book.days[name.attribute][rows]
            return IntervalArray(days, days, np.zeros(len(days)))
        return book.intervals(rows, reading_of(check, name.name))

    return value


def _outcomes(book: FactBook, check: Check, found: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each combination: whether it fits, and whether it could not be computed (a divisor that may be zero)."""
    clear = clearly(check.relation, _values(book, check, found), len(found))
    fits = clear.yes.copy()
    unknown = np.zeros(len(found), dtype=bool)
    # What is not clear in floating point is computed exactly: in whole numbers where they do, else one by one.
    unclear = np.flatnonzero(~clear.yes & ~clear.no)
    try:
        fits[unclear] = _exactly(book, check, found.take(unclear))
        return fits, unknown
    except NotWhole:
        pass
    for index in unclear:
        equation = Equation(check, {name: int(rows[index]) for name, rows in found.rows.items()})
        try:
            fits[index] = relation_holds(check.relation, equation_interval(book, equation, {}))
        except NotEvaluable:
            unknown[index] = True
    return fits, unknown


def _exactly(book: FactBook, check: Check, found: Candidates) -> Flags:
    """Which combinations fit, in whole numbers. Raises NotWhole."""
    values: dict[Name, WholeIntervals] = {}
    for name in check.relation.names:
        rows = found.rows[name.name]
        if name.attribute:
            days = book.days[name.attribute][rows].tolist()
            values[name] = WholeIntervals.of([Interval.exact(Fraction(day)) for day in days])
        else:
            values[name] = book.wholes(rows, reading_of(check, name.name))

    def constant(number: Fraction) -> WholeIntervals:
        return WholeIntervals.exact(number, len(found))

    left, right = (evaluate(side, values, constant) for side in (check.relation.left, check.relation.right))
    return relation_holds_whole(left, check.relation.sign, right)


def _add_violated(book: FactBook, judged: Judged, check: Check, found: Candidates, indexes: NDArray[np.intp]) -> None:
    """One violated equation for each asker: the combination whose facts stand closest together, of roles that the check
    names first (a target before a stretch target); the next ones beside it."""
    if not len(indexes):
        return
    asking = found.rows[check.inputs[0][0]]
    apart = np.sum([distance(book, rows, asking) for rows in found.rows.values()], axis=0)[indexes]
    further = _roles_further_down(book, check, {name: rows[indexes] for name, rows in found.rows.items()})
    order = np.lexsort((indexes, further, apart, asking[indexes]))
    asked = asking[indexes][order]
    askers, starts, sizes = np.unique(asked, return_index=True, return_counts=True)
    if check.text.several == "skip":
        labels = [wanted.label for _, wanted in check.inputs[1:] if not wanted.optional]
        judged.missing.add(f"唯一的{'、'.join(labels)}", askers[sizes > 1])
        starts, sizes = starts[sizes == 1], sizes[sizes == 1]
    for start, size in zip(starts, np.minimum(sizes, MOST_INSTEAD + 1), strict=True):
        first, *others = (
            {name: int(rows[index]) for name, rows in found.rows.items()}
            for index in indexes[order[start : start + size]]
        )
        judged.violated.append(Equation(check, first, instead=tuple(others)))


def _roles_further_down(book: FactBook, check: Check, rows: Mapping[str, Codes]) -> Codes:
    """For each combination, how far down the check's lists of roles those of its facts stand, added up."""
    further = np.zeros(len(next(iter(rows.values()))), dtype=np.int64)
    for name, combined in rows.items():
        roles = check.text.facts[name].role if name in check.text.facts else ()
        for place in range(1, len(roles)):
            further += book.is_one_of("role", roles[place:])[combined]
    return further
