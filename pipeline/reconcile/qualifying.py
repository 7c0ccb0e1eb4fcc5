"""Which facts qualify for a place in an equation: the filters of a check, applied by columns."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pipeline.reconcile.coding import NOTHING, Codes, Flags
from pipeline.reconcile.fact_book import FactBook
from rules.check_text import FactWanted
from rules.joining import load_joining

_FILTERED: Final = (
    "kind", "role", "column", "unit", "comparator", "period_kind", "period_source", "report_kind", "basis", "metric",
)  # fmt: skip


def wanted_rows(book: FactBook, wanted: FactWanted) -> Codes:
    """The rows of the facts that qualify as `wanted`."""
    mask = np.ones(len(book), dtype=bool)
    for name in _FILTERED:
        words = getattr(wanted, name)
        if words:
            mask &= book.words[name].is_one_of(words)
    if wanted.without_metric:
        mask &= ~book.words["metric"].is_one_of(wanted.without_metric)
    if wanted.scope:
        mask &= book.words["scope"].is_one_of(map(load_joining().scope, wanted.scope))
    if wanted.without_scope:
        mask &= ~book.words["scope"].is_one_of(map(load_joining().scope, wanted.without_scope))
    if wanted.span:
        mask &= book.spans[wanted.span]
    if wanted.nature:
        mask &= book.is_of_nature(wanted.nature)
    if wanted.catalogued is not None:
        mask &= book.is_catalogued() == wanted.catalogued
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
        rows = rows[_digits(book, rows) >= wanted.fewest_digits]
    if wanted.words:
        rows = rows[_mentions(book, rows, wanted.words)]
    if wanted.without_words:
        rows = rows[~_mentions(book, rows, wanted.without_words)]
    return rows


def _mentions(book: FactBook, rows: Codes, words: tuple[str, ...]) -> Flags:
    """Which of the facts have one of the words in their clause."""
    pattern = re.compile("|".join(map(re.escape, words)))
    texts = book.fields["evidence"][rows]
    return np.fromiter((text is not None and pattern.search(text) is not None for text in texts), bool, len(texts))


def _digits(book: FactBook, rows: Codes) -> Codes:
    """How many digits each figure is printed with, from the first that is not 0."""
    texts = book.fields["printed"][rows]
    counts = (len(re.sub(r"\D", "", text or "").lstrip("0")) for text in texts)
    return np.fromiter(counts, np.int64, len(texts))
