"""Joins facts into the equations that a check asks for: by columns, never fact by fact."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.fact_book import NOTHING, Codes, FactBook
from rules.check_text import FactWanted, Key
from rules.compiled_check import Check
from rules.joining import load_joining

Rows = NDArray[np.int64]
MOST_PER_KEY = 20
"""More different figures than this under one key are not one figure stated several times: not evaluable."""
MOST_COMBINATIONS = 200
"""More combinations than this for one figure are not looked at: not evaluable."""

_MAY_BE_EMPTY: frozenset[Key] = frozenset(
    {"scope", "basis", "unit", "column", "base", "parent", "role", "per", "above"}
)
_EMPTY_MEANS: dict[Key, str] = {
    "period": "所属期", "year": "所属期", "month": "所属期", "series": "报送单位", "metric": "指标", "item": "所在事项",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """Combinations of facts that may form an equation: `rows[name][i]` is the row of fact `name` in combination i.

    The first name asks for the others. An optional fact that is not there is NOTHING. `missing` counts the askers
    that found no combination, by what they lacked (Chinese).
    """

    rows: dict[str, Rows]
    missing: Counter[str]

    def __len__(self) -> int:
        return len(next(iter(self.rows.values())))

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Candidates:
        return Candidates({name: rows[chosen] for name, rows in self.rows.items()}, self.missing)


def wanted_rows(book: FactBook, wanted: FactWanted) -> Rows:
    """The rows of the facts that qualify as `wanted`."""
    table = book.table
    mask = np.ones(len(book), dtype=bool)
    for name in (
        "kind",
        "role",
        "column",
        "unit",
        "comparator",
        "period_kind",
        "period_source",
        "report_kind",
        "basis",
    ):
        words = getattr(wanted, name)
        if words:
            mask &= _is_one_of(table[name], words)
    if wanted.metric:
        mask &= _is_one_of(book.metric_text, wanted.metric)
    if wanted.scope:
        joining = load_joining()
        mask &= _is_one_of(book.scope_text, tuple(joining.scope(scope) for scope in wanted.scope))
    if wanted.span:
        mask &= book.spans[wanted.span]
    if wanted.nature:
        mask &= book.nature == wanted.nature
    if wanted.catalogued is not None:
        mask &= book.catalogued == wanted.catalogued
    if wanted.named:
        mask &= book.named
    for key in wanted.given:
        mask &= book.keys[key] != NOTHING
    rows = np.flatnonzero(mask)
    # Texts are looked at last, and only of the facts that are left.
    if wanted.shortest_metric:
        rows = rows[table["metric"].iloc[rows].str.len().fillna(0).to_numpy() >= wanted.shortest_metric]
    if wanted.words:
        rows = rows[_mentions(table["evidence"].iloc[rows], wanted.words)]
    if wanted.without_words:
        rows = rows[~_mentions(table["evidence"].iloc[rows], wanted.without_words)]
    return rows.astype(np.int64)


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
    columns.extend(np.nan_to_num(book.days[attribute][rows], nan=NOTHING).astype(np.int64) for attribute in dates)
    return found.take(~_repeated([*columns, book.value_code[rows]]))


def _repeated(columns: list[Codes]) -> NDArray[np.bool_]:
    """Which positions repeat an earlier one in all columns."""
    return pd.DataFrame(dict(enumerate(columns))).duplicated().to_numpy(dtype=bool)


def _with_next(
    book: FactBook, check: Check, found: Candidates, first: str, name: str, wanted: FactWanted
) -> Candidates:
    left, right = _join_columns(book, check, found, first, wanted)
    rows = wanted_rows(book, wanted)
    usable = np.all([codes[rows] != _REFUSED for codes in right], axis=0) if right else np.ones(len(rows), dtype=bool)
    rows = rows[usable]
    loose = [book.keys[key][rows] for key in wanted.loose]
    repeated = _repeated([*(codes[rows] for codes in right), *loose, book.value_code[rows], book.keys["item"][rows]])
    rows = rows[~repeated]
    on = [f"k{index}" for index in range(len(right))]
    places = pd.DataFrame({key: codes[rows] for key, codes in zip(on, right, strict=True)})
    places["row"] = rows
    sizes = places.groupby(on)["row"].transform("size") if on else pd.Series(len(places), index=places.index)
    crowded = places[sizes > MOST_PER_KEY][on].drop_duplicates()
    places = places[sizes <= MOST_PER_KEY]
    asked = pd.DataFrame({f"k{index}": codes for index, codes in enumerate(left)})
    asked["combination"] = np.arange(len(found))
    joined = asked.merge(places, on=on, how="inner") if on else asked.merge(places, how="cross")
    which, row = joined["combination"].to_numpy(dtype=np.int64), joined["row"].to_numpy(dtype=np.int64)
    keep = np.ones(len(which), dtype=bool)
    for key in wanted.loose:
        mine, theirs = book.loose_code(key, row), book.loose_code(key, found.rows[first][which])
        keep &= (mine == theirs) | (mine == NOTHING) | (theirs == NOTHING)
    for rows_before in found.rows.values():
        keep &= rows_before[which] != row
    which, row = which[keep], row[keep]
    if wanted.optional:
        _, starts = np.unique(which, return_index=True)
        chosen = np.full(len(found), NOTHING, dtype=np.int64)
        chosen[which[starts]] = row[starts]
        return Candidates({**found.rows, name: chosen}, found.missing)
    return _counted(found, first, name, wanted.label, which, row, asked, crowded, on)


def _counted(
    found: Candidates, first: str, name: str, label: str, which: Rows, row: Rows,
    asked: pd.DataFrame, crowded: pd.DataFrame, on: list[str],
) -> Candidates:  # fmt: skip
    """The combinations with their new fact; askers that are left without any are counted, by why."""
    before, missing = found.rows[first], Counter(found.missing)
    per_asker = pd.Series(before[which]).value_counts()
    too_many = per_asker.index[per_asker > MOST_COMBINATIONS].to_numpy()
    keep = ~np.isin(before[which], too_many)
    which, row = which[keep], row[keep]
    left_out = np.setdiff1d(before, before[which])
    in_crowd = np.empty(0, dtype=np.int64)
    if len(crowded) and on:
        hit = asked.merge(crowded, on=on)["combination"].to_numpy(dtype=np.int64)
        in_crowd = np.intersect1d(left_out, before[hit])
    unclear = np.union1d(in_crowd, np.intersect1d(left_out, too_many))
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


def _is_one_of(column: pd.Series[str], words: tuple[str, ...]) -> NDArray[np.bool_]:
    mask = column.isin([word for word in words if word != "none"])
    if "none" in words:
        mask |= column.isna()
    return mask.to_numpy(dtype=bool)


def _mentions(texts: pd.Series[str], words: tuple[str, ...]) -> NDArray[np.bool_]:
    found = np.zeros(len(texts), dtype=bool)
    filled = texts.fillna("")
    for word in words:
        found |= filled.str.contains(word, regex=False).to_numpy(dtype=bool)
    return found
