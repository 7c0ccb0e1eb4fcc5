"""Lines that line up although Chinese is twice as wide."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.aligned import aligned, display_width, shorten, wrap

TEXTS = st.text(alphabet="数字对不上abc12.5%，。（）亿元 ", max_size=60)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("进度表", 6), ("1-6月", 5), ("203.43亿元", 10), ("“三公”", 6)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_line_up_whatever_the_script() -> None:
    lines = aligned([("金额", "12", "元"), ("count", "1,234", "家")], ("left", "right", "left"))
    assert lines == ["金额      12  元", "count  1,234  家"]


def test_no_rows_no_lines() -> None:
    assert aligned([], ("left", "right")) == []


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("进度表", 6, "进度表"),
        ("进度情况表", 6, "进度…"),
        ("abcdef", 4, "abc…"),
        ("进度", 1, "…"),
    ],
)
def test_shorten(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert display_width(shorten(text, width)) <= width


@given(TEXTS, st.integers(min_value=12, max_value=40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", range(9, 25))
def test_wrapping_keeps_figures_whole_and_punctuation_off_the_line_start(width: int) -> None:
    lines = wrap("市本级支出203.43亿元，增长5.5%，比上月快。", width, indent="  ")
    assert [line for line in lines if "203.43亿元" in line]
    assert [line for line in lines if line.strip()[0] in "，。"] == []
    assert all(line.startswith("  ") for line in lines[1:])


def test_wrapping_fills_its_lines() -> None:
    lines = wrap("市本级支出203.43亿元，增长5.5%，比上月快。", 14, indent="  ")
    assert lines == ["市本级支出", "  203.43亿元，", "  增长5.5%，比", "  上月快。"]


def test_no_line_is_wider_than_it_may_be_for_its_punctuation() -> None:
    """A terminal would put what runs past its edge, a single comma, into a line of its own."""
    assert wrap("整理成表，找出对不上", 8) == ["整理成", "表，找出", "对不上"]
    assert wrap("网址（见说明）写错", 6) == ["网址", "（见说", "明）写", "错"]


@given(st.text(alphabet="数字对不上，。（）亿元“” ", max_size=60), st.integers(min_value=12, max_value=40))
def test_wrapped_chinese_fits(text: str, width: int) -> None:
    plain = re.sub("([，。（）“” ])[，。（）“” ]+", r"\1", text)
    assert all(display_width(line) <= width for line in wrap(plain, width, indent="  "))
