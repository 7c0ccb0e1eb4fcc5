"""Which cell of the monthly series a fact fills, if any: its month, its scope, and how far it is to be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # the views are made of the cells' names alone: who asks the store needs no readers
    from extractors.fact import Fact
    from extractors.report import Metadata

Row = dict[str, Any]

AMOUNT_CELLS: Final = ("month_fen", "cumulative_fen", "target_fen")
RATE_CELLS: Final = ("month_growth", "growth", "target_growth", "completion", "work_completion")
LEAST_TRUST: Final = 3
"""The trust of what a report says of another month; 0 is a row of the month's own sheet that is about the metric."""

NO_CELL: Final[Row] = {"series_cell": None, "series_trust": None, "series_year": None, "series_month": None}

_SETS_TARGETS: Final = ("plan", "policy")
"""Kinds of report whose targets belong to no month."""


def series_fields(facts: Iterable[Fact], metadata: Metadata) -> Callable[[Fact], Row]:
    """Gives for each of the report's facts its `series_…` fields.

    A figure without a scope has that of the other figures of its metric in its row, if they agree.
    """
    found: dict[tuple[int | None, str], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.scope is not None and fact.item_position is not None:
            found[_row_of(fact)].add(fact.scope)
    scopes = {row: next(iter(scopes)) for row, scopes in found.items() if len(scopes) == 1}
    return lambda fact: {**_cell_fields(fact, metadata), "series_scope": fact.scope or scopes.get(_row_of(fact))}


def _row_of(fact: Fact) -> tuple[int | None, str]:
    return fact.item_position, fact.metric_name or fact.metric


def _cell_fields(fact: Fact, metadata: Metadata) -> Row:
    if fact.period is None or fact.basis not in {None, "natural"}:
        return NO_CELL
    reported_until = metadata.period.end if metadata.period else None
    day: date | None
    if fact.role == "actual":
        cell, day = _actual_cell(fact), fact.period.end
    else:
        # A yearly target stands in the row of the month that the report is of.
        cell, day = _target_cell(fact, metadata, reported_until), reported_until
    if cell is None or day is None:
        return NO_CELL
    return {
        "series_cell": cell,
        "series_trust": _trust(fact, metadata, own=reported_until == day),
        "series_year": day.year,
        "series_month": day.month,
    }


def _actual_cell(fact: Fact) -> str | None:
    assert fact.period is not None  # only facts with a period get here
    of_month, to_date = fact.period.kind == "month", fact.period.kind in {"ytd", "year"}
    match fact.kind:
        case "amount":
            return "month_fen" if of_month else "cumulative_fen" if to_date else None
        case "growth":
            return "month_growth" if of_month else "growth" if to_date else None
        case "completion" if to_date:
            return "work_completion" if fact.column == "completion" else "completion"
        case _:
            return None


def _target_cell(fact: Fact, metadata: Metadata, reported_until: date | None) -> str | None:
    assert fact.period is not None  # only facts with a period get here
    if metadata.kind in _SETS_TARGETS or fact.period.kind != "year" or reported_until is None:
        return None
    if fact.period.end.year != reported_until.year:
        return None
    if fact.kind == "growth":
        return "target_growth" if fact.role == "target" else None
    is_target = fact.role in {"target", "budget"} or (fact.column == "target" and fact.role == "arranged")
    return "target_fen" if fact.kind == "amount" and is_target else None


def _trust(fact: Fact, metadata: Metadata, own: bool) -> int:
    """Where several figures state one cell, that of the smallest trust number counts."""
    if not own:
        return LEAST_TRUST
    if fact.column is None or metadata.kind != "progress_sheet":
        return 2
    return 0 if fact.item in {fact.metric, fact.metric_name} else 1
