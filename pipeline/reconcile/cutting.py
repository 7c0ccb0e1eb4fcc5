"""Which figures were cut instead of rounded: told from how the equations of their publisher come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.identity import short_hash
from pipeline.reconcile.coding import NOTHING, Flags
from pipeline.reconcile.equation import Equation, holds_with, reading_of
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Finding
from pipeline.reconcile.judging import Held, Judged
from rules.cutting import CUTTING_FAMILY, CUTTING_RULE, KINDS, Cutting, Part, load_cutting
from rules.interval import Interval

MOST_HEARD: Final = 400
"""So many of the equations of a publisher that hold as rounded are heard."""
MOST_SHOWN: Final = 12
"""So many of the figures that show a habit stand in its notice."""
_WAYS: Final[tuple[tuple[Part, ...], ...]] = (("rate",), ("amount",), ("rate", "amount"))


@dataclass(frozen=True, slots=True)
class Habit:
    """A publisher (by the number of its series) that cuts these figures, and the equations that say so.

    Where they are too few to be `sure`, figures are read as rounded, and what only fails then is no `error`.
    """

    series: int
    parts: tuple[Part, ...]
    equations: tuple[Equation, ...]
    sure: bool


def habits_of(book: FactBook, judged: Sequence[Judged], rules: Cutting | None = None) -> list[Habit]:
    """The publishers whose own equations say, or may say, that they cut digits off.

    `judged` is how all checks came out with every figure read as rounded.
    """
    rules = rules or load_cutting()
    habits = []
    for series, equations in sorted(_violated_by_publisher(book, judged).items()):
        habit = _habit(book, series, equations, judged, rules)
        if habit is not None:
            habits.append(habit)
    return habits


def cut_figures(book: FactBook, habits: Sequence[Habit], rules: Cutting | None = None) -> Flags:
    """The facts whose digits were cut off: those of known publishers, and of those with the habit."""
    of_unit = book.table.coded("unit_name")
    cut = np.zeros(len(book), dtype=bool)
    for known in (rules or load_cutting()).known:
        cut |= of_unit.is_one_of([known.unit]) & _of_parts(book, known.parts)
    for habit in (habit for habit in habits if habit.sure):
        cut |= (book.keys["series"] == habit.series) & _of_parts(book, habit.parts)
    return cut


def may_be_cut(book: FactBook, equation: Equation, habits: Sequence[Habit]) -> bool:
    """Whether the equation holds if the publisher cuts digits off, which is possible and not sure."""
    for habit in habits:
        if not habit.sure and all(book.keys["series"][row] == habit.series for row in equation.all_rows):
            return _holds_if_cut(book, equation, _of_parts(book, habit.parts))
    return False


def habit_findings(book: FactBook, habits: Sequence[Habit]) -> Iterator[Finding]:
    """A notice of each sure habit, with the figures that show it: a reviewer can confirm it, or say that it is none."""
    for habit in (habit for habit in habits if habit.sure):
        reported = {int(book.figure[row]): row for one in habit.equations for row in [one.rows[one.check.reported]]}
        shown = sorted(reported.values())[:MOST_SHOWN]
        row = shown[0]
        unit = book.text(row, "unit_name") or book.text(row, "region") or book.text(row, "source_name") or ""

        yield Finding(
            finding_id=short_hash(CUTTING_FAMILY, CUTTING_RULE, unit),
            rule=CUTTING_RULE,
            family=CUTTING_FAMILY,
            severity="notice",
            message=load_cutting().say(unit, habit.parts, len(reported)),
            report_ids=book.texts(shown, "report_id"),
            item_ids=book.texts(shown, "item_id"),
            fact_ids=book.texts(shown, "fact_id"),
            source_names=book.texts(shown, "source_name"),
            about_unit=unit,
        )


def _of_parts(book: FactBook, parts: Sequence[Part]) -> Flags:
    return book.is_one_of("kind", tuple(kind for part in parts for kind in KINDS[part]))


def _habit(
    book: FactBook, series: int, violated: Sequence[Equation], judged: Sequence[Judged], rules: Cutting
) -> Habit | None:
    """Which figures of a publisher are cut; None where its equations speak against it."""
    best: Habit | None = None
    most = 0
    held: list[Equation] | None = None
    for parts in _WAYS:
        among = _of_parts(book, parts)
        mended = tuple(equation for equation in violated if _holds_if_cut(book, equation, among))
        if not mended:
            continue
        if held is None:
            held = list(_held_of(book, judged, series))
        lost = [equation for equation in held if not _holds_if_cut(book, equation, among)]
        # Arithmetic of one report alone is the better witness: figures of last year may have been restated.
        for gained, against in ((mended, lost), (_strict(mended), _strict(lost))):
            figures = len(_reported(book, gained))
            if len(against) <= rules.learned.against * figures and figures - len(against) > most:
                best, most = Habit(series, parts, gained, figures >= rules.learned.least), figures - len(against)
    return best


def _strict(equations: Sequence[Equation]) -> tuple[Equation, ...]:
    """Those that cannot be violated but by a mistake."""
    return tuple(equation for equation in equations if equation.check.text.severity == "error")


def _violated_by_publisher(book: FactBook, judged: Sequence[Judged]) -> dict[int, list[Equation]]:
    """The violated equations of arithmetic between figures of one publisher."""
    found: dict[int, list[Equation]] = defaultdict(list)
    series = book.keys["series"]
    for one in judged:
        if one.check.relation.sign != "=" or one.check.is_agreement or one.check.text.apart:
            continue
        for equation in one.violated:
            publishers = {int(series[row]) for row in equation.all_rows}
            if len(publishers) == 1 and NOTHING not in publishers:
                found[publishers.pop()].append(equation)
    return found


def _held_of(book: FactBook, judged: Sequence[Judged], series: int) -> Iterator[Equation]:
    """Equations that hold between figures of this publisher, at most MOST_HEARD."""
    left = MOST_HEARD
    for one in judged:
        for held in one.held:
            if held.check.relation.sign != "=":
                continue
            for index in _indexes(book, held, series)[:left].tolist():
                left -= 1
                yield Equation(held.check, {name: int(rows[index]) for name, rows in held.rows.items()})


def _indexes(book: FactBook, held: Held, series: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    ours = [(book.keys["series"][rows] == series) | (rows == NOTHING) for rows in held.rows.values()]
    return np.flatnonzero(np.logical_and.reduce(ours))


def _reported(book: FactBook, equations: Sequence[Equation]) -> set[int]:
    """The distinct figures that the equations are about."""
    return {int(book.figure[equation.rows[equation.check.reported]]) for equation in equations}


def _holds_if_cut(book: FactBook, equation: Equation, among: Flags) -> bool:
    replaced: dict[int, Interval] = {}
    for name, row in equation.rows.items():
        if row >= 0 and among[row] and reading_of(equation.check, name) == "stated":
            replaced[row] = book.interval_if_cut(row)
    return holds_with(book, equation, replaced)
