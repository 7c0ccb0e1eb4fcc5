"""One figure taken as wrong: what it would have to be, which equations that mends, which slip may have made it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from pipeline.reconcile.allowed import (
    Settled,
    allowed_by,
    can_hold,
    common_part,
    figures_of,
    known_rows,
    meets,
    most_common_part,
)
from pipeline.reconcile.domains import Domain
from pipeline.reconcile.equation import Equation, holds_with
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.neighbours import Neighbours
from pipeline.reconcile.repair import Figure, Repair
from rules.interval import Interval
from rules.printed import Printed, read_printed
from rules.slips import load_slip_frequencies

MOST_COMPUTED: Final = 3
"""So many values at most are offered where no slip explains a figure."""
MOST_COPIED: Final = 15
"""So many where it repeats another figure of its series: then there is a reason why it is far off."""
ARBITRARY: Final = Fraction(1, 10**4)
"""The chance that a figure was mistaken for just the printed one, where no slip explains it."""
UNUSUAL_DECIMALS: Final = 20
"""So many times less likely is a repair with other decimals than the figures around it have."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A repair of the fact at `row` and its weight: the chance of this slip and of its result, with nothing else
    known; weights compare between all figures of a finding."""

    row: int
    repair: Repair
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The fact at `row` is wrong; `possible` is what it can be (None: the equations do not tell), within its `domain`.

    `mended` are the violated equations that then hold, `kept` those that hold already and go on to.
    """

    row: int
    figure: Figure
    possible: Interval | None
    mended: tuple[Equation, ...]
    kept: tuple[Equation, ...]
    domain: Domain

    @property
    def printable(self) -> int:
        """How many values of the figure's own precision it can be, or where there are none, of one or two decimals
        more: a lost decimal makes a figure look coarser than it is."""
        if self.possible is None:
            return max(int(10**self.figure.digits) // 2, 1)
        for step in (self.figure.step, self.figure.step / 10, self.figure.step / 100):
            if among := self.printable_in(step):
                return among
        return 0

    def centred(self, repair: Repair) -> Fraction:
        """From 1 in the middle of what it can be to 1/2 where `repair` only just reaches it: errors of rounding seldom
        all go one way."""
        if self.possible is None:
            return Fraction(1)
        reach = self.possible.width + 2 * repair.half
        away = abs(repair.interval.middle - self.possible.middle)
        return max(1 - away / reach, Fraction(1, 2)) if reach else Fraction(1)

    def printable_in(self, step: Fraction) -> int:
        """How many multiples of `step` it can be."""
        if self.possible is None:
            return self.printable
        first, last = self._steps(self.possible, step)
        return max(last - first + 1, 0)

    def computed(self, most: int = MOST_COMPUTED) -> Iterator[Fraction]:
        """The values it can be, if they are no more than `most`; the present one is none of them."""
        if self.possible is None or not 1 <= self.printable <= most:
            return
        first, last = self._steps(self.possible, self.figure.step)
        for steps in range(first, last + 1):
            value = steps * self.figure.step
            if value != self.figure.value:
                yield value

    def _steps(self, possible: Interval, step: Fraction) -> tuple[int, int]:
        """The first and the last possible value, in steps of the last digit."""
        reach = Fraction(0) if self.figure.exact else step / 2
        # What is cut stands half a step nearer to nothing than what it was made of.
        moved = Fraction(0) if not self.figure.cut else -step / 2 if self.figure.value > 0 else step / 2
        first = math.ceil((possible.low + moved - reach) / step)
        last = math.floor((possible.high + moved + reach) / step)
        return first, last


def hypothesis_of(
    book: FactBook,
    row: int,
    violated: Sequence[Equation],
    held: Sequence[Equation],
    settled: Settled,
    domain: Domain,
) -> Hypothesis | None:
    """The hypothesis that the fact at `row` is wrong; None where no value of it within its `domain` could mend any of
    `violated` and keep those of `held` that it stands in.

    Where no value mends all of `violated` that it stands in, the one that mends most. `settled` figures count as what
    they have been found to be.
    """
    printed = read_printed(book.text(row, "printed") or "")
    if printed is None or book.text(row, "fact_id") is None or not _has_worth(book, row, printed):
        return None
    number = int(book.figure[row])
    kept = tuple(equation for equation in held if number in figures_of(book, equation))
    possible: Interval | None = None
    for equation in kept:
        possible = common_part(possible, allowed_by(book, equation, number, settled))
    if possible is not None:
        possible = domain.part_of(possible)
        if possible is None:
            return None
    mine: list[tuple[Equation, Interval | None]] = []
    for equation in violated:
        if number not in figures_of(book, equation):
            continue
        allowed = allowed_by(book, equation, number, settled)
        within = allowed and domain.part_of(allowed)
        # What its kind rules out, the figure cannot have been: it is not what is wrong here.
        if allowed is None or within is not None:
            mine.append((equation, within))
    possible = most_common_part(possible, [interval for _, interval in mine if interval is not None])
    mended = tuple(
        equation
        for equation, interval in mine
        if (can_hold(book, equation, number, possible, settled) if interval is None else meets(possible, interval))
    )
    if not mended:
        return None
    exact = not book.interval(row, "stated").width
    figure = Figure(printed, book.value(row), exact, book.text(row, "kind") or "", bool(book.cut[row]))
    hypothesis = Hypothesis(row, figure, possible, mended, kept, domain)
    return hypothesis if hypothesis.printable else None


def _has_worth(book: FactBook, row: int, printed: Printed) -> bool:
    """Whether it is known what one step of the figure is worth: of nothing, only where it is a rate."""
    if printed.value and book.value(row):
        return True
    return not printed.value and not book.value(row) and book.text(row, "unit") == "%"


def weighed_repairs(book: FactBook, hypothesis: Hypothesis, neighbours: Neighbours, settled: Settled) -> list[Weighed]:
    """Every repair that fits, likeliest first: slips undone, and where no slip does, the value that follows.

    What is only told to differ from another figure may be anything else: then there is none.
    """
    told_apart = [equation.check.relation.sign == "!=" for equation in hypothesis.mended]
    if all(told_apart):
        return []
    figure, row = hypothesis.figure, hypothesis.row
    frequencies = load_slip_frequencies()
    usual, most = neighbours.usual_decimals(row), neighbours.most_decimals(row)
    # One decimal more than any figure beside it: it is this figure that looks wrong.
    stands_out = most is not None and figure.printed.decimals > most
    found: dict[Fraction, Weighed] = {}

    def add(repair: Repair) -> None:
        weight = Fraction(int(getattr(frequencies, repair.slip, frequencies.unexplained)))
        weight *= repair.chance / max(hypothesis.printable_in(2 * repair.half), 1)
        if usual is not None and repair.decimals != usual and repair.slip != "unit_slip":
            weight /= UNUSUAL_DECIMALS
        if stands_out and most is not None and repair.decimals <= most:
            weight *= UNUSUAL_DECIMALS
        weight *= hypothesis.centred(repair)
        known = found.get(repair.value)
        if known is None or weight > known.weight:
            found[repair.value] = Weighed(row, repair, weight)

    copied = neighbours.copied_from(row)
    # A check that says of which figure it is a copy says what happened: no digit of it was misprinted.
    repairs = [] if copied is not None and any(told_apart) else [*_slips_undone(hypothesis)]
    if copied is not None:
        repairs += [figure.as_computed(value, copied, Fraction(1)) for value in hypothesis.computed(MOST_COPIED)]
    repairs += [figure.as_computed(value, "computed", ARBITRARY) for value in hypothesis.computed()]
    for repair in repairs:
        if hypothesis.domain.holds(repair.value) and mends(book, hypothesis, repair, settled):
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
        away = possible.distance(Interval.exact(figure.value)) / max(abs(figure.value), figure.step)
        if away > Fraction(1, 5):
            frequency /= 10 if away <= 1 else 1000
    return frequency / nearby / hypothesis.printable


def mends(book: FactBook, hypothesis: Hypothesis, repair: Repair, settled: Settled) -> bool:
    """Whether all equations of the hypothesis can hold with the repair."""
    number = int(book.figure[hypothesis.row])
    return all(
        holds_with(book, equation, known_rows(book, equation, settled, number, repair))
        for equation in (*hypothesis.mended, *hypothesis.kept)
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
