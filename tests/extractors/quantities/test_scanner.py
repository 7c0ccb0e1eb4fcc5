"""Printed quantities: value, unit and the interval that the digits allow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.prose import prose
from extractors.quantities.scanner import scan
from extractors.time_words import time_mentions
from rules.units import units
from tests.told import as_text


def found(words: str) -> list[tuple[str, str, str]]:
    string = prose(as_text(words)).string
    times = [(time.start, time.end) for time in time_mentions(string)]
    return [(string[q.start : q.end], f"{q.value}", q.unit) for q in scan(string, times) if q.dimension != "bare"]


@pytest.mark.parametrize("example", units().examples, ids=lambda example: example.printed)
def test_the_examples_in_the_rules_are_read_as_they_say(example) -> None:  # type: ignore[no-untyped-def]
    (only,) = scan(example.printed)
    assert (f"{only.value}", only.unit) == (example.value, example.unit)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("下降-0.4%", [("-0.4%", "-0.4", "%")]),
        ("增长6.6、8个百分点", [("6.6", "6.6", "pp"), ("8个百分点", "8", "pp")]),
        ("提高0.5个和3.2个百分点", [("0.5个", "0.5", "pp"), ("3.2个百分点", "3.2", "pp")]),
        ("投入3-5亿元", [("3-5亿元", "300000000", "CNY")]),
        ("１２ ５％", [("12 5%", "12.5", "%")]),
        ("2019 83%", [("83%", "83", "%")]),
        ("30多亿元", [("30多亿元", "3000000000", "CNY")]),
        ("近六成", [("六成", "60", "%")]),
        ("四分之三以上", [("四分之三", "75", "%")]),
        ("百分之八点五", [("百分之八点五", "8.5", "%")]),
        ("二十三个部门", [("二十三个", "23", "个")]),
        ("两个项目、三本台账、四大平台", []),
        ("3\n万户", [("3万户", "30000", "户")]),
        ("4 2 人", [("4 2人", "4.2", "人")]),
        ("1,250余万元", [("1,250余万元", "12500000", "CNY")]),
        ("12万元/人", [("12万元/人", "120000", "CNY")]),
        ("居全省第二位", [("第二位", "2", "位")]),
        ("跻身全国前50强", [("前50强", "50", "位")]),
        ("2021-2025年每年5亿元", [("5亿元", "500000000", "CNY")]),
        ("3万家庭", []),
        ("9月底前", []),
        ("〔2023〕17号", []),
        ("PM2.5", []),
        ("2.89999999999999999999999999999个", []),
        ("9999999999999999999999999999139.9亿元", []),
        ("123,456,789,012,345,678,901.5元", []),
        ("0.30000000000000004亿元", [("0.30000000000000004亿元", "30000000.000000004", "CNY")]),
        ("999999999999999.123456789元", [("999999999999999.123456789元", "999999999999999.123456789", "CNY")]),
        (f"居全省第{'9' * 5000}位", []),
        ("一亿零五亿亿亿零三百元", []),
        ("一分之九亿亿亿零三", []),
    ],
)
def test_quantities(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(words) == expected


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("203.43亿元", "20342500000", "20343500000"),
        ("7.0%", "6.95", "7.05"),
        ("17家", "17", "17"),
        ("3万户", "25000", "35000"),
        ("20.4‰", "2.035", "2.045"),
        ("-0.3%", "-0.35", "-0.25"),
    ],
)
def test_the_interval_comes_from_the_printed_digits(words: str, low: str, high: str) -> None:
    (only,) = scan(words)
    assert (only.low, only.high) == (Decimal(low), Decimal(high))


@given(st.decimals(min_value=0, max_value=10**7, places=2), st.sampled_from(["元", "万元", "亿元", "万亿元"]))
def test_any_amount_is_read_back_exactly(number: Decimal, unit: str) -> None:
    factor = {"元": 1, "万元": 10**4, "亿元": 10**8, "万亿元": 10**12}[unit]
    (only,) = scan(f"{number}{unit}")
    assert only.value == number * factor
    assert only.low <= only.value <= only.high
    assert only.high - only.low == Decimal("0.01") * factor


@given(st.text(alphabet="0123456789.,%亿万元个家户第年月-、，。 一二三十百千分之点余多", max_size=60))
def test_no_string_of_digits_and_units_breaks_the_scanner(words: str) -> None:
    string = prose(as_text(words)).string
    last = 0
    for quantity in scan(string):
        assert last <= quantity.start < quantity.end <= len(string)
        assert quantity.low <= quantity.value <= quantity.high
        last = quantity.end
