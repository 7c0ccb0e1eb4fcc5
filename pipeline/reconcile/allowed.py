"""What the equations that a figure stands in allow it to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.reconcile.equation import Equation, equation_interval, holds_with, reading_of
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.repair import Repair
from rules.expression import Name, names_in
from rules.interval import Interval
from rules.solving import solved_for

Settled = Mapping[int, Interval]
"""What figures (by number) have been found to be, instead of what is printed."""


def figures_of(book: FactBook, equation: Equation) -> dict[int, int]:
    """The figures of an equation, each with the first row that states it."""
    rows: dict[int, int] = {}
    for row in equation.rows.values():
        if row >= 0:
            rows.setdefault(int(book.figure[row]), row)
    return rows


def allowed_by(book: FactBook, equation: Equation, number: int, settled: Settled) -> Interval | None:
    """What the figure `number` can be in this equation alone; None where that cannot be told."""
    names = [Name(name) for name, row in equation.rows.items() if row >= 0 and int(book.figure[row]) == number]
    spoken = set(names_in(equation.check.relation))
    names = [name for name in names if name in spoken]
    if len(names) != 1:
        return None
    values = equation_interval(book, equation, known_rows(book, equation, settled))
    solved = solved_for(equation.check.relation, names[0], values)
    reach = _rounding_beyond(book, equation, names[0].name)
    return solved.widened(reach, reach) if solved is not None and reach else solved


def _rounding_beyond(book: FactBook, equation: Equation, name: str) -> Fraction:
    """How far the equation reads the printed digits of its fact `name` beyond what the fact states on either side:
    targets are exact, and still rounded where a growth is worked out from them."""
    reading = reading_of(equation.check, name)
    if reading == "stated":
        return Fraction(0)
    row = equation.rows[name]
    return max(book.interval(row, reading).width - book.interval(row, "stated").width, Fraction(0)) / 2


def common_part(one: Interval | None, other: Interval | None) -> Interval | None:
    """What lies in both; what holds of the figure as printed always has something in common."""
    if one is None or other is None:
        return one or other
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Interval(low, high) if low <= high else one


def most_common_part(within: Interval | None, intervals: Sequence[Interval]) -> Interval | None:
    """The stretch of `within` that lies in most of `intervals`; all of `within` where none reaches it."""
    inside = [interval for interval in intervals if meets(within, interval)]
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


def meets(possible: Interval | None, interval: Interval) -> bool:
    return possible is None or possible.meets(interval)


def can_hold(book: FactBook, equation: Equation, number: int, possible: Interval | None, settled: Settled) -> bool:
    """Whether an equation that does not tell the figure can hold; any figure at all can mend it if nothing tells."""
    if possible is None:
        return True
    return holds_with(book, equation, known_rows(book, equation, {**settled, number: possible}))


def known_rows(
    book: FactBook, equation: Equation, settled: Settled, repaired: int = -1, repair: Repair | None = None
) -> dict[int, Interval]:
    """What is known of the rows of the equation instead of what is printed; `repaired` is the figure of `repair`."""
    replaced: dict[int, Interval] = {}
    for name, row in equation.rows.items():
        number = int(book.figure[row]) if row >= 0 else -1
        if repair is not None and number == repaired:
            exact = not repair.interval.width and reading_of(equation.check, name) != "stated"
            replaced[row] = repair.interval.widened(repair.half, repair.half) if exact else repair.interval
        elif number in settled:
            replaced[row] = settled[number]
    return replaced
