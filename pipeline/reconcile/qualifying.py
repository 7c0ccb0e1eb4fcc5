"""Which facts qualify for a place in an equation: the filters of a check, applied by columns."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.reconcile.coding import NOTHING, Codes, Flags
from pipeline.reconcile.fact_book import FactBook
from rules.check_text import FactWanted
from rules.joining import load_joining

_FILTERED: Final = (
    "kind", "role", "column", "unit", "comparator", "period_kind", "period_source", "report_kind", "basis", "metric",
)  # fmt: skip
_NO_ROWS: Final[Codes] = np.zeros(0, dtype=np.int64)


def wanted_rows(book: FactBook, wanted: FactWanted) -> Codes:
    """The rows of the facts that qualify as `wanted` and can be computed with."""
    return _rows(book, wanted, ~book.unusable)


def unusable_rows(book: FactBook, wanted: FactWanted) -> Codes:
    """The rows of the facts that qualify as `wanted`, but for their number."""
    return _rows(book, wanted, book.unusable.copy()) if book.unusable.any() else _NO_ROWS


def _rows(book: FactBook, wanted: FactWanted, mask: Flags) -> Codes:
    for name in _FILTERED:
        words = getattr(wanted, name)
        if words:
            mask &= book.is_one_of(name, words)
    if wanted.without_metric:
        mask &= ~book.is_one_of("metric", wanted.without_metric)
    if wanted.metric_ends:
        mask &= book.words["metric"].where(lambda name: name.endswith(wanted.metric_ends))
    if wanted.scope:
        mask &= book.is_one_of("scope", tuple(map(load_joining().scope, wanted.scope)))
    if wanted.without_scope:
        mask &= ~book.is_one_of("scope", tuple(map(load_joining().scope, wanted.without_scope)))
    if wanted.span:
        mask &= book.spans[wanted.span]
    if wanted.nature:
        mask &= book.is_of_nature(wanted.nature)
    if wanted.catalogued is not None:
        mask &= book.is_catalogued == wanted.catalogued
    if wanted.named:
        mask &= book.named
    if wanted.shortest_metric:
        mask &= book.words["metric"].where(lambda name: len(name) >= wanted.shortest_metric)
    for key in wanted.given:
        mask &= book.keys[key] != NOTHING
    for key in wanted.lacking:
        mask &= book.keys[key] == NOTHING
    rows = np.flatnonzero(mask).astype(np.int64)
    # Texts are looked at last, and only of the facts that are left.
    if wanted.fewest_digits:
        rows = rows[book.printed_digits[rows] >= wanted.fewest_digits]
    if wanted.words:
        rows = rows[book.mentions.any_of(wanted.words)[rows]]
    if wanted.without_words:
        rows = rows[~book.mentions.any_of(wanted.without_words)[rows]]
    return rows
