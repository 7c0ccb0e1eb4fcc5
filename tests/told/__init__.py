"""Facts of a few words, written as lines that a person can check."""

from __future__ import annotations

from datetime import date

from extractors.attribution.attribute import Attribution
from extractors.attribution.setting import Memory, Setting
from extractors.fact import Column, Fact, Period
from extractors.periods import Anchor
from extractors.text import LinePlace, Text

HALF_YEAR = Period(date(2024, 1, 1), date(2024, 6, 30), "ytd")


def as_text(words: str) -> Text:
    """`words` as they would stand in the first line of a text file."""
    return Text(words, tuple(LinePlace(1, column) for column in range(len(words))))


def facts_of(
    words: str,
    *,
    column: Column | None = None,
    item: str | None = None,
    period: Period = HALF_YEAR,
    memory: Memory | None = None,
    target: bool = False,
) -> list[Fact]:
    """The facts of `words`, in a cell of `column` or, without one, in running text of a report on `period`."""
    setting = Setting(
        Anchor(period, period.end.year),
        item=item,
        item_position=0 if item else None,
        column=column,
        column_period=period if column else None,
        head_period=period if column in ("current", "cumulative") else None,
        default_role="target" if target or column == "target" else "actual",
        document_period=None if column else period,
    )
    return Attribution(as_text(words), "p0", setting, memory or Memory(), 0).read()


def told(fact: Fact) -> str:
    """A fact in one line: what is printed, kind, role, comparator and value, metric, period, scope, base, basis."""
    period = f"{fact.period.start or '@'}..{fact.period.end}" if fact.period else "-"
    value = f"{fact.comparator} {fact.value}{fact.unit}" + (f"/{fact.per}" if fact.per else "")
    extras = [
        f"of {fact.parent_metric}" if fact.parent_metric else "",
        f"base {fact.base}" if fact.base else "",
        f"basis {fact.basis}" if fact.basis else "",
        " ".join(fact.flags),
    ]
    parts = [fact.printed, fact.kind, fact.role, value, fact.metric, period, fact.scope or "-", *filter(None, extras)]
    return " | ".join(parts)
