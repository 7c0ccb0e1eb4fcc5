"""Other facts of a fact's series that show the same digits: last month's figure, or the cumulative one."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Final

import numpy as np

from pipeline.reconcile.coding import NOTHING, Codes, tuple_code
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.finding import Slip
from rules.check_text import Key
from rules.printed import read_printed

MOST_ASKED: Final = 60
"""So many figures of a report at most tell how many decimals are usual."""

ENOUGH_BESIDE: Final = 4
"""From so many figures on, one decimal more than all of them stands out."""

_SERIES: tuple[Key, ...] = ("series", "metric", "scope", "kind", "role", "unit")


class Neighbours:
    """Looks up how a figure may have come into the wrong place."""

    def __init__(self, book: FactBook) -> None:
        self._book = book

    def copied_from(self, row: int) -> Slip | None:
        """What kind of copy the figure at `row` may be: of the period before, of the cumulative figure, or of none."""
        book = self._book
        start, end = book.days["start"][row], book.days["end"][row]
        if np.isnan(end):
            return None
        alike = self._with_same_digits(row)
        printed = book.text(row, "printed")
        alike = np.array(
            [other for other in alike.tolist() if other != row and book.text(other, "printed") == printed],
            dtype=np.int64,
        )
        ends, starts = book.days["end"][alike], book.days["start"][alike]
        month = book.keys["month"]
        if np.any((ends == end) & (starts < start) & book.spans["ytd"][alike]):
            return "cumulative_in_current"
        before = month[row] - month[alike]
        if np.any((before >= 1) & (before <= 3) & (month[alike] != NOTHING)):
            return "stale"
        return None

    def usual_decimals(self, row: int) -> int | None:
        """How many decimals the figures of the same kind in the report are printed with; None if they do not tell."""
        decimals = self._decimals_beside(row)
        if not decimals:
            return None
        ((usual, times),) = decimals.most_common(1)
        return usual if times >= 2 and 4 * times >= 3 * sum(decimals.values()) else None

    def most_decimals(self, row: int) -> int | None:
        """How many decimals at most the figures of the same kind in the report have; None if they are too few."""
        decimals = self._decimals_beside(row)
        return max(decimals) if sum(decimals.values()) >= ENOUGH_BESIDE else None

    def _decimals_beside(self, row: int) -> Counter[int]:
        """How often each number of decimals occurs among the other figures of the same kind and unit in the report."""
        book = self._book
        printed = read_printed(book.text(row, "printed") or "")
        ranked, order = self._by_kind
        first, last = np.searchsorted(ranked, [self._kind[row], self._kind[row] + 1])
        others = order[first:last][:MOST_ASKED]
        forms = [read_printed(str(book.text(other, "printed"))) for other in others.tolist() if other != row]
        return Counter(
            form.decimals
            for form in forms
            if form and printed and (form.factor, form.unit) == (printed.factor, printed.unit)
        )

    def _with_same_digits(self, row: int) -> Codes:
        ranked, order = self._ranked
        first, last = np.searchsorted(ranked, [self._code[row], self._code[row] + 1])
        return order[first:last]

    @cached_property
    def _kind(self) -> Codes:
        return tuple_code([self._book.keys["report"], self._book.keys["kind"]])

    @cached_property
    def _by_kind(self) -> tuple[Codes, Codes]:
        order = np.argsort(self._kind, kind="stable")
        return self._kind[order], order.astype(np.int64)

    @cached_property
    def _code(self) -> Codes:
        book = self._book
        return tuple_code([*(book.keys[key] for key in _SERIES), book.value_code])

    @cached_property
    def _ranked(self) -> tuple[Codes, Codes]:
        order = np.argsort(self._code, kind="stable")
        return self._code[order], order.astype(np.int64)
