"""How many figures of a store qualify for a check, filter by filter: what leaves out the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.frames import facts_frame, items_frame, reports_frame
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.portions import sorted_facts
from pipeline.reconcile.qualifying import wanted_rows
from pipeline.store.connection import Store
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
    facts = facts_frame(store, judged_only=True)
    book = FactBook.of(sorted_facts(facts), items_frame(store, judged_only=True), reports_frame(store, True))
    return tuple(_sieve(book, name, wanted) for name, wanted in check.inputs)


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
