"""The equations behind a finding, put together again from the figures of its evidence, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pipeline.judging.frames import facts_named, items_of, reports_of
from pipeline.reconcile.coding import NOTHING
from pipeline.reconcile.equation import Equation, reading_of
from pipeline.reconcile.every_check import judge_check
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.message import Result, result_of
from pipeline.reconcile.suspects import as_decimal
from pipeline.store.connection import Store
from rules.check import checks_in_force
from rules.compiled_check import Check
from rules.interval import NotEvaluable

Row = dict[str, Any]

_MOST_FIGURES: Final = 60
"""Of findings over more figures than these only the sentence is told."""


@dataclass(frozen=True, slots=True)
class EquationFigure:
    """A fact in an equation, by the name that the check gives it; `low` and `high` as the equation reads it."""

    fact_id: str
    label: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class ShownEquation:
    """An equation that cannot hold: what the check relates, and which figures stand in it. `low` to `high` would fit
    the `reported` figure; `further` are more places that state one of the figures."""

    check: Check
    figures: Mapping[str, EquationFigure]
    further: tuple[str, ...]
    reported: Decimal | None
    low: Decimal | None
    high: Decimal | None
    gap: Decimal | None


def equations_of(store: Store, finding: Row) -> tuple[ShownEquation, ...]:
    """The equations of a finding that its own figures violate, the one that its sentence tells of first; empty where
    they cannot be put together (the rule or its figures have changed since, or it is no equation)."""
    if not 0 < len(finding["fact_ids"]) <= _MOST_FIGURES:
        return ()
    checks = checks_in_force()
    own = [check for check in checks if check.id == finding["rule"]]
    if not own:
        return ()
    with store.reading() as connection:
        facts = facts_named(connection, finding["fact_ids"])
        items, reports = (frame(connection, False, finding["report_ids"]) for frame in (items_of, reports_of))
    if facts.empty:
        return ()
    # Tasks with a due date are judged as well: only those that the finding is about.
    items = items[items["item_id"].isin(finding["item_ids"])].reset_index(drop=True)
    book = FactBook.of(facts, items, reports)
    # Where other equations fail as well, they are looked for among all checks.
    asked = checks if len(finding["fact_ids"]) > 2 and "另有" in finding["message"] else own
    found = [equation for check in (*own, *(other for other in asked if other not in own))
             for equation in judge_check(book, check).violated if not check.text.witness]  # fmt: skip
    shown = [one for equation in found if (one := _shown(book, equation)) is not None]
    main = next((one for one in shown if one.check.id == finding["rule"] and _is_told(one, finding)), None)
    return () if main is None else (main, *(one for one in shown if one is not main))


def _is_told(one: ShownEquation, finding: Row) -> bool:
    told = (finding["reported"], finding["expected_low"], finding["expected_high"], finding["gap"])
    return told == (None,) * 4 or told == (one.reported, one.low, one.high, one.gap)


def _shown(book: FactBook, equation: Equation) -> ShownEquation | None:
    check = equation.check
    try:
        result = result_of(book, equation)
    except NotEvaluable:
        return None
    figures = {}
    for name, row in equation.rows.items():
        fact_id = None if row == NOTHING else book.text(row, "fact_id")
        if fact_id is None:
            continue
        wanted = check.text.facts.get(name) or next(iter(check.text.facts.values()))
        interval = book.interval(row, reading_of(check, name))
        figures[name] = EquationFigure(fact_id, wanted.label, as_decimal(interval.low), as_decimal(interval.high))
    further = tuple(fact_id for row in equation.further if (fact_id := book.text(row, "fact_id")) is not None)
    dated = all(getattr(side, "attribute", None) for side in (check.relation.left, check.relation.right))
    return ShownEquation(check, figures, further, *((None,) * 4 if dated else _numbers(result)))


def _numbers(result: Result) -> tuple[Decimal | None, ...]:
    values = (result.reported, result.low, result.high, result.gap)
    return tuple(None if value is None else as_decimal(value) for value in values)
