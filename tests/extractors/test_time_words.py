"""Times as they are written, and the dates that they mean in a report of June 2024."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fact import Period
from extractors.periods import Anchor
from extractors.time_words import time_mentions

JUNE = Anchor(Period(date(2024, 6, 1), date(2024, 6, 30), "month"), 2024)
JANUARY = Anchor(Period(date(2024, 1, 1), date(2024, 1, 31), "month"), 2024)


def read(words: str, anchor: Anchor = JUNE) -> str:
    told = []
    for mention in time_mentions(words):
        period = mention.period(anchor)
        dates = f"{period.start or ''}..{period.end} {period.kind}" if period else "none"
        told.append(dates if mention.relation == "own" else f"{mention.relation} {dates}")
    return "; ".join(told)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("6月份完成", "2024-06-01..2024-06-30 month"),
        ("1-6月累计", "2024-01-01..2024-06-30 ytd"),
        ("1至5月", "2024-01-01..2024-05-31 ytd"),
        ("4-6月", "2024-04-01..2024-06-30 quarter"),
        ("二季度", "2024-04-01..2024-06-30 quarter"),
        ("第三季度", "2024-07-01..2024-09-30 quarter"),
        ("一季度末", "..2024-03-31 instant"),
        ("上半年", "2024-01-01..2024-06-30 half"),
        ("前三季度", "2024-01-01..2024-09-30 ytd"),
        ("前5个月", "2024-01-01..2024-05-31 ytd"),
        ("年内累计入库", "2024-01-01..2024-06-30 ytd"),
        ("年内完成", "2024-01-01..2024-12-31 year"),
        ("截至6月底", "..2024-06-30 instant"),
        ("截至2023年底", "..2023-12-31 instant"),
        ("截至目前", "..2024-06-30 instant"),
        ("6月末余额", "..2024-06-30 instant"),
        ("11月底前", "..2024-11-30 deadline"),
        ("年底前", "..2024-12-31 deadline"),
        ("到2025年", "..2025-12-31 deadline"),
        ("今年以来", "2024-01-01..2024-06-30 ytd"),
        ("全年", "2024-01-01..2024-12-31 year"),
        ("当月", "2024-06-01..2024-06-30 month"),
        ("2021-2025年每年", "2021-01-01..2025-12-31 each_year"),
        ("2016—2020年", "2016-01-01..2020-12-31 range"),
        ("“十四五”期间", "2021-01-01..2025-12-31 range"),
        ("“十五五”期间", "2026-01-01..2030-12-31 range"),
        ("2019 83%", "2019-01-01..2019-12-31 year"),
        ("2. 2024年安排", "2024-01-01..2024-12-31 year"),
        ("比去年同期", "comparison 2023-01-01..2023-12-31 year"),
        ("较2019年底", "comparison ..2019-12-31 instant"),
        ("去年7月1日起", "comparison ..2023-07-01 instant"),
        ("是2015年的2.3倍", "comparison 2015-01-01..2015-12-31 year"),
        ("《2024年度计划》", "title 2024-01-01..2024-12-31 year"),
        ("13月份", "none"),
        ("18月龄", ""),
        ("2月30日", "none"),
        ("十四五规划", ""),
        ("目前期研究", ""),
    ],
)
def test_times(words: str, expected: str) -> None:
    assert read(words) == expected


def test_december_in_a_january_report_is_last_years() -> None:
    assert read("12月份", JANUARY) == "2023-12-01..2023-12-31 month"
    assert read("12月底前", JANUARY) == "..2024-12-31 deadline"


@given(st.text(alphabet="0123456789年月日底前末-至到截一二三四季度上下半全今去十五“”《》", max_size=50))
def test_no_string_of_time_words_breaks_the_reader(words: str) -> None:
    last = 0
    for mention in time_mentions(words):
        assert last <= mention.start < mention.end <= len(words)
        period = mention.period(JUNE)
        assert period is None or period.start is None or period.start <= period.end
        last = mention.end
