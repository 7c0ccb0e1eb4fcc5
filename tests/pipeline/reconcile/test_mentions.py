"""Searching all texts at once finds what searching each by itself does."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.mentions import Mentions

letters = st.text(alphabet="同比上年调整0１2.\n𠮷", max_size=8)
texts = st.lists(st.none() | letters, max_size=12)


def of(rows: list[str | None]) -> Mentions:
    cells = np.empty(len(rows), dtype=object)
    cells[:] = rows
    return Mentions(cells)


@given(texts, st.lists(st.text(alphabet="同比上年调整𠮷", min_size=1, max_size=3), max_size=3))
def test_words_are_found_where_they_stand(rows: list[str | None], words: list[str]) -> None:
    expected = [any(word in (row or "") for word in words) for row in rows]
    assert of(rows).any_of(words).tolist() == expected


@given(texts)
def test_digits_are_counted_from_the_first_that_is_not_zero(rows: list[str | None]) -> None:
    expected = [len(re.sub(r"\D", "", row or "").lstrip("0")) for row in rows]
    assert of(rows).digits().tolist() == expected
