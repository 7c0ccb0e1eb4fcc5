"""Which figure of violated equations is most likely wrong, and what it probably should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

from pipeline.reconcile.equation import Equation, holds_with
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Suggestion
from pipeline.reconcile.hypothesis import Hypothesis, Weighed, hypothesis_of, weighed_repairs, weight_of_no_slip
from pipeline.reconcile.neighbours import Neighbours
from rules.interval import Interval
from rules.printed import plain_decimal

MOST_SUGGESTIONS: Final = 5
SAME_SLIP_AGAIN: Final = 5
"""So many times less likely is a slip with each further place that shows it."""
SURE_ENOUGH: Final = Fraction(3, 5)
"""Odds from which the figure of the best repairs is named as the suspect where nothing else tells."""
MOST_IN_PAIRS: Final = 16
"""Among more figures than this, no pair of wrong ones is looked for."""
NOT_WORTH_SHOWING: Final = Fraction(1, 100)
"""Odds below which a suggestion is left out where there are better ones."""


def suspect_and_suggestions(
    book: FactBook, violated: Sequence[Equation], held: Sequence[Equation], neighbours: Neighbours
) -> tuple[int | None, tuple[Suggestion, ...]]:
    """The row of the suspect, if the evidence tells, and repairs that mend all `violated` and break none of `held`.

    `held` are equations that hold and share figures with the violated ones: a figure that they pin down to what is
    printed is acquitted. One wrong figure is looked for first, then two.
    """
    copies = _copies(book, violated)
    shared = _figures_in_all(book, violated)
    guesses = [guess for row in shared if (guess := hypothesis_of(book, row, violated, held)) is not None]
    if not guesses and held:
        # What holds may hold by the very slip (a total made of wrong parts): without these witnesses.
        guesses = [guess for row in shared if (guess := hypothesis_of(book, row, violated, ())) is not None]
    weighed = [one for guess in guesses for one in weighed_repairs(book, guess, neighbours)]
    if not weighed and not guesses:
        weighed = _pairs(book, violated, held, neighbours)
    weighed = [Weighed(one.row, one.repair, one.weight / SAME_SLIP_AGAIN ** copies[one.row]) for one in weighed]
    total = sum(
        (one.weight for one in weighed),
        max((weight_of_no_slip(guess) for guess in guesses), default=Fraction(1, 10**6)),
    )
    odds: dict[int, Fraction] = {}
    for one in weighed:
        odds[one.row] = odds.get(one.row, Fraction(0)) + one.weight / total
    best = max(odds, key=lambda row: (odds[row], -row), default=None)
    suspect: int | None = None
    if best is not None and odds[best] >= SURE_ENOUGH:
        suspect = best
    elif len(guesses) == 1 and (len(violated) > 1 or len(shared) > 1):
        suspect = guesses[0].row
    ranked = sorted(weighed, key=lambda one: (one.row != suspect, -one.weight, one.row, one.repair.printed))
    if suspect is None:
        ranked = sorted(weighed, key=lambda one: (-one.weight, one.row, one.repair.printed))
    shown = [one for one in ranked if one is ranked[0] or one.weight / total >= NOT_WORTH_SHOWING]
    return suspect, tuple(_suggestion(book, one, one.weight / total) for one in shown[:MOST_SUGGESTIONS])


def _figures_in_all(book: FactBook, violated: Sequence[Equation]) -> list[int]:
    """A row of each figure that occurs in every violated equation, in order of the first equation."""
    shared = set.intersection(*(set(_figure_rows(book, equation)) for equation in violated))
    return [row for figure, row in _figure_rows(book, violated[0]).items() if figure in shared]


def _figure_rows(book: FactBook, equation: Equation) -> dict[int, int]:
    """The figures of an equation, each with the first row that states it."""
    rows: dict[int, int] = {}
    for row in equation.rows.values():
        if row >= 0:
            rows.setdefault(int(book.figure[row]), row)
    return rows


def _pairs(
    book: FactBook, violated: Sequence[Equation], held: Sequence[Equation], neighbours: Neighbours
) -> list[Weighed]:
    """Repairs of two figures that together mend everything, where no single one does."""
    places = [_figure_rows(book, equation) for equation in violated]
    rows = {figure: row for place in reversed(places) for figure, row in place.items()}
    if len(rows) > MOST_IN_PAIRS:
        return []
    found: dict[tuple[int, Fraction], Weighed] = {}
    for one, other in combinations(sorted(rows), 2):
        if not all(one in place or other in place for place in places):
            continue
        mine = [equation for equation, place in zip(violated, places, strict=True) if other not in place]
        theirs = [equation for equation, place in zip(violated, places, strict=True) if one not in place]
        both = [equation for equation, place in zip(violated, places, strict=True) if one in place and other in place]
        if not mine or not theirs:
            continue
        first = hypothesis_of(book, rows[one], mine, _without(book, held, other))
        second = hypothesis_of(book, rows[other], theirs, _without(book, held, one))
        if first is None or second is None:
            continue
        for left, right in _fitting_together(book, first, second, both, neighbours):
            for each in (left, right):
                known = found.get((each.row, each.repair.value))
                weight = left.weight * right.weight
                if known is None or weight > known.weight:
                    found[each.row, each.repair.value] = Weighed(each.row, each.repair, weight)
    return list(found.values())


def _fitting_together(
    book: FactBook, first: Hypothesis, second: Hypothesis, both: Sequence[Equation], neighbours: Neighbours
) -> list[tuple[Weighed, Weighed]]:
    most = 3
    left, right = (weighed_repairs(book, guess, neighbours)[:most] for guess in (first, second))
    return [
        (one, other)
        for one in left
        for other in right
        if all(
            holds_with(book, equation, _replaced(book, equation, ((first, one), (second, other)))) for equation in both
        )
    ]


def _replaced(book: FactBook, equation: Equation, changes: Sequence[tuple[Hypothesis, Weighed]]) -> dict[int, Interval]:
    return {
        row: change.repair.interval
        for guess, change in changes
        for row in equation.rows.values()
        if row >= 0 and book.figure[row] == book.figure[guess.row]
    }


def _without(book: FactBook, held: Sequence[Equation], figure: int) -> list[Equation]:
    return [equation for equation in held if figure not in _figure_rows(book, equation)]


def _copies(book: FactBook, violated: Sequence[Equation]) -> Counter[int]:
    """How many further places of a violated agreement state the figure of a row as it does."""
    copies: Counter[int] = Counter()
    for equation in violated:
        if equation.check.is_agreement:
            stated = Counter(int(book.figure[row]) for row in equation.all_rows)
            copies.update({row: stated[int(book.figure[row])] - 1 for row in equation.rows.values()})
    return copies


def _suggestion(book: FactBook, one: Weighed, share: Fraction) -> Suggestion:
    fact_id = book.text(one.row, "fact_id")
    assert fact_id is not None
    odds = Decimal(round(share * 100)) / 100
    return Suggestion(fact_id, one.repair.slip, as_decimal(one.repair.value), one.repair.printed, odds)


def as_decimal(value: Fraction) -> Decimal:
    """`value` exactly where it ends within 12 decimals, otherwise rounded to 6."""
    ends_soon = (value * 10**12).denominator == 1
    return Decimal(plain_decimal(value, 12 if ends_soon else 6))
