"""The analysable string keeps every character tied to its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.prose import prose
from tests.told import as_text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("增长 １２．５ ％", "增长12.5%"),
        ("７ ５％", "7 5%"),
        ("1,234.5万元,增长", "1,234.5万元，增长"),
        ("第2. 2021 年", "第2. 2021年"),
        ("全市一般公共预算收入完成情况\n较好", "全市一般公共预算收入完成情况较好"),
        ("一、总体情况\n全市", "一、总体情况\n全市"),
        ("完成。\n2.推进", "完成。\n2.推进"),
        ("3 万\n户", "3万户"),
        ("(含)", "（含）"),
        ("12.5¹亿元³，5%⁽²⁾", "12.5亿元，5%"),
        ("35μg/m³，2万m²", "35μg/m3，2万m²"),
        ("10⁴吨", "10⁴吨"),
    ],
)
def test_mapping(words: str, expected: str) -> None:
    assert prose(as_text(words)).string == expected


@given(st.text(alphabet="全市增长一二三0123456789０１２３．.,，% \n\t　。；（）", max_size=80))
def test_offsets_never_drift(words: str) -> None:
    mapped = prose(as_text(words))
    assert len(mapped.string) == len(mapped.index)
    assert list(mapped.index) == sorted(set(mapped.index))
    for position, char in enumerate(mapped.string):
        original = words[mapped.index[position]]
        assert original == char or not original.isalnum() or ord(original) - 0xFEE0 == ord(char)


@given(st.text(alphabet="增长123 ％%４５万\n", min_size=1, max_size=40), st.data())
def test_a_cut_is_what_was_printed(words: str, data: st.DataObject) -> None:
    mapped = prose(as_text(words))
    if not mapped.string:
        return
    start = data.draw(st.integers(0, len(mapped.string) - 1))
    end = data.draw(st.integers(start + 1, len(mapped.string)))
    assert mapped.cut(start, end).compact() in "".join(words.split())
