"""Text that no author would write: it must cost time in proportion to its length, crash nothing and invent nothing."""

from __future__ import annotations

import time

import pytest

from extractors.attribution.attribute import Attribution
from extractors.attribution.setting import Memory, Setting
from extractors.periods import Anchor
from tests.told import HALF_YEAR, as_text, facts_of

SMALL = 10_000
TIMES_LARGER = 4
SLACK = 3
"""Four times the length may take up to twelve times as long before it counts as more than linear (a busy machine)."""
LEAST = 0.05
"""Seconds below which nothing is measured."""

PATTERNS = {
    "one line without a stop": "一般公共预算收入1.2亿元增长3%",
    "only digits": "7",
    "only numbers": "1234567.89 ",
    "only Chinese numerals": "一二三十百千万亿",
    "only a denominator": "三分之",
    "only punctuation": "，。；：（）",
    "only open brackets": "（",
    "only open titles": "《",
    "quotation marks that never close": "“12",
    "words without a number": "财政收入情况",
    "years": "2024年",
    "times that go on": "1-",
    "signs": "-",
    "verbs of decline": "下降",
    "comparisons": "比上年",
    "lists": "、增值税1亿元",
    "respectively": "分别",
    "wholes": "占年初预算",
    "emoji": "😀预算",
    "control characters": "\x00\x07收入3亿元",
    "line breaks": "收入\n",
    "soft wraps": "全市一般公共预算收入完成情况总体平稳有序\n",
    "no-break spaces": "1\u00a02\u3000",
    "thousands": "1,234,",
    "decimal points": "1.",
    "mail": "a@b.",
}


def _seconds(text: str) -> float:
    setting = Setting(Anchor(HALF_YEAR, 2024), document_period=HALF_YEAR)
    prepared = as_text(text)
    started = time.process_time()
    Attribution(prepared, "p0", setting, Memory(), 0).read()
    return time.process_time() - started


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_the_time_grows_with_the_length(pattern: str) -> None:
    text = pattern * (SMALL * TIMES_LARGER // len(pattern) + 1)
    _seconds(text[:500])
    small = min(_seconds(text[:SMALL]) for _ in range(2))
    most = max(small, LEAST) * TIMES_LARGER * SLACK
    # A machine that was busy with something else once is not so twice.
    assert any(_seconds(text[: SMALL * TIMES_LARGER]) < most for _ in range(2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "7" * 5000,
        "0." + "1" * 5000 + "亿元",
        "9" * 5000 + "亿元",
        "1," * 3000,
        "，。；：（）" * 500,
        "（" * 3000,
        "\x00\x01\x02\ufeff\u200b",
        "😀🎉📈" * 300,
        "一二三四五六七八九十" * 300,
        "—12—" * 300,
    ],
)
def test_noise_states_nothing(text: str) -> None:
    assert facts_of(text) == []


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全縣一般公共預算收入完成3.6億元，同比增長5%。", "一般公共预算收入"),
        ("全县一般公共預算收入完成３．６億元，同比增长５％。", "一般公共预算收入"),
        ("📈全县一般公共预算收入完成3.6亿元，同比增长5%🎉。", "一般公共预算收入"),
        ("全县一般公共\x07预算收入完成3.6亿元\u200b，同比增长5%。", "预算收入"),
    ],
)
def test_a_sentence_is_read_through_its_noise(text: str, metric: str) -> None:
    amount, growth = facts_of(text)
    assert metric in amount.metric
    assert (amount.value, amount.unit, amount.scope) == (360_000_000, "CNY", "全县")
    assert (growth.kind, growth.value) == ("growth", 5)


def test_an_impossible_month_is_no_period() -> None:
    (fact,) = facts_of("1-13月全市一般公共预算收入12.6亿元。")
    assert fact.metric == "一般公共预算收入"
    assert fact.period is None
    assert "period_invalid" in fact.flags


def test_months_of_age_are_no_impossible_time() -> None:
    (fact,) = facts_of("接种18月龄儿童4260人。")
    assert (fact.printed, fact.flags) == ("4260人", ())


def test_a_head_and_a_cell_that_disagree_are_both_kept() -> None:
    (fact,) = facts_of("1-3月全市一般公共预算收入12.6亿元。", column="current", item="收入")
    assert fact.period is not None
    assert fact.period.end.month == 3
    assert fact.column_period == HALF_YEAR
