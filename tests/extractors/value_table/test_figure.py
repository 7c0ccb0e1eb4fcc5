"""Figures as tables print them: signs by mark and bracket, thousands, units; and what is no figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.value_table.figure import figure_in, says_none
from extractors.value_table.measure_unit import MeasureUnit, unit_named, units_stated
from tests.told import as_text

TEN_THOUSAND_YUAN = MeasureUnit("CNY", Fraction(10000), "money")


@pytest.mark.parametrize(
    ("cell", "value", "ulp"),
    [
        ("1,234.50", "1234.5", "0.01"),
        ("１２．５", "12.5", "0.1"),
        ("-0.3", "-0.3", "0.1"),
        ("－6", "-6", "1"),
        ("(830)", "-830", "1"),
        ("（7.0%）", "-7", "0.1"),
        ("▼1.4", "-1.4", "0.1"),
        ("▲1.4", "1.4", "0.1"),
        ("3.2↓", "-3.2", "0.1"),
        ("+5.0%", "5", "0.1"),
        ("18.3亿元", "18.3", "0.1"),
        ("1,0\n50", "1050", "1"),
        (" 42 ", "42", "1"),
        ("12.5¹", "12.5", "0.1"),
        ("(7.0%)⁽²⁾", "-7", "0.1"),
    ],
)
def test_bare_figures(cell: str, value: str, ulp: str) -> None:
    figure = figure_in(as_text(cell))
    assert figure is not None
    assert (figure.value, figure.ulp) == (Fraction(value), Fraction(ulp))


@pytest.mark.parametrize(
    "cell", ["", "-", "12 345", "增长5%", "2024年6月", "1-6月", "约30", "(12", "1,23", "0571-8765", "1.2.3"]
)
def test_what_is_no_bare_figure(cell: str) -> None:
    assert figure_in(as_text(cell)) is None


@pytest.mark.parametrize("cell", ["", "-", "——", "/", "…", "—", "无", "#DIV/0!"])
def test_cells_that_say_none(cell: str) -> None:
    assert says_none(cell)


def test_a_hollow_mark_is_a_minus_where_the_table_has_no_mark_for_down() -> None:
    figure = figure_in(as_text("△6.5"))
    assert figure is not None
    percent = MeasureUnit("%", Fraction(1), "percent")
    assert figure.quantity(percent, minus_is_hollow=True).value == Fraction("-6.5")
    assert figure.quantity(percent, minus_is_hollow=False).value == Fraction("6.5")


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_the_interval_is_what_rounds_to_the_digits(number: int, decimals: int) -> None:
    text = f"{Decimal(number).scaleb(-decimals):,.{decimals}f}"
    figure = figure_in(as_text(text))
    assert figure is not None
    quantity = figure.quantity(TEN_THOUSAND_YUAN, minus_is_hollow=False)
    assert quantity.value == number * 10 ** (4 - decimals)
    assert quantity.high - quantity.value == quantity.value - quantity.low == Fraction(10**4, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("word", "base", "factor"),
    [("万元", "CNY", 10000), ("亿元", "CNY", 10**8), ("%", "%", 1), ("‰", "%", Fraction(1, 10)),
     ("万人次", "人次", 10000), ("个", "个", 1), ("个百分点", "pp", 1), ("公里", "公里", 1)],
)  # fmt: skip
def test_units(word: str, base: str, factor: int | Fraction) -> None:
    unit = unit_named(word)
    assert unit is not None
    assert (unit.base, unit.factor) == (base, factor)


@pytest.mark.parametrize(
    ("line", "bases"),
    [
        ("单位：万元", ["CNY"]),
        ("（金额单位: 亿元，%）", ["CNY", "%"]),
        ("计量单位：万元、户", ["CNY", "户"]),
        ("单位：元/人", ["CNY"]),
        ("单位：万元（截至9月30日）", ["CNY"]),
        ("填报单位：北桥区财政局", []),
        ("单位：霁州市财政局", []),
    ],
)
def test_units_over_a_table(line: str, bases: list[str]) -> None:
    assert [unit.base for unit in units_stated(line)] == bases
