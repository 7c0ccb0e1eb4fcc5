"""One figure taken as wrong: what it would have to be, which equations that mends, which slip may have made it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
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
ARBITRARY: Final = Fraction(1, 10**4)
"""The chance that a figure was mistaken for just the printed one, where no slip explains it."""
UNUSUAL_DECIMALS: Final = 20
"""So many times less likely is a repair with other decimals than the figures around it have."""

Settled = Mapping[int, Interval]
"""What figures (by number) have been found to be, instead of what is printed."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A repair of the fact at `row` and its weight: the chance of this slip and of its result, with nothing else
    known; weights compare between all figures of a finding."""

    row: int
    repair: Repair
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The fact at `row` is wrong; `possible` is what it can be (None: the equations do not tell).

    `mended` are the violated equations that then hold, `kept` those that hold already and go on to.
    """

    row: int
    figure: Figure
    possible: Interval | None
    mended: tuple[Equation, ...]
    kept: tuple[Equation, ...]

    @property
    def printable(self) -> int:
        """How many values of the figure's own precision it can be."""
        if self.possible is None:
            return max(int(10**self.figure.digits) // 2, 1)
        first, last = self._steps(self.possible)
        return max(last - first + 1, 0)

    def computed(self) -> Iterator[Fraction]:
        """The values it can be, if they are few; the present one is none of them."""
        if self.possible is None or not 1 <= self.printable <= MOST_COMPUTED:
            return
        first, last = self._steps(self.possible)
        for steps in range(first, last + 1):
            value = steps * self.figure.step
            if value != self.figure.value:
                yield value

    def _steps(self, possible: Interval) -> tuple[int, int]:
        """The first and the last possible value, in steps of the last printed digit."""
        reach = Fraction(0) if self.figure.exact else self.figure.step / 2
        first = math.ceil((possible.low - reach) / self.figure.step)
        last = math.floor((possible.high + reach) / self.figure.step)
        return first, last


def hypothesis_of(
    book: FactBook, row: int, violated: Sequence[Equation], held: Sequence[Equation], settled: Settled
) -> Hypothesis | None:
    """The hypothesis that the fact at `row` is wrong; None where no value of it could mend any of `violated` and keep
    those of `held` that it stands in.

    Where no value mends all of `violated` that it stands in, the one that mends most. `settled` figures count as what
    they have been found to be.
    """
    printed = read_printed(book.text(row, "printed") or "")
    if printed is None or book.text(row, "fact_id") is None or not printed.value or not book.value(row):
        return None
    number = int(book.figure[row])
    kept = tuple(equation for equation in held if number in figures_of(book, equation))
    possible: Interval | None = None
    for equation in kept:
        possible = _common(possible, _allowed(book, equation, number, settled))
    mine = [equation for equation in violated if number in figures_of(book, equation)]
    allowed = [_allowed(book, equation, number, settled) for equation in mine]
    possible = _most_common(possible, [interval for interval in allowed if interval is not None])
    mended = tuple(
        equation
        for equation, interval in zip(mine, allowed, strict=True)
        if (_mended(book, equation, number, possible, settled) if interval is None else _meets(possible, interval))
    )
    if not mended:
        return None
    exact = not book.interval(row, "stated").width
    figure = Figure(printed, book.value(row), exact, book.text(row, "kind") or "")
    hypothesis = Hypothesis(row, figure, possible, mended, kept)
    return hypothesis if hypothesis.printable else None


def weighed_repairs(book: FactBook, hypothesis: Hypothesis, neighbours: Neighbours, settled: Settled) -> list[Weighed]:
    """Every repair that fits, likeliest first: slips undone, and where no slip does, the value that follows."""
    figure, row = hypothesis.figure, hypothesis.row
    frequencies = load_slip_frequencies()
    usual = neighbours.usual_decimals(row)
    found: dict[Fraction, Weighed] = {}

    def add(repair: Repair) -> None:
        weight = Fraction(int(getattr(frequencies, repair.slip, frequencies.unexplained)))
        weight *= repair.chance / hypothesis.printable
        if usual is not None and repair.decimals != usual and repair.slip != "unit_slip":
            weight /= UNUSUAL_DECIMALS
        known = found.get(repair.value)
        if known is None or weight > known.weight:
            found[repair.value] = Weighed(row, repair, weight)

    repairs = [*_slips_undone(hypothesis)]
    copied = neighbours.copied_from(row)
    for value in hypothesis.computed():
        if copied is not None:
            repairs.append(figure.as_computed(value, copied, Fraction(1)))
        repairs.append(figure.as_computed(value, "computed", ARBITRARY))
    for repair in repairs:
        if mends(book, hypothesis, repair, settled):
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


def mends(book: FactBook, hypothesis: Hypothesis, repair: Repair, settled: Settled) -> bool:
    """Whether all equations of the hypothesis can hold with the repair."""
    number = int(book.figure[hypothesis.row])
    changed = {**settled, number: repair.interval}
    return all(
        holds_with(book, equation, _replaced(book, equation, changed))
        for equation in (*hypothesis.mended, *hypothesis.kept)
    )


def figures_of(book: FactBook, equation: Equation) -> dict[int, int]:
    """The figures of an equation, each with the first row that states it."""
    rows: dict[int, int] = {}
    for row in equation.rows.values():
        if row >= 0:
            rows.setdefault(int(book.figure[row]), row)
    return rows


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


def _allowed(book: FactBook, equation: Equation, number: int, settled: Settled) -> Interval | None:
    """What the figure `number` can be in this equation alone; None where that cannot be told."""
    names = [Name(name) for name, row in equation.rows.items() if row >= 0 and int(book.figure[row]) == number]
    spoken = set(names_in(equation.check.relation))
    names = [name for name in names if name in spoken]
    if len(names) != 1:
        return None
    values = equation_interval(book, equation, _replaced(book, equation, settled))
    return solved_for(equation.check.relation, names[0], values)


def _common(one: Interval | None, other: Interval | None) -> Interval | None:
    """What lies in both; what holds of the figure as printed always has something in common."""
    if one is None or other is None:
        return one or other
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Interval(low, high) if low <= high else one


def _most_common(within: Interval | None, intervals: Sequence[Interval]) -> Interval | None:
    """The stretch of `within` that lies in most of `intervals`; all of `within` where none reaches it."""
    inside = [interval for interval in intervals if _meets(within, interval)]
    if not inside:
        return within
    best, most = within, 0
    for start in inside:
        # The stretch with most intervals begins where one of them does.
        low = start.low if within is None else max(start.low, within.low)
        over = [interval for interval in inside if interval.low <= low <= interval.high]
        if len(over) > most:
            most = len(over)
            high = min(interval.high for interval in over)
            best = Interval(low, high if within is None else min(high, within.high))
    return best


def _meets(possible: Interval | None, interval: Interval) -> bool:
    return possible is None or possible.meets(interval)


def _mended(book: FactBook, equation: Equation, number: int, possible: Interval | None, settled: Settled) -> bool:
    """Whether an equation that does not tell the figure can hold; any figure at all can mend it if nothing tells."""
    if possible is None:
        return True
    return holds_with(book, equation, _replaced(book, equation, {**settled, number: possible}))


def _replaced(book: FactBook, equation: Equation, settled: Settled) -> dict[int, Interval]:
    return {
        row: settled[number]
        for row in equation.rows.values()
        if row >= 0 and (number := int(book.figure[row])) in settled
    }
