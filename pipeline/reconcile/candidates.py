"""Joins facts into the equations that a check asks for: by columns, never fact by fact."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.calendar_spans import day_codes
from pipeline.reconcile.coding import NOTHING, Codes, Flags, join, repeated
from pipeline.reconcile.fact_book import FactBook
from rules.check_text import FactWanted, Key
from rules.compiled_check import Check
from rules.joining import load_joining

MOST_PER_KEY = 20
"""More different figures than this under one key are not one figure stated several times: not evaluable."""
MOST_COMBINATIONS = 200
"""More combinations than this for one figure are not looked at: not evaluable."""

_MAY_BE_EMPTY: frozenset[Key] = frozenset(
    {"scope", "basis", "unit", "column", "base", "parent", "role", "per", "above"}
)
_FILTERED = (
    "kind", "role", "column", "unit", "comparator", "period_kind", "period_source", "report_kind", "basis", "metric",
)  # fmt: skip
_EMPTY_MEANS: dict[Key, str] = {
    "period": "所属期", "year": "所属期", "month": "所属期", "series": "报送单位", "metric": "指标", "item": "所在事项",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """Combinations of facts that may form an equation: `rows[name][i]` is the row of fact `name` in combination i.

    The first name asks for the others. An optional fact that is not there is NOTHING. `missing` counts the askers
    that found no combination, by what they lacked (Chinese).
    """

    rows: dict[str, Codes]
    missing: Counter[str]

    def __len__(self) -> int:
        return len(next(iter(self.rows.values())))

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Candidates:
        return Candidates({name: rows[chosen] for name, rows in self.rows.items()}, self.missing)


def wanted_rows(book: FactBook, wanted: FactWanted) -> Codes:
    """The rows of the facts that qualify as `wanted`."""
    mask = np.ones(len(book), dtype=bool)
    for name in _FILTERED:
        words = getattr(wanted, name)
        if words:
            mask &= book.words[name].is_one_of(words)
    if wanted.scope:
        mask &= book.words["scope"].is_one_of(map(load_joining().scope, wanted.scope))
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
    rows = np.flatnonzero(mask).astype(np.int64)
    # Texts are looked at last, and only of the facts that are left.
    if wanted.words:
        rows = rows[_mentions(book, rows, wanted.words)]
    if wanted.without_words:
        rows = rows[~_mentions(book, rows, wanted.without_words)]
    return rows


def askers(book: FactBook, check: Check) -> Candidates:
    """The first fact of the check, each with all that `for_each` needs; the others are counted as missing it."""
    name, wanted = check.inputs[0]
    rows = wanted_rows(book, wanted)
    missing: Counter[str] = Counter()
    for key in check.text.for_each:
        if key in _MAY_BE_EMPTY or key in wanted.free:
            continue
        empty = book.keys[key][rows] == NOTHING
        if empty.any() and key in _EMPTY_MEANS:
            missing[_EMPTY_MEANS[key]] += int(empty.sum())
        rows = rows[~empty]
    return Candidates({name: rows}, missing)


def candidates(book: FactBook, check: Check) -> Candidates:
    """Every combination of facts that the check's keys allow."""
    found = askers(book, check)
    first = check.inputs[0][0]
    found = _without_repeats(book, check, found)
    for name, wanted in check.inputs[1:]:
        found = _with_next(book, check, found, first, name, wanted)
    return found


def _without_repeats(book: FactBook, check: Check, found: Candidates) -> Candidates:
    """One of several askers that state the same figure under the same keys."""
    name, wanted = check.inputs[0]
    rows = found.rows[name]
    sources = [source.partition(".") for later in check.text.facts.values() for source in later.match.values()]
    keys: list[str] = ["report", *(key for key in check.text.for_each if key not in wanted.free)]
    keys.extend(key for other, _, key in sources if other == name)
    columns = [book.keys[key][rows] for key in dict.fromkeys(keys)]  # type: ignore[index]
    dates = [name_.attribute for name_ in check.attributes if name_.name == name and name_.attribute]
    columns.extend(day_codes(book.days[attribute][rows]) for attribute in dates)
    return found.take(~repeated([*columns, book.value_code[rows]]))


def _with_next(
    book: FactBook, check: Check, found: Candidates, first: str, name: str, wanted: FactWanted
) -> Candidates:
    left, right = _join_columns(book, check, found, first, wanted)
    rows = wanted_rows(book, wanted)
    right = [codes[rows] for codes in right]
    # One of several places that state the same figure under the same keys; each item keeps its own.
    loose = [book.keys[key][rows] for key in wanted.loose]
    once = ~repeated([*right, *loose, book.value_code[rows], book.keys["item"][rows]])
    rows, right = rows[once], [codes[once] for codes in right]
    joined = join(left, right, MOST_PER_KEY)
    which, row = joined.left, rows[joined.right]
    keep = np.ones(len(which), dtype=bool)
    for key in wanted.loose:
        mine, theirs = book.loose_code(key, row), book.loose_code(key, found.rows[first][which])
        keep &= (mine == theirs) | (mine == NOTHING) | (theirs == NOTHING)
    for earlier in found.rows.values():
        keep &= earlier[which] != row
    which, row = which[keep], row[keep]
    if wanted.optional:
        # The one that stands closest to the asker.
        closest = np.lexsort((row, distance(book, row, found.rows[first][which]), which))
        asked, starts = np.unique(which[closest], return_index=True)
        chosen = np.full(len(found), NOTHING, dtype=np.int64)
        chosen[asked] = row[closest][starts]
        return Candidates({**found.rows, name: chosen}, found.missing)
    return _counted(found, first, name, wanted.label, which, row, joined.crowded)


def _counted(
    found: Candidates, first: str, name: str, label: str, which: Codes, row: Codes, crowded: Codes
) -> Candidates:
    """The combinations with their new fact; askers that are left without any are counted, by why."""
    asking, missing = found.rows[first], Counter(found.missing)
    askers_now, numbers = np.unique(asking[which], return_counts=True)
    too_many = askers_now[numbers > MOST_COMBINATIONS]
    keep = ~np.isin(asking[which], too_many)
    which, row = which[keep], row[keep]
    left_out = np.setdiff1d(asking, asking[which])
    unclear = np.intersect1d(left_out, np.union1d(asking[crowded], too_many))
    if len(unclear):
        missing[f"唯一的{label}"] += len(unclear)
    if len(left_out) > len(unclear):
        missing[label] += len(left_out) - len(unclear)
    rows = {other: values[which] for other, values in found.rows.items()}
    return Candidates({**rows, name: row}, missing)


_REFUSED = -2
"""A key that must be filled and is not: joins with nothing."""


def _join_columns(
    book: FactBook, check: Check, found: Candidates, first: str, wanted: FactWanted
) -> tuple[list[Codes], list[Codes]]:
    """The key columns of the combinations found so far, and of all facts, that have to be equal."""
    left: list[Codes] = []
    right: list[Codes] = []
    unshared = {*wanted.free, *wanted.loose, *wanted.match}
    asker_free = set(check.inputs[0][1].free)
    for key in check.text.for_each:
        if key in unshared or key in asker_free:
            continue
        codes = book.keys[key]
        shift = _shift(key, wanted)
        left.append(codes[found.rows[first]] + shift)
        right.append(codes if key in _MAY_BE_EMPTY else np.where(codes == NOTHING, _REFUSED, codes))
    for key, source in wanted.match.items():
        other, _, field = source.partition(".")
        rows = found.rows[other]
        codes = book.keys[field][rows]  # type: ignore[index]
        # An optional fact that is not there, or an empty field, can be matched by nothing.
        strict = key not in {"scope", "basis"}
        blocked = (rows == NOTHING) | ((codes == NOTHING) & strict)
        left.append(np.where(blocked, _REFUSED - 1, codes))
        right.append(book.keys[key])
    return left, right


def _shift(key: Key, wanted: FactWanted) -> int:
    if key == "month":
        return wanted.at.month + 12 * wanted.at.year
    return wanted.at.year if key == "year" else 0


def distance(book: FactBook, rows: Codes, asking: Codes) -> NDArray[np.float64]:
    """How far each fact stands from the asker beside it: another report, then another item, then the sentences."""
    apart = np.nan_to_num(np.abs(book.days["sentence"][rows] - book.days["sentence"][asking]), nan=1e5)
    apart += 1e6 * (book.keys["item"][rows] != book.keys["item"][asking])
    apart += 1e9 * (book.keys["report"][rows] != book.keys["report"][asking])
    return np.where(rows == NOTHING, 0.0, apart)


def _mentions(book: FactBook, rows: Codes, words: tuple[str, ...]) -> Flags:
    """Which of the facts have one of the words in their clause."""
    pattern = re.compile("|".join(map(re.escape, words)))
    texts = book.fields["evidence"][rows]
    return np.fromiter((text is not None and pattern.search(text) is not None for text in texts), bool, len(texts))
