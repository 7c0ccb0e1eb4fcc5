"""Chinese and Arabic numerals to exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quantities.numerals import arabic, chinese, chinese_fraction


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("二十四", 24), ("十", 10), ("两万", 20000), ("一百零五", 105), ("一万二千", 12000), ("三千二百", 3200),
        ("十二亿", 12 * 10**8), ("一点五", Fraction(3, 2)), ("二三", None), ("万", None),
    ],
)  # fmt: skip
def test_chinese(written: str, value: int | Fraction | None) -> None:
    number = chinese(written)
    assert (number.value if number else None) == value


@pytest.mark.parametrize(
    ("written", "percent"), [("三分之二", Fraction(200, 3)), ("百分之十二点五", Fraction(25, 2)), ("五分之一", 20)]
)
def test_fractions(written: str, percent: Fraction) -> None:
    number = chinese_fraction(written)
    assert number is not None
    assert number.value == percent


@given(st.integers(min_value=1, max_value=99_999_999))
def test_any_integer_written_in_chinese_is_read_back(number: int) -> None:
    read = chinese(_in_chinese(number))
    assert read is not None
    assert read.value == number


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=6))
def test_grouped_and_plain_digits_are_equal(number: int, places: int) -> None:
    value = Fraction(number, 10**places)
    written = f"{number // 10**places:,}" + (f".{number % 10**places:0{places}d}" if places else "")
    assert arabic(written).value == value
    assert arabic(written).ulp == Fraction(1, 10**places)


def _in_chinese(number: int) -> str:
    if number >= 10_000:
        rest = number % 10_000
        return (
            _in_chinese(number // 10_000) + "万" + (("零" if rest < 1000 else "") + _in_chinese(rest) if rest else "")
        )
    digits, written, gap = "零一二三四五六七八九", "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return written
