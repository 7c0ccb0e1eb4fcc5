"""Plants slips into clean reports and works out what each breaks, and what the evidence says about it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.synth.equation import Equation, Place, Span
from pipeline.synth.figure import Figure
from pipeline.synth.report import Broken, Evidence, Planted, Report
from pipeline.synth.slips import Slip, draw_slip
from rules.interval import Interval

_TRIES = 30
_MOST_REPAIRS = 1000


class Ledger:
    """All printed figures of an archive and the equations between them."""

    def __init__(self, reports: Sequence[Report], equations: Iterable[Equation]) -> None:
        self.reports = {report.key: report for report in reports}
        self.values: dict[Place, Interval] = {
            Place(report.key, figure.name): figure.interval for report in reports for figure in report.figures
        }
        self.with_place: dict[Place, list[Equation]] = defaultdict(list)
        for equation in equations:
            for place in equation.places:
                self.with_place[place].append(equation)

    def figure(self, place: Place) -> Figure:
        return self.reports[place.report].figure(place.name)

    def broken_by(self, place: Place, wrong: Figure) -> list[Equation]:
        changed = {**{other: self.values[other] for other in self._around(place)}, place: wrong.interval}
        return [equation for equation in self.with_place[place] if not equation.holds(changed)]

    def planted(self, place: Place, slip: Slip, broken: Sequence[Equation]) -> Planted:
        """The slip with its effects, seen from the printed figures alone."""
        wrong = slip.wrong
        printed = {**self.values, place: wrong.interval}
        breaks = tuple(
            Broken(
                equation,
                equation.feasible(place, printed).distance(wrong.interval) / wrong.step,
                self._evidence(place, equation),
            )
            for equation in broken
        )
        hard = [equation for equation in broken if not equation.judged]
        in_all = set.intersection(*(set(equation.places) for equation in hard)) if hard else set()
        spans = {other: self._possible(other, printed) for other in in_all}
        suspects = tuple(sorted(other for other, span in spans.items() if not span.is_empty))
        repairs = _numbers_in(spans[place], slip.right) if place in spans else None
        return Planted(place, slip.kind, slip.right, wrong, breaks, suspects, repairs)

    def _possible(self, place: Place, printed: Mapping[Place, Interval]) -> Span:
        """Between which values the figure at `place` would let all its equations hold."""
        span = Span(None, None)
        for equation in self.with_place[place]:
            if not equation.judged:
                span = span.meet(equation.feasible(place, printed))
        return span

    def _around(self, place: Place) -> set[Place]:
        return {other for equation in self.with_place[place] for other in equation.places}

    def _evidence(self, place: Place, equation: Equation) -> Evidence:
        here = self.reports[place.report]
        others = [self.reports[other.report] for other in equation.places]
        if any(other.year != here.year for other in others):
            return "last_year"
        return "report" if all(other.key == here.key for other in others) else "earlier_months"


def plant(
    rng: random.Random, reports: Sequence[Report], equations: Sequence[Equation], share: Fraction
) -> tuple[list[Report], list[Planted]]:
    """The reports, `share` of them with one slip each, and the slips.

    A figure is drawn evenly from the report's, so slips that nothing can show are planted too. No two slips break
    equations that have a figure in common: each finding then has one cause, and can be judged right or wrong.
    """
    ledger = Ledger(reports, equations)
    changed = {report.key: report for report in reports}
    before = _reports_before(reports)
    touched: set[Place] = set()
    planted: list[Planted] = []
    for report in reports:
        if rng.random() >= share:
            continue
        here = {figure.name: figure for figure in report.figures}
        earlier = {figure.name: figure for figure in before[report.key].figures} if report.key in before else {}
        for _ in range(_TRIES):
            right = rng.choice(report.figures)
            place = Place(report.key, right.name)
            slip = draw_slip(rng, right, here, earlier)
            if slip is None:
                continue
            broken = ledger.broken_by(place, slip.wrong)
            involved = {place, *(other for equation in broken for other in equation.places)}
            if involved & touched:
                continue
            planted.append(ledger.planted(place, slip, broken))
            touched |= involved
            figures = tuple(slip.wrong if figure.name == right.name else figure for figure in report.figures)
            changed[report.key] = replace(report, figures=figures)
            ledger.values[place] = slip.wrong.interval
            break
    return [changed[report.key] for report in reports], planted


def _reports_before(reports: Sequence[Report]) -> dict[str, Report]:
    """The same unit's report before each."""
    last: dict[int, Report] = {}
    before: dict[str, Report] = {}
    for report in reports:
        if report.unit.number in last:
            before[report.key] = last[report.unit.number]
        last[report.unit.number] = report
    return before


def _numbers_in(span: Span, like: Figure) -> int | None:
    """How many numbers printed with the decimals of `like` would fit; None where there are many or no end."""
    if span.low is None or span.high is None:
        return None
    step = like.step
    above, below = like.interval.high - like.value, like.value - like.interval.low
    first = -((-(span.low - above)) // step)
    last = (span.high + below) // step
    return int(last - first + 1) if last - first < _MOST_REPAIRS else None
