"""Radicals printed for characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.radicals import mend_radicals


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⽉⽬⽀⽤⼋", "月目支用八"),
        ("⺠⻅⻋⻓⻔⻛⻘⻣", "民见车长门风青骨"),
        ("⼾", "户"),
        ("⻚⻢⻥⻝⻩⻬", "页马鱼食黄齐"),
        ("７．５％（１２）", "７．５％（１２）"),
        ("①㎡Ⅲ㈠", "①㎡Ⅲ㈠"),
    ],
)
def test_radicals(printed: str, meant: str) -> None:
    assert mend_radicals(printed) == meant


@pytest.mark.parametrize("code", [*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)])
def test_every_assigned_radical_becomes_one_ideograph(code: int) -> None:
    mended = mend_radicals(chr(code))
    assert len(mended) == 1
    if code != 0x2E80:  # ⺀ is the repetition mark and stands for no character
        assert unicodedata.name(mended).startswith("CJK UNIFIED IDEOGRAPH")


@given(st.text())
def test_nothing_else_changes_and_places_stay(chars: str) -> None:
    mended = mend_radicals(chars)
    assert len(mended) == len(chars)
    for before, after in zip(chars, mended, strict=True):
        assert before == after or 0x2E80 <= ord(before) <= 0x2FD5
