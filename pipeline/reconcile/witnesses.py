"""Equations that hold and share figures with violated ones: they acquit what they pin down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pipeline.reconcile.equation import Equation
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.judging import Held, Judged

MOST_HEARD: Final = 50
"""So many of the equations that hold are heard for one finding."""


class Witnesses:
    """The equations with `=` that hold, found by the figures in them; of those that share a violated one's figure."""

    def __init__(self, book: FactBook, judged: Sequence[Judged], violated: Sequence[Equation]) -> None:
        rows = [row for equation in violated for row in equation.all_rows]
        self._held: list[Held] = []
        asked_for = np.isin(book.figure, np.unique(book.figure[np.array(rows, dtype=np.int64)]))
        columns: list[list[np.ndarray[tuple[int], np.dtype[np.int64]]]] = [[], [], []]
        for one in judged:
            for held in one.held:
                if held.check.relation.sign != "=":
                    continue
                for stated in held.rows.values():
                    # An optional fact that is not there is the last row to `asked_for`; it is never a name in `=`.
                    at = np.flatnonzero(asked_for[stated] & (stated >= 0)) if len(asked_for) else np.zeros(0, np.int64)
                    columns[0].append(book.figure[stated[at]])
                    columns[1].append(np.full(len(at), len(self._held)))
                    columns[2].append(at)
                self._held.append(held)
        joined = [np.concatenate(column) if column else np.zeros(0, dtype=np.int64) for column in columns]
        order = np.argsort(joined[0], kind="stable")
        self._figures, self._number, self._index = (column[order] for column in joined)

    def with_figures(self, figures: set[int]) -> list[Equation]:
        """The equations with any of the figures, at most MOST_HEARD."""
        places: dict[tuple[int, int], None] = {}
        for figure in sorted(figures):
            first, last = np.searchsorted(self._figures, [figure, figure + 1])
            for place in range(first, min(last, first + MOST_HEARD)):
                places[int(self._number[place]), int(self._index[place])] = None
        return [self._equation(number, index) for number, index in list(places)[:MOST_HEARD]]

    def _equation(self, number: int, index: int) -> Equation:
        one = self._held[number]
        return Equation(one.check, {name: int(rows[index]) for name, rows in one.rows.items()})
