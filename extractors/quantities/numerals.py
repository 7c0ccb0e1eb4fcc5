"""Numbers as they are written, Arabic or Chinese, to exact values with their printed precision."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import regex

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
CHINESE_NUMERAL = r"[零一二两三四五六七八九十百千万亿]{1,24}(?:点[零一二三四五六七八九]{1,12})?"

LONGEST_INTEGER = 15
"""More digits than that in a row are an account or a code."""
_LONGEST_WRITTEN = 60
_BEYOND_ANY = 10**LONGEST_INTEGER
_MOST_STEPS = 10**24
"""A number of so many steps of its last place has digits without end, or was put together of pieces; less than that is
exact in every unit with the 28 digits of decimals."""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value and the weight of its last printed digit (`ulp`); 0 where the value is exact by nature."""

    value: Fraction
    ulp: Fraction


@lru_cache(maxsize=4096)
def arabic(digits: str) -> Number:
    """Number of '1,234.50', '-0.3' or, with its decimal point lost, '7 5'."""
    whole, _, decimals = digits.replace(",", "").replace(" ", ".").partition(".")
    parts = 10 ** len(decimals)
    return Number(Fraction(int(whole + decimals), parts), Fraction(1, parts))


def chinese(numeral: str) -> Number | None:
    """Number of '二十四', '一点五', '三千二百'; None where the characters make no numeral (二三), or are too much."""
    whole, _, decimals = numeral.partition("点")
    total = _chinese_integer(whole)
    if total is None:
        return None
    value = Fraction(total)
    for place, digit in enumerate(decimals, start=1):
        value += Fraction(_DIGITS[digit], 10**place)
    number = Number(value, Fraction(1, 10 ** len(decimals)))
    return number if is_figure(number) else None


def _chinese_integer(numeral: str) -> int | None:
    total, group, digit = 0, 0, None
    for char in numeral:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None  # 二三: two digits side by side are no numeral but a list or an estimate
            digit = _DIGITS[char]
        elif char in _PLACES:
            group += (1 if digit in (None, 0) else digit) * _PLACES[char]
            digit = None
        else:
            group += digit or 0
            if not group and not total:
                return None
            total = (total + group) * _GROUPS[char] if char == "亿" else total + group * _GROUPS[char]
            group, digit = 0, None
    return total + group + (digit or 0)


_FRACTION = regex.compile(rf"(?P<whole>{CHINESE_NUMERAL})分之(?P<part>{CHINESE_NUMERAL})")


def chinese_fraction(words: str) -> Number | None:
    """Number in percent of '三分之二' (66.6…, exact) or '百分之十二点五' (12.5, printed precision)."""
    match = _FRACTION.fullmatch(words)
    if match is None:
        return None
    whole = Number(Fraction(100), Fraction(1)) if match["whole"] == "百" else chinese(match["whole"])
    part = chinese(match["part"])
    if whole is None or part is None or not whole.value:
        return None
    share = part.value / whole.value * 100
    by_hundred = whole.value == 100
    number = Number(share, part.ulp if by_hundred else Fraction(0))
    return number if is_figure(number) else None


def is_figure(number: Number) -> bool:
    """Whether it is of a size and a precision that figures have."""
    size = abs(number.value)
    return size < _BEYOND_ANY and (not number.ulp or size < number.ulp * _MOST_STEPS)


def arabic_figure(digits: str) -> Number | None:
    """The number of these digits; None for more of them than any figure has."""
    number = arabic(digits) if len(digits) <= _LONGEST_WRITTEN else None
    return number if number is not None and is_figure(number) else None
