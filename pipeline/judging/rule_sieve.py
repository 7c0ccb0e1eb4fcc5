"""How many figures of a store qualify for a check, filter by filter: what leaves out the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from pipeline.judging.frames import is_judged
from pipeline.judging.judged_frames import judged_frames
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.portions import sorted_facts
from pipeline.reconcile.qualifying import wanted_rows
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions
from rules.check_text import FactWanted
from rules.compiled_check import Check

FILTERS: Final = (
    "kind", "role", "column", "unit", "comparator", "period_kind", "period_source", "report_kind", "basis", "metric",
    "without_metric", "scope", "without_scope", "span", "nature", "catalogued", "named", "shortest_metric", "given",
    "lacking", "fewest_digits", "words", "without_words",
)  # fmt: skip
"""What a check may ask of one figure by itself, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Of `asked` figures, how many are left after each filter (`left`: the filter alone, and the number); those left
    at the end qualify as the input `name`."""

    name: str
    asked: int
    left: tuple[tuple[FactWanted, int], ...]

    @property
    def qualified(self) -> int:
        return self.left[-1][1] if self.left else self.asked


def sieves_of(store: Store, check: Check) -> tuple[Sieve, ...]:
    """The figures of the reports that count (and tasks with a due date), sifted for every input of `check`."""
    sums: dict[str, Sieve] = {}
    for book in _books(store):
        for name, wanted in check.inputs:
            sums[name] = _together(sums.get(name), _sieve(book, name, wanted))
    return tuple(sums.values())


def _books(store: Store) -> Iterator[FactBook]:
    """All figures, of some reports at a time, so that memory stays bounded; an empty book where there are none."""
    reports = table_named("reports")
    with store.reading() as connection:
        found = connection.execute(select(reports.c.report_id).where(is_judged()).order_by(reports.c.report_id))
        for some in list(key_portions(found.scalars().all())) or [()]:
            facts, items, told = judged_frames(connection, dict.fromkeys(some, ""))
            yield FactBook.of(sorted_facts(facts), items, told)


def _together(one: Sieve | None, other: Sieve) -> Sieve:
    if one is None:
        return other
    left = [(wanted, number + more) for (wanted, number), (_, more) in zip(one.left, other.left, strict=True)]
    return Sieve(one.name, one.asked + other.asked, tuple(left))


def _sieve(book: FactBook, name: str, wanted: FactWanted) -> Sieve:
    empty = FactWanted(label=wanted.label)
    asked = empty
    left: list[tuple[FactWanted, int]] = []
    for field in FILTERS:
        value = getattr(wanted, field)
        if value == getattr(empty, field):
            continue
        asked = asked.model_copy(update={field: value})
        left.append((empty.model_copy(update={field: value}), len(wanted_rows(book, asked))))
    return Sieve(name, len(wanted_rows(book, empty)), tuple(left))
