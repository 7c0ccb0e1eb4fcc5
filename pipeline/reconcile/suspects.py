"""Which figure of violated equations is most likely wrong, and what it probably should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from pipeline.reconcile.equation import Equation, holds_with, may_hold
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Suggestion
from pipeline.reconcile.repair import Figure, Repair
from rules.printed import plain_decimal, read_printed
from rules.slips import load_slip_frequencies

MOST_SUGGESTIONS = 5
SAME_SLIP_AGAIN = 5
"""So many times less likely is a slip with each further place that shows it."""
SURE_ENOUGH = Fraction(3, 5)
"""Odds from which the figure of the best repairs is named as the suspect where nothing else tells."""


def suspect_and_suggestions(
    book: FactBook, violated: Sequence[Equation], held: Sequence[Equation]
) -> tuple[int | None, tuple[Suggestion, ...]]:
    """The row of the suspect, if the evidence tells, and repairs that mend all `violated` and break none of `held`.

    `held` are equations that hold and share figures with the violated ones: they acquit what they pin down.
    """
    in_all = _figures_in_all(book, violated)
    acquitted = {int(book.figure[row]) for equation in held for row in equation.all_rows}
    free = [row for row in in_all if int(book.figure[row]) not in acquitted]
    found = [(row, repair) for row in in_all for repair in _mending(book, row, violated, held)]
    odds = _odds(found, _copies(book, violated))
    by_row: dict[int, Fraction] = {}
    for (row, _), share in zip(found, odds, strict=True):
        by_row[row] = by_row.get(row, Fraction(0)) + share
    suspect: int | None = None
    best = max(by_row, key=lambda row: by_row[row], default=None)
    if best is not None and by_row[best] >= SURE_ENOUGH:
        suspect = best
    elif len(free) == 1 and (len(violated) > 1 or len(in_all) > 1):
        suspect = free[0]
    ranked = sorted(zip(found, odds, strict=True), key=lambda entry: (-entry[1], entry[0][0], entry[0][1].printed))
    return suspect, tuple(_suggestion(book, row, repair, share) for (row, repair), share in ranked[:MOST_SUGGESTIONS])


def _figures_in_all(book: FactBook, violated: Sequence[Equation]) -> list[int]:
    """A row of each figure that occurs in every violated equation, in order of the first equation."""
    shared = set.intersection(
        *({int(book.figure[row]) for row in equation.rows.values() if row >= 0} for equation in violated)
    )
    rows = {int(book.figure[row]): row for row in reversed([row for row in violated[0].rows.values() if row >= 0])}
    return [
        row
        for row in violated[0].rows.values()
        if row >= 0 and int(book.figure[row]) in shared and rows[int(book.figure[row])] == row
    ]


def _mending(book: FactBook, row: int, violated: Sequence[Equation], held: Sequence[Equation]) -> list[Repair]:
    """The single slips that, undone at `row`, let every violated equation hold and keep the others."""
    fact_id = book.text(row, "fact_id")
    printed = read_printed(book.text(row, "printed") or "")
    if printed is None or fact_id is None or not printed.value:
        return []
    value = book.value(row)
    figure = Figure(printed, value, not book.interval(row, "stated").width, book.text(row, "kind") or "")
    number = int(book.figure[row])
    touched = [equation for equation in held if number in {int(book.figure[other]) for other in equation.all_rows}]
    undone = figure.slips_undone()
    possible = np.ones(len(undone), dtype=bool)
    for equation in violated:
        intervals = figure.intervals(undone)
        possible &= may_hold(book, equation, dict.fromkeys(_rows_of(book, equation, number), intervals))
    mending: dict[Fraction, Repair] = {}
    for index in np.flatnonzero(possible):
        repair = figure.repair(undone[index])
        if (
            repair.value not in mending
            and repair.value != value
            and all(
                holds_with(book, equation, dict.fromkeys(_rows_of(book, equation, number), repair.interval))
                for equation in (*violated, *touched)
            )
        ):
            mending[repair.value] = repair
    return list(mending.values())


def _rows_of(book: FactBook, equation: Equation, figure: int) -> list[int]:
    return [row for row in equation.rows.values() if row >= 0 and int(book.figure[row]) == figure]


def _copies(book: FactBook, violated: Sequence[Equation]) -> Counter[int]:
    """How many further places of a violated agreement state the figure of a row as it does."""
    copies: Counter[int] = Counter()
    for equation in violated:
        if equation.check.is_agreement:
            stated = Counter(int(book.figure[row]) for row in equation.all_rows)
            copies.update({row: stated[int(book.figure[row])] - 1 for row in equation.rows.values()})
    return copies


def _odds(found: Sequence[tuple[int, Repair]], copies: Counter[int]) -> list[Fraction]:
    """Each repair's share: how frequent its slip is, over how many repairs of that kind fit the same figure.

    A figure that stands in several places alike would have to be wrong in all of them.
    """
    frequencies = load_slip_frequencies()
    alike = Counter((row, repair.slip) for row, repair in found)
    weights = [
        Fraction(int(getattr(frequencies, repair.slip, 1)), alike[row, repair.slip] * SAME_SLIP_AGAIN ** copies[row])
        for row, repair in found
    ]
    total = sum(weights, Fraction(frequencies.unexplained))
    return [weight / total for weight in weights]


def _suggestion(book: FactBook, row: int, repair: Repair, share: Fraction) -> Suggestion:
    fact_id = book.text(row, "fact_id")
    assert fact_id is not None
    return Suggestion(fact_id, repair.slip, as_decimal(repair.value), repair.printed, Decimal(round(share * 100)) / 100)


def as_decimal(value: Fraction) -> Decimal:
    """`value` exactly where it ends within 12 decimals, otherwise rounded to 6."""
    ends_soon = (value * 10**12).denominator == 1
    return Decimal(plain_decimal(value, 12 if ends_soon else 6))
