"""Columns as whole numbers, so that millions of fields can be compared and joined at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
NOTHING = -1
"""Code of a field that is not filled."""
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """`codes` number the distinct `words` of a column, NOTHING where a field is not filled."""

    codes: Codes
    words: tuple[str, ...]

    @classmethod
    def of(cls, column: pd.Series[Any], change: Callable[[str], str | None] | None = None) -> CodedColumn:
        """The column with each distinct word changed once; words that come out alike share a code."""
        codes, words = _factorized(column)
        if change is None:
            return cls(codes.astype(np.int64), tuple(map(str, words)))
        changed, new_words = pd.factorize(np.array([change(str(word)) for word in words], dtype=object))
        lookup = np.append(changed, NOTHING).astype(np.int64)
        return cls(lookup[codes], tuple(map(str, new_words)))

    def is_one_of(self, words: Iterable[str]) -> Flags:
        """Which fields hold one of the words; `none` stands for fields that are not filled."""
        wanted = frozenset(words)
        lookup = np.array([*(word in wanted for word in self.words), "none" in wanted], dtype=bool)
        return np.asarray(lookup[self.codes])

    def where(self, test: Callable[[str], bool]) -> Flags:
        """Which fields hold a word that passes the test; never one that is not filled."""
        lookup = np.array([*(test(word) for word in self.words), False], dtype=bool)
        return np.asarray(lookup[self.codes])


def _factorized(column: pd.Series[Any]) -> tuple[NDArray[np.intp], Any]:
    """Codes in the order of first appearance, whether the column is one of categories or not."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return pd.factorize(column.to_numpy(dtype=object))
    stated = column.cat.codes.to_numpy()
    seen = pd.unique(stated)
    seen = seen[seen != NOTHING]
    lookup = np.full(len(column.cat.categories) + 1, NOTHING, dtype=np.intp)
    lookup[seen] = np.arange(len(seen))
    return lookup[stated], column.cat.categories.to_numpy(dtype=object)[seen]


def comparable(*columns: CodedColumn) -> list[Codes]:
    """The codes of several columns numbered by one book, so that they can be compared with each other."""
    numbers: dict[str, int] = {}
    together: list[Codes] = []
    for column in columns:
        lookup = [numbers.setdefault(word, len(numbers)) for word in column.words]
        together.append(np.array([*lookup, NOTHING], dtype=np.int64)[column.codes])
    return together


def tuple_code(columns: Sequence[Codes]) -> Codes:
    """One code for the tuple of codes at each position: equal where all columns are."""
    return combined(columns, [column[:0] for column in columns])[0]


def filled_tuple_code(columns: Sequence[Codes]) -> Codes:
    """As `tuple_code`, NOTHING where any of the columns is."""
    empty = np.any([column == NOTHING for column in columns], axis=0)
    return np.where(empty, NOTHING, tuple_code(columns))


def combined(left: Sequence[Codes], right: Sequence[Codes]) -> tuple[Codes, Codes]:
    """One code for the tuple at each position of the left columns and of the right ones, from one book."""
    length = len(left[0])
    code = np.zeros(length + len(right[0]), dtype=np.int64)
    spread = 1
    for first, second in zip(left, right, strict=True):
        column = np.concatenate([first, second])
        if not len(column):
            continue
        low = int(column.min())
        size = int(column.max()) - low + 1
        if spread * size > _LARGEST:
            code = pd.factorize(code)[0].astype(np.int64)
            spread = len(code) + 1
        if spread * size > _LARGEST:
            column, low = pd.factorize(column)[0].astype(np.int64), 0
            size = len(column) + 1
        code = code * size + (column - low)
        spread *= size
    return code[:length], code[length:]


def flagged(places: Codes, length: int) -> Flags:
    """Flags of so many positions, true at `places`."""
    flags = np.zeros(length, dtype=bool)
    flags[places] = True
    return flags


def repeated(columns: Sequence[Codes]) -> Flags:
    """Which positions repeat an earlier one in all columns."""
    if len(columns[0]) < 2:
        return np.zeros(len(columns[0]), dtype=bool)  # most are asked for among few facts
    return np.asarray(pd.Index(tuple_code(columns)).duplicated(), dtype=bool)


@dataclass(frozen=True, slots=True)
class Join:
    """Pairs of positions with equal codes; `crowded` are the left positions that had too many partners."""

    left: Codes
    right: Codes
    crowded: Codes


def join(left: Sequence[Codes], right: Sequence[Codes], most: int) -> Join:
    """All pairs of a left and a right position whose codes are equal in every column, in order of the left.

    Left positions with more than `most` partners get none.
    """
    left_code, right_code = combined(left, right)
    order = np.argsort(right_code, kind="stable")
    ranked = right_code[order]
    first = np.searchsorted(ranked, left_code, side="left")
    number = np.searchsorted(ranked, left_code, side="right") - first
    crowded = np.flatnonzero(number > most)
    number[crowded] = 0
    ends = np.cumsum(number)
    which = np.repeat(np.arange(len(left_code)), number)
    within = np.arange(len(which)) - np.repeat(ends - number, number)
    return Join(which.astype(np.int64), order[first[which] + within].astype(np.int64), crowded.astype(np.int64))
