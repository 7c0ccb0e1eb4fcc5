"""Which of several targets or budgets a completion is of, where the words leave it open: the one whose equation holds.

为预期数的64.1% may be of the expected 1685亿元 or of the 1696亿元 that are striven for. Only one of them gives 64.1%.
Nothing but arithmetic between figures of the same report decides, and it never changes a figure: the completion keeps
all that is printed and is flagged, so that people are told which one was taken and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from extractors.fact import Fact
from rules.phrasings import phrasings

FLAG: Final = "base_by_arithmetic"
"""Flag of a completion whose base was told by arithmetic."""

_GOALS: Final = frozenset({"target", "stretch_target", "budget", "arranged"})
_MEASURED: Final = frozenset({"amount", "count"})
_MOST: Final = 50
"""More figures than this for one place and time are not one figure: nothing is chosen."""
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is asked of a fact here; `key` is the caller's. Values in the base unit, with the printed interval."""

    key: object
    kind: str
    role: str
    metric: str
    scope: str | None
    unit: str
    low: Decimal
    high: Decimal
    start: date | None
    end: date | None
    base: str | None
    evidence: str
    item: str | None
    sentence: int
    printed: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion with what was done, the goal that it is of, and the goals that it could have been of."""

    completion: Figure
    done: Figure
    goal: Figure
    others: tuple[Figure, ...]


def with_chosen_bases(facts: Sequence[Fact]) -> list[Fact]:
    """`facts` with those completions flagged whose base arithmetic alone tells."""
    figures = [
        Figure(
            number, fact.kind, fact.role, fact.metric_code or fact.metric, fact.scope, fact.unit, fact.low, fact.high,
            fact.period.start if fact.period else None, fact.period.end if fact.period else None, fact.base,
            fact.evidence, fact.item, fact.sentence, fact.printed,
        )
        for number, fact in enumerate(facts)
    ]  # fmt: skip
    chosen = {choice.completion.key for choice in choices(figures)}
    return [replace(fact, flags=(*fact.flags, FLAG)) if number in chosen else fact for number, fact in enumerate(facts)]


def choices(figures: Iterable[Figure]) -> list[Choice]:
    """Every completion among the figures of one report whose words fit several goals, of which one alone fits the
    figures. Linear in the number of figures."""
    by_metric: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_metric[figure.metric].append(figure)
    found: list[Choice] = []
    for together in by_metric.values():
        about = _About(together)
        if about.has_several_goals:
            chosen = (_choice(figure, about) for figure in together if _asks(figure))
            found.extend(choice for choice in chosen if choice)
    return found


def _asks(figure: Figure) -> bool:
    return figure.kind == "completion" and bool(figure.base) and figure.end is not None and figure.unit == "%"


class _About:
    """The figures of one metric, by where they stand, so that those near a completion are found without a search."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._goals: defaultdict[tuple[object, ...], dict[tuple[object, ...], Figure]] = defaultdict(dict)
        self._done: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        amounts: set[tuple[Decimal, Decimal]] = set()
        for figure in figures:
            if figure.kind not in _MEASURED:
                continue
            for scope in (figure.scope, _ANY):
                if figure.role in _GOALS and figure.low > 0 and figure.end is not None:
                    amounts.add((figure.low, figure.high))
                    adjusted = _is_adjusted(figure.evidence)
                    alike = (figure.kind, figure.unit, figure.role, figure.low, figure.high, adjusted, figure.end)
                    self._goals[figure.end.year, scope].setdefault(alike, figure)
                elif figure.role == "actual":
                    time = (figure.start, figure.end, scope)
                    for place in (("sentence", figure.sentence), ("item", figure.item), ("report",)):
                        self._done[(*place, *time)].append(figure)
        self.has_several_goals = len(amounts) > 1

    def goals(self, completion: Figure) -> list[Figure]:
        """Those of the year and scope in which the completion was measured; none where there are too many."""
        assert completion.end is not None
        found = [
            goal
            for scope in _scopes(completion)
            for goal in self._goals[completion.end.year, scope].values()
            if _same_year(completion, goal)
        ]
        return found if len(found) <= _MOST else []

    def done(self, completion: Figure) -> Figure | None:
        """What the completion says to be done: the figure of its time that stands closest; None where that is not
        one."""
        for place in (("sentence", completion.sentence), ("item", completion.item), ("report",)):
            keys = [(*place, completion.start, completion.end, scope) for scope in _scopes(completion)]
            if sum(len(self._done[key]) for key in keys) > _MOST:
                return None
            if closest := [figure for key in keys for figure in self._done[key]]:
                return closest[0] if len({(figure.low, figure.high) for figure in closest}) == 1 else None
        return None


def _scopes(completion: Figure) -> tuple[object, ...]:
    """The scopes of figures that may belong to it: its own and none; any where it says none."""
    return (_ANY,) if completion.scope is None else (completion.scope, None)


def _choice(completion: Figure, about: _About) -> Choice | None:
    done = about.done(completion)
    if done is None:
        return None
    open_ = [goal for goal in about.goals(completion) if (goal.kind, goal.unit) == (done.kind, done.unit)]
    open_ = _by_words(completion, open_)
    fitting = [goal for goal in open_ if _fits(completion, done, goal)]
    amounts = {(goal.low, goal.high) for goal in fitting}
    others = tuple(goal for goal in open_ if (goal.low, goal.high) not in amounts)
    return Choice(completion, done, fitting[0], others) if len(amounts) == 1 and others else None


def _same_year(completion: Figure, goal: Figure) -> bool:
    """Whether the goal is for the year in which the completion was measured."""
    if goal.end is None or completion.end is None or goal.end < completion.end:
        return False
    return goal.end.year == completion.end.year and (goal.start is None or goal.start.year == goal.end.year)


def _by_words(completion: Figure, goals: Sequence[Figure]) -> list[Figure]:
    """The goals that the words of the base leave open: a budget is no target, an adjusted one is not the first."""
    said, known = completion.base or "", phrasings().bases
    stretched = known.stretch.compiled.search(said) is not None
    kept = [goal for goal in goals if not stretched or goal.role == "stretch_target"] or list(goals)
    if known.budget.compiled.search(said):
        kept = [goal for goal in kept if goal.role in ("budget", "arranged")] or kept
        adjusted = _is_adjusted(said)
        if adjusted or known.first.compiled.search(said):
            kept = [goal for goal in kept if _is_adjusted(goal.evidence) == adjusted] or kept
        return kept
    return [goal for goal in kept if goal.role in ("target", "stretch_target")] or kept


def _is_adjusted(said: str) -> bool:
    return phrasings().bases.adjusted.compiled.search(said) is not None


def _fits(completion: Figure, done: Figure, goal: Figure) -> bool:
    """Whether 100 × done ÷ goal can be printed as the completion is."""
    lowest = 100 * Fraction(done.low) / Fraction(goal.high)
    highest = 100 * Fraction(done.high) / Fraction(goal.low)
    return lowest <= Fraction(completion.high) and Fraction(completion.low) <= highest
