"""Which figures of violated equations are most likely wrong, and what they probably should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline.reconcile.allowed import Settled, figures_of
from pipeline.reconcile.domains import Domains
from pipeline.reconcile.equation import Equation
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Suggestion
from pipeline.reconcile.hypothesis import Hypothesis, Weighed, hypothesis_of, weighed_repairs, weight_of_no_slip
from pipeline.reconcile.labels import Labels
from pipeline.reconcile.neighbours import Neighbours
from rules.interval import Interval
from rules.printed import plain_decimal
from rules.slips import load_slip_frequencies

MOST_SUGGESTIONS: Final = 5
SAME_SLIP_AGAIN: Final = 5
"""So many times less likely is a slip with each further place that shows it."""
SURE_ENOUGH: Final = Fraction(3, 5)
"""Odds from which the figure of the best repairs is named as the suspect where nothing else tells."""
MOST_FIGURES: Final = 60
"""Among more figures than this, no suspect is looked for."""
NOT_WORTH_SHOWING: Final = Fraction(1, 100)
"""Odds below which a suggestion is left out where there are better ones."""
MOST_RELABELLED: Final = 6
"""Among more figures than this, none is tried under other labels."""
FAR_FETCHED: Final = Fraction(1, 10**6)
"""Weight of the chance that nothing here is the cause, where no figure can be."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is behind some violated `equations`: the row of the `suspect`, if the evidence tells, and suggestions."""

    equations: tuple[Equation, ...]
    suspect: int | None
    suggestions: tuple[Suggestion, ...]


def causes_of(
    book: FactBook,
    violated: Sequence[Equation],
    held: Sequence[Equation],
    neighbours: Neighbours,
    labels: Labels,
    domains: Domains,
) -> list[Cause]:
    """The causes of equations that share figures: one wrong figure if it can explain all, otherwise one after another,
    each time the figure that explains most.

    `held` are equations that hold and share figures with the violated ones: they acquit a figure that they pin down to
    what is printed.
    """
    causes: list[Cause] = []
    settled: dict[int, Interval] = {}
    left = list(violated)
    while left:
        cause, guess = _cause(book, left, held, neighbours, labels, domains, settled)
        causes.append(cause)
        explained = {id(equation) for equation in cause.equations}
        left = [equation for equation in left if id(equation) not in explained]
        if guess is not None and guess.possible is not None:
            settled[int(book.figure[guess.row])] = guess.possible
    return causes


def _cause(
    book: FactBook,
    violated: Sequence[Equation],
    held: Sequence[Equation],
    neighbours: Neighbours,
    labels: Labels,
    domains: Domains,
    settled: Settled,
) -> tuple[Cause, Hypothesis | None]:
    """The cause that explains most of `violated`, with the hypothesis of its suspect."""
    rows = {figure: row for one in reversed(violated) for figure, row in figures_of(book, one).items()}
    if len(rows) > MOST_FIGURES:
        return Cause(tuple(violated), None, ()), None
    trusted = [equation for equation in held if not settled.keys() & figures_of(book, equation).keys()]
    open_rows = [rows[figure] for figure in sorted(rows) if figure not in settled]
    guesses = _hypotheses(book, open_rows, violated, trusted, settled, domains)
    # What holds may hold by the very slip (a total made of wrong parts): then without these witnesses.
    guesses = guesses or _hypotheses(book, open_rows, violated, (), settled, domains)
    if not guesses:
        relabelled = _relabelled(book, violated, labels, domains)
        return Cause(tuple(violated), *_verdict(book, guesses, relabelled, FAR_FETCHED)), None
    most = max(len(guess.mended) for guess in guesses)
    guesses = [guess for guess in guesses if len(guess.mended) == most]
    if most < len(violated):
        # Guesses about one and the same part of the equations; the others are looked at afterwards.
        first = _places(violated, guesses[0])
        guesses = [guess for guess in guesses if _places(violated, guess) == first]
    copies = _copies(book, violated)
    weighed = [
        Weighed(one.row, one.repair, one.weight / SAME_SLIP_AGAIN ** copies[one.row])
        for guess in guesses
        for one in weighed_repairs(book, guess, neighbours, settled)
    ]
    no_slip = max((weight_of_no_slip(guess) for guess in guesses), default=FAR_FETCHED)
    suspect, suggestions = _verdict(book, guesses, weighed, no_slip)
    if suspect is None or not suggestions or suggestions[0].kind == "computed":
        # Where no slip in the digits is likely, the label may be wrong: of all that is violated, or of this part.
        for part in (tuple(violated), guesses[0].mended)[most == len(violated) :]:
            if relabelled := _relabelled(book, part, labels, domains):
                suspect, suggestions = _verdict(book, guesses, [*weighed, *relabelled], no_slip)
                return Cause(part, suspect, suggestions), None
    chosen = next((guess for guess in guesses if guess.row == suspect), None)
    return Cause(guesses[0].mended, suspect, suggestions), chosen


def _relabelled(book: FactBook, violated: Sequence[Equation], labels: Labels, domains: Domains) -> list[Weighed]:
    """The labels under which a figure that stands in all of `violated` would mend them."""
    of_each = [figures_of(book, equation) for equation in violated]
    in_all = set.intersection(*(set(figures) for figures in of_each))
    if len(in_all) > MOST_RELABELLED:
        return []
    frequencies = load_slip_frequencies()
    return [
        Weighed(of_each[0][figure], repair, int(getattr(frequencies, repair.slip)) * repair.chance)
        for figure in sorted(in_all)
        for repair in labels.fitting(of_each[0][figure])
        if domains.of(of_each[0][figure]).holds(repair.value)
    ]


def _hypotheses(
    book: FactBook,
    rows: Sequence[int],
    violated: Sequence[Equation],
    held: Sequence[Equation],
    settled: Settled,
    domains: Domains,
) -> list[Hypothesis]:
    guesses = (hypothesis_of(book, row, violated, held, settled, domains.of(row)) for row in rows)
    return [guess for guess in guesses if guess is not None]


def _places(violated: Sequence[Equation], guess: Hypothesis) -> frozenset[int]:
    mended = {id(equation) for equation in guess.mended}
    return frozenset(place for place, equation in enumerate(violated) if id(equation) in mended)


def _verdict(
    book: FactBook, guesses: Sequence[Hypothesis], weighed: Sequence[Weighed], no_slip: Fraction
) -> tuple[int | None, tuple[Suggestion, ...]]:
    """The suspect, if the odds or the equations alone tell, and the best repairs."""
    total = sum((one.weight for one in weighed), no_slip)
    odds: dict[int, Fraction] = {}
    for one in weighed:
        odds[one.row] = odds.get(one.row, Fraction(0)) + one.weight / total
    best = max(odds, key=lambda row: (odds[row], -row), default=None)
    suspect: int | None = None
    if best is not None and odds[best] >= SURE_ENOUGH:
        suspect = best
    elif len(guesses) == 1 and (len(guesses[0].mended) > 1 or len(figures_of(book, guesses[0].mended[0])) > 1):
        suspect = guesses[0].row
    ranked = sorted(
        weighed,
        key=lambda one: (suspect is not None and one.row != suspect, -one.weight, one.row, one.repair.printed),
    )
    shown = [one for one in ranked if one is ranked[0] or one.weight / total >= NOT_WORTH_SHOWING]
    return suspect, tuple(_suggestion(book, one, one.weight / total) for one in shown[:MOST_SUGGESTIONS])


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
