"""What a person types in place of a figure that was read: its unit, its sign, its interval, or why it is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.review.typed_figure import NotTyped, TypedFigure, typed_figure


def read(printed: str, value: str, unit: str, **more: Any) -> dict[str, Any]:
    told = {"role": "actual", "kind": "amount", "comparator": "eq", **more}
    return {"printed": printed, "value": Decimal(value), "unit": unit, **told}


AMOUNT = read("123.4亿元", "12340000000", "CNY")
FALL = read("3.2%", "-3.2", "%", kind="growth")


@pytest.mark.parametrize(
    ("typed", "of", "printed", "comparator", "value", "low", "high"),
    [
        ("132.4", AMOUNT, "132.4亿元", "eq", "13240000000", "13235000000", "13245000000"),
        ("１３２．４ 万元", AMOUNT, "132.4万元", "eq", "1324000", "1323500", "1324500"),
        ("3.5%", FALL, "3.5%", "eq", "-3.5", "-3.55", "-3.45"),
        ("-3.5%", FALL, "-3.5%", "eq", "-3.5", "-3.55", "-3.45"),
        ("+3.5%", FALL, "+3.5%", "eq", "3.5", "3.45", "3.55"),
        ("3.5%", read("-3.2%", "-3.2", "%"), "3.5%", "eq", "3.5", "3.45", "3.55"),  # the minus was printed
        ("1,234.5", read("1,243.5", "12435000", "CNY"), "1,234.5", "eq", "12345000", "12344500", "12345500"),
        ("6000余户", read("5000户", "5000", "户", kind="count"), "6000余户", "gt", "6000", "6000", "6000"),
        ("6000户", read("5000余户", "5000", "户", comparator="gt"), "6000户", "eq", "6000", "6000", "6000"),
        ("12.0", read("12.5亿元", "1250000000", "CNY", role="budget"), "12.0亿元", "eq", *(["1200000000"] * 3)),
        ("12.3", read("12.8", "12.8", "%", kind="share"), "12.3", "eq", "12.3", "12.25", "12.35"),
    ],
)
def test_what_is_typed_is_a_figure_of_the_same_unit(
    typed: str, of: dict[str, Any], printed: str, comparator: str, value: str, low: str, high: str
) -> None:
    expected = TypedFigure(printed, comparator, Decimal(value), Decimal(low), Decimal(high), of["unit"])
    assert typed_figure(typed, of) == expected


@pytest.mark.parametrize(
    ("typed", "of", "said"),
    [
        ("12%", AMOUNT, "单位不同"),
        ("5", read("0", "0", "CNY"), "连单位"),
        ("十来个", AMOUNT, "看不出"),
        ("12亿元和13亿元", AMOUNT, "看不出"),
        ("<b>1</b>", AMOUNT, "看不出"),
        ("  ", AMOUNT, "请填写"),
        ("1" * 61, AMOUNT, "太长"),
    ],
)
def test_what_is_none_says_what_to_type(typed: str, of: dict[str, Any], said: str) -> None:
    told = typed_figure(typed, of)
    assert isinstance(told, NotTyped)
    assert said in told.message
