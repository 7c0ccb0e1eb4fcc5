"""Joins facts into the equations that a check asks for: by columns, never fact by fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.calendar_spans import day_codes
from pipeline.reconcile.coding import NOTHING, Codes, flagged, join, repeated
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.qualifying import unusable_rows, wanted_rows
from rules.check_text import FactWanted, Key
from rules.compiled_check import Check

MOST_PER_KEY: Final = 20
"""More different figures than this under one key are not one figure stated several times: not evaluable."""
MOST_COMBINATIONS: Final = 200
"""More combinations than this for one figure are not looked at: not evaluable."""

_MAY_BE_EMPTY: Final[frozenset[Key]] = frozenset(
    {"scope", "basis", "unit", "column", "base", "parent", "role", "per", "above"}
)
_EMPTY_MEANS: Final[dict[Key, str]] = {
    "period": "所属期", "year": "所属期", "month": "所属期", "months": "整月的所属期", "series": "报送单位",
    "metric": "指标", "item": "所在事项",
}  # fmt: skip
Rows = Mapping[str, Codes]
"""Combinations of facts: `rows[name][i]` is the row of fact `name` in combination i."""


@dataclass(slots=True)
class Missing:
    """The rows of the askers whose equations cannot be judged, by what is missing (Chinese)."""

    rows: defaultdict[str, list[Codes]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, rows: Codes) -> None:
        if len(rows):
            self.rows[what].append(np.asarray(rows, dtype=np.int64))

    def items(self) -> Iterator[tuple[str, Codes]]:
        for what, parts in sorted(self.rows.items()):
            yield what, np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Combinations of facts that may form an equation. The first name asks for the others; an optional fact that is
    not there is NOTHING."""

    rows: dict[str, Codes]
    missing: Missing

    def __len__(self) -> int:
        return len(next(iter(self.rows.values())))

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Candidates:
        return Candidates({name: rows[chosen] for name, rows in self.rows.items()}, self.missing)


@dataclass(frozen=True, slots=True)
class _Gap:
    """Combinations that lack the one fact `name`, called `label`."""

    name: str
    label: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts that fit combinations: `row[i]` fits combination `which[i]`; `crowded` combinations had too many."""

    which: Codes
    row: Codes
    crowded: Codes


def askers(book: FactBook, check: Check) -> Candidates:
    """The first fact of the check, each with all that `for_each` needs; the others are counted as missing it."""
    name, wanted = check.inputs[0]
    rows = wanted_rows(book, wanted)
    missing = Missing()
    missing.add("能核对的数值", unusable_rows(book, wanted))
    for key in check.text.for_each:
        if key in _MAY_BE_EMPTY or key in wanted.free:
            continue
        empty = book.keys[key][rows] == NOTHING
        if key in _EMPTY_MEANS and not check.text.speculative:
            missing.add(_EMPTY_MEANS[key], rows[empty])
        rows = rows[~empty]
    return Candidates({name: rows}, missing)


def candidates(book: FactBook, check: Check) -> Candidates:
    """Every combination of facts that the check's keys allow, but for a fact that is a total.

    An asker that finds no combination is counted as missing a fact only where that is the one fact missing.
    """
    found = _without_repeats(book, check, askers(book, check))
    gaps: list[_Gap] = []
    for name, wanted in check.inputs[1:]:
        if wanted.total:
            break
        if wanted.optional:
            found = _with_closest(book, check, found, name, wanted)
            continue
        gaps = [_gap_with(book, check, gap, name, wanted) for gap in gaps]
        found, gap = _with_next(book, check, found, name, wanted)
        if not check.text.speculative:
            gaps.append(gap)
    first = check.inputs[0][0]
    for gap in gaps:
        found.missing.add(gap.label, np.flatnonzero(flagged(gap.rows[first], len(book))))
    return found


def _without_repeats(book: FactBook, check: Check, found: Candidates) -> Candidates:
    """One of several askers that state the same figure under the same keys."""
    name, wanted = check.inputs[0]
    rows = found.rows[name]
    sources = [source.partition(".") for later in check.text.facts.values() for source in later.match.values()]
    keys: list[str] = ["report", *(key for key in check.text.for_each if key not in wanted.free)]
    keys.extend(key for other, _, key in sources if other == name)
    keys.extend(key for later in check.text.facts.values() for key in (*later.loose, *later.prefer))
    columns = [book.keys[key][rows] for key in dict.fromkeys(keys)]  # type: ignore[index]
    dates = [name_.attribute for name_ in check.attributes if name_.name == name and name_.attribute]
    columns.extend(day_codes(book.days[attribute][rows]) for attribute in dates)
    return found.take(~repeated([*columns, book.value_code[rows]]))


def _with_next(
    book: FactBook, check: Check, found: Candidates, name: str, wanted: FactWanted
) -> tuple[Candidates, _Gap]:
    """The combinations with their new fact, and those of askers that are left without any."""
    first = check.inputs[0][0]
    pairs = fitting(book, check, found.rows, wanted)
    which, row = pairs.which, pairs.row
    asking = found.rows[first]
    too_many = np.bincount(asking[which], minlength=len(book)) > MOST_COMBINATIONS
    if too_many.any():
        keep = ~too_many[asking[which]]
        which, row = which[keep], row[keep]
    left_out = flagged(asking, len(book)) & ~flagged(asking[which], len(book))
    unclear = left_out & (flagged(asking[pairs.crowded], len(book)) | too_many)
    found.missing.add(f"唯一的{wanted.label}", np.flatnonzero(unclear))
    lost = (left_out & ~unclear)[asking]
    gap = _Gap(name, wanted.label, _with_fact(found.rows, np.flatnonzero(lost), name, None))
    return Candidates(_with_fact(found.rows, which, name, row), found.missing), gap


def _gap_with(book: FactBook, check: Check, gap: _Gap, name: str, wanted: FactWanted) -> _Gap:
    """Those of the combinations of `gap` that do find the next fact."""
    pairs = fitting(book, check, gap.rows, wanted, absent=gap.name)
    which, firsts = np.unique(pairs.which, return_index=True)
    return _Gap(gap.name, gap.label, _with_fact(gap.rows, which, name, pairs.row[firsts]))


def _with_closest(book: FactBook, check: Check, found: Candidates, name: str, wanted: FactWanted) -> Candidates:
    """The combinations with the optional fact that stands closest to the asker, where there is one."""
    pairs = fitting(book, check, found.rows, wanted)
    asking = found.rows[check.inputs[0][0]]
    closest = np.lexsort((pairs.row, distance(book, pairs.row, asking[pairs.which]), pairs.which))
    asked, starts = np.unique(pairs.which[closest], return_index=True)
    chosen = np.full(len(found), NOTHING, dtype=np.int64)
    chosen[asked] = pairs.row[closest][starts]
    return Candidates({**found.rows, name: chosen}, found.missing)


def _with_fact(rows: Rows, which: Codes | NDArray[np.intp], name: str, row: Codes | None) -> dict[str, Codes]:
    added = np.full(len(which), NOTHING, dtype=np.int64) if row is None else row
    return {**{other: values[which] for other, values in rows.items()}, name: added}


def fitting(
    book: FactBook, check: Check, found: Rows, wanted: FactWanted, absent: str | None = None, most: int = MOST_PER_KEY
) -> Pairs:
    """The facts that fit the combinations `found` as `wanted`; what they share with the fact `absent` is not asked."""
    rows = wanted_rows(book, wanted)
    if not wanted.prefer:
        return _fitting(book, check, found, wanted, rows, absent, most, ())
    near = _fitting(book, check, found, wanted, rows, absent, most, wanted.prefer)
    length = len(next(iter(found.values())))
    lonely = np.flatnonzero(~flagged(near.which, length) & ~flagged(near.crowded, length))
    alone = {name: codes[lonely] for name, codes in found.items()}
    far = _fitting(book, check, alone, wanted, rows, absent, most, ())
    which = np.concatenate([near.which, lonely[far.which]])
    order = np.argsort(which, kind="stable")
    crowded = np.concatenate([near.crowded, lonely[far.crowded]])
    return Pairs(which[order], np.concatenate([near.row, far.row])[order], crowded)


def _fitting(
    book: FactBook,
    check: Check,
    found: Rows,
    wanted: FactWanted,
    rows: Codes,
    absent: str | None,
    most: int,
    shared: Sequence[Key],
) -> Pairs:
    """`fitting` among `rows`, with the keys `shared` equal to the asker's besides all others."""
    first = check.inputs[0][0]
    left, right = _join_columns(book, check, found, wanted, absent, rows)
    for key in shared:
        left.append(book.keys[key][found[first]])
        right.append(book.keys[key][rows])
    # One of several places that state the same figure under the same keys; each item keeps its own.
    loose = [book.keys[key][rows] for key in wanted.loose]
    # Parts of a total are told apart by what they are; within a sentence, figures alike are still several parts.
    kept_apart = [book.figure[rows], *([rows] if "sentence" in check.text.for_each else [])] if wanted.total else []
    once = ~repeated([*right, *loose, *kept_apart, book.value_code[rows], book.keys["item"][rows]])
    rows, right = rows[once], [codes[once] for codes in right]
    joined = join(left, right, most)
    which, row = joined.left, rows[joined.right]
    keep = np.ones(len(which), dtype=bool)
    for key in wanted.loose:
        mine, theirs = book.loose_code(key, row), book.loose_code(key, found[first][which])
        keep &= (mine == theirs) | (mine == NOTHING) | (theirs == NOTHING)
    for earlier in found.values():
        keep &= earlier[which] != row
    return Pairs(which[keep], row[keep], joined.crowded)


_REFUSED: Final = -2
"""A key that must be filled and is not: joins with nothing."""


def _join_columns(
    book: FactBook, check: Check, found: Rows, wanted: FactWanted, absent: str | None, rows: Codes
) -> tuple[list[Codes], list[Codes]]:
    """The key columns of the combinations found so far, and of the facts at `rows`, that have to be equal."""
    first = check.inputs[0][0]
    left: list[Codes] = []
    right: list[Codes] = []
    unshared = {*wanted.free, *wanted.loose, *wanted.match}
    asker_free = set(check.inputs[0][1].free)
    for key in check.text.for_each:
        if key in unshared or key in asker_free:
            continue
        left.append(book.keys[key][found[first]] + _shift(key, wanted))
        codes = book.keys[key][rows]
        right.append(codes if key in _MAY_BE_EMPTY else np.where(codes == NOTHING, _REFUSED, codes))
    for key, source in wanted.match.items():
        other, _, field_ = source.partition(".")
        if other == absent:
            continue
        theirs = found[other]
        codes = book.keys[field_][theirs]  # type: ignore[index]
        # An optional fact that is not there, or an empty field, can be matched by nothing.
        strict = key not in {"scope", "basis"}
        blocked = (theirs == NOTHING) | ((codes == NOTHING) & strict)
        left.append(np.where(blocked, _REFUSED - 1, codes))
        right.append(book.keys[key][rows])
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
