"""Quantities as printed, read and printed again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.printed import plain_decimal, print_like, read_printed, with_stated_unit


@pytest.mark.parametrize(
    ("text", "value", "last_place", "unit"),
    [
        ("84.07亿元", 8407000000, 10**6, "元"),
        ("-0.3%", Fraction(-3, 10), Fraction(1, 10), "%"),
        ("3万户", 30000, 10**4, "户"),
        ("6000余个", 6000, 1, "个"),
        ("3余万户", 30000, 10**4, "户"),
        ("１２．５％", Fraction(25, 2), Fraction(1, 10), "%"),
        ("1,234.5万元", 12345000, 1000, "元"),
        ("2百万元", 2000000, 10**6, "元"),
        ("1万亿元", 10**12, 10**12, "元"),
        ("约30%", 30, 1, "%"),
    ],
)
def test_reading(text: str, value: int | Fraction, last_place: int | Fraction, unit: str) -> None:
    printed = read_printed(text)
    assert printed is not None
    assert (printed.value, printed.last_place, printed.unit) == (value, last_place, unit)


@pytest.mark.parametrize("text", ["三分之二", "", "元", "第一"])
def test_words_are_not_read(text: str) -> None:
    assert read_printed(text) is None


@pytest.mark.parametrize(
    ("value", "model", "shown"),
    [
        (Fraction(4560000), "444万元", "456万元"),
        (Fraction(4565000), "444万元", "456.5万元"),
        (Fraction(100 * 5218, 16801), "31.1%", "31.1%"),
        (Fraction(-25, 2), "3.1%", "-12.5%"),
        (Fraction(1, 3), "0.5倍", "0.3倍"),
    ],
)
def test_printing_follows_the_model(value: Fraction, model: str, shown: str) -> None:
    assert print_like(value, read_printed(model), "") == shown


@given(st.integers(min_value=-(10**12), max_value=10**12), st.integers(min_value=0, max_value=6))
def test_decimals_come_out_as_they_are(units: int, decimals: int) -> None:
    value = Fraction(units, 10**decimals)
    assert Fraction(plain_decimal(value, decimals)) == value


@given(st.fractions(max_denominator=10**6), st.integers(min_value=0, max_value=6))
def test_rounding_is_to_the_nearest(value: Fraction, decimals: int) -> None:
    assert abs(Fraction(plain_decimal(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("text", "value", "unit", "shown"),
    [
        ("52,340", 523400000, "CNY", "52340万元"),
        ("48.3", Fraction(483, 10), "%", "48.3%"),
        ("0.8", Fraction(4, 5), "pp", "0.8个百分点"),
        ("3.26", 32600, "户", "3.26万户"),
        ("84.07亿元", 8407000000, "CNY", "84.07亿元"),
        ("7", 84, "个", "7"),
    ],
)
def test_a_unit_that_stands_elsewhere(text: str, value: int | Fraction, unit: str, shown: str) -> None:
    printed = read_printed(text)
    assert printed is not None
    assert str(with_stated_unit(printed, Fraction(value), unit)) == shown
