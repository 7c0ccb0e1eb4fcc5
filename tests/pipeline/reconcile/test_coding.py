"""Joining by codes gives what joining by hand gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.coding import NOTHING, CodedColumn, comparable, filled_tuple_code, join, repeated

small = st.integers(min_value=-2, max_value=4)
pairs = st.lists(st.tuples(small, small), max_size=25)


def columns(rows: list[tuple[int, int]]) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    return [np.array([row[index] for row in rows], dtype=np.int64) for index in (0, 1)]


@given(pairs, pairs)
def test_join_finds_all_equal_pairs(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    joined = join(columns(left), columns(right), most=100)
    expected = [(i, j) for i, one in enumerate(left) for j, other in enumerate(right) if one == other]
    assert sorted(zip(joined.left.tolist(), joined.right.tolist(), strict=True)) == expected


@given(pairs, pairs)
def test_crowds_are_left_out_and_named(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    joined = join(columns(left), columns(right), most=2)
    crowded = {i for i, one in enumerate(left) if sum(one == other for other in right) > 2}
    assert set(joined.crowded.tolist()) == crowded
    assert not crowded & set(joined.left.tolist())


def test_codes_too_many_for_one_number_still_compare() -> None:
    wide = [np.array([0, 2**40, 0, 2**40], dtype=np.int64) for _ in range(4)]
    assert repeated(wide).tolist() == [False, False, True, True]


@given(pairs)
def test_repeats(rows: list[tuple[int, int]]) -> None:
    expected = [row in rows[:index] for index, row in enumerate(rows)]
    assert repeated(columns(rows)).tolist() == expected if rows else True


def test_words_are_changed_once_and_filtered() -> None:
    column = CodedColumn.of(pd.Series(["甲", None, "甲级", "乙"], dtype=object), lambda word: word.removesuffix("级"))
    assert column.codes[0] == column.codes[2] != column.codes[3]
    assert column.codes[1] == NOTHING
    assert column.is_one_of(["甲", "none"]).tolist() == [True, True, True, False]
    assert column.where(lambda word: word == "乙").tolist() == [False, False, False, True]


def test_columns_share_a_book() -> None:
    one, other = comparable(CodedColumn.of(pd.Series(["甲", "乙"])), CodedColumn.of(pd.Series(["乙", None])))
    assert one[1] == other[0]
    assert other[1] == NOTHING
    assert filled_tuple_code([one, other])[1] == NOTHING
