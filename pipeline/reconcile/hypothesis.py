"""One figure taken as the only wrong one: what it would have to be, and how likely each slip is to have made it so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from pipeline.reconcile.equation import Equation, equation_interval, holds_with
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.neighbours import Neighbours
from pipeline.reconcile.repair import Figure, Repair
from rules.expression import Name, names_in
from rules.interval import Interval
from rules.printed import read_printed
from rules.slips import load_slip_frequencies
from rules.solving import solved_for

MOST_COMPUTED: Final = 3
"""So many values at most are offered where no slip explains a figure."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A repair of the fact at `row` and its weight: the chance of this slip and of its result, with nothing else
    known; weights compare between all figures of a finding."""

    row: int
    repair: Repair
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The fact at `row` is the one that is wrong; `possible` is what it can be (None: the equations do not tell)."""

    row: int
    figure: Figure
    possible: Interval | None
    equations: tuple[Equation, ...]

    @property
    def printable(self) -> Fraction:
        """How many values of the figure's own precision it can be."""
        if self.possible is None:
            return Fraction(10**self.figure.digits, 2)
        first, last = self._steps(self.possible)
        return Fraction(max(last - first + 1, 0))

    def _steps(self, possible: Interval) -> tuple[int, int]:
        """The first and the last possible value, in steps of the last printed digit."""
        reach = Fraction(0) if self.figure.exact else self.figure.step / 2
        first = math.ceil((possible.low - reach) / self.figure.step)
        last = math.floor((possible.high + reach) / self.figure.step)
        return first, last

    def computed(self) -> Iterator[Fraction]:
        """The values it can be, if they are few; the present one is none of them."""
        if self.possible is None or not 1 <= self.printable <= MOST_COMPUTED:
            return
        first, last = self._steps(self.possible)
        for steps in range(first, last + 1):
            value = steps * self.figure.step
            if value != self.figure.value:
                yield value


def hypothesis_of(
    book: FactBook, row: int, violated: Sequence[Equation], held: Sequence[Equation]
) -> Hypothesis | None:
    """The hypothesis that the fact at `row` alone is wrong; None where no value of it could mend all of `violated`
    and keep those of `held` that it stands in."""
    printed = read_printed(book.text(row, "printed") or "")
    if printed is None or book.text(row, "fact_id") is None or not printed.value:
        return None
    number = int(book.figure[row])
    touched = tuple(equation for equation in held if number in _figures(book, equation))
    possible: Interval | None = None
    for equation in (*violated, *touched):
        allowed = _allowed(book, equation, number)
        if allowed is None:
            continue
        low = allowed.low if possible is None else max(allowed.low, possible.low)
        high = allowed.high if possible is None else min(allowed.high, possible.high)
        if low > high:
            return None
        possible = Interval(low, high)
    exact = not book.interval(row, "stated").width
    figure = Figure(printed, book.value(row), exact, book.text(row, "kind") or "")
    hypothesis = Hypothesis(row, figure, possible, (*violated, *touched))
    return hypothesis if hypothesis.printable else None


def weighed_repairs(book: FactBook, hypothesis: Hypothesis, neighbours: Neighbours) -> list[Weighed]:
    """Every repair that fits, likeliest first: slips undone, and where no slip does, the value that follows."""
    figure, row = hypothesis.figure, hypothesis.row
    frequencies = load_slip_frequencies()
    found: dict[Fraction, Weighed] = {}

    def add(repair: Repair) -> None:
        frequency = getattr(frequencies, repair.slip, frequencies.unexplained)
        weight = Fraction(int(frequency)) * repair.chance / hypothesis.printable
        known = found.get(repair.value)
        if known is None or weight > known.weight:
            found[repair.value] = Weighed(row, repair, weight)

    for repair in _slips_undone(hypothesis):
        if mends(book, hypothesis, repair):
            add(repair)
    copied = neighbours.copied_from(row)
    arbitrary = Fraction(1, 10 ** min(figure.digits, 4))
    for value in hypothesis.computed():
        for slip, chance in ((copied, Fraction(1)), ("computed", arbitrary)):
            if slip is not None:
                repair = figure.as_computed(value, slip, chance)
                if mends(book, hypothesis, repair):
                    add(repair)
    return sorted(found.values(), key=lambda one: (-one.weight, one.repair.printed))


def weight_of_no_slip(hypothesis: Hypothesis) -> Fraction:
    """The weight of another cause than a slip, such as a restated figure or another basis, on the scale of repairs.

    Such causes move a figure anywhere within a fifth of what it was; they seldom move it further.
    """
    figure, possible = hypothesis.figure, hypothesis.possible
    frequency = Fraction(load_slip_frequencies().unexplained)
    nearby = max(Fraction(2, 5) * abs(figure.value) / figure.step, Fraction(1))
    if possible is not None:
        away = possible.distance(Interval.exact(figure.value)) / abs(figure.value)
        if away > Fraction(1, 5):
            frequency /= 10 if away <= 1 else 1000
    return frequency / nearby / hypothesis.printable


def mends(book: FactBook, hypothesis: Hypothesis, repair: Repair) -> bool:
    """Whether all equations of the hypothesis can hold with the repair."""
    number = int(book.figure[hypothesis.row])
    return all(
        holds_with(book, equation, dict.fromkeys(_rows_of(book, equation, number), repair.interval))
        for equation in hypothesis.equations
    )


def _slips_undone(hypothesis: Hypothesis) -> Iterator[Repair]:
    figure, possible = hypothesis.figure, hypothesis.possible
    undone = figure.slips_undone()
    fitting = np.ones(len(undone), dtype=bool)
    if possible is not None:
        fast = figure.intervals(undone)
        low, high = float(possible.low), float(possible.high)
        margin = fast.error + 1e-12 * max(abs(low), abs(high), 1.0)
        fitting = (fast.low - margin <= high) & (fast.high + margin >= low)
    for index in np.flatnonzero(fitting):
        repair = figure.repair(undone[index])
        if repair.value != figure.value:
            yield repair


def _allowed(book: FactBook, equation: Equation, number: int) -> Interval | None:
    """What the figure `number` can be in this equation alone; None where that cannot be told."""
    names = [Name(name) for name, row in equation.rows.items() if row >= 0 and int(book.figure[row]) == number]
    spoken = set(names_in(equation.check.relation))
    names = [name for name in names if name in spoken]
    if len(names) != 1:
        return None
    return solved_for(equation.check.relation, names[0], equation_interval(book, equation, {}))


def _figures(book: FactBook, equation: Equation) -> set[int]:
    return {int(book.figure[row]) for row in equation.rows.values() if row >= 0}


def _rows_of(book: FactBook, equation: Equation, figure: int) -> list[int]:
    return [row for row in equation.rows.values() if row >= 0 and int(book.figure[row]) == figure]
