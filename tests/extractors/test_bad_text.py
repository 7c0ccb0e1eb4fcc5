"""Whole files that no author would write: time in proportion to their size, nothing invented, what is left is named."""

from __future__ import annotations

import contextlib
import gc
import time
from pathlib import Path

import pytest

from extractors.errors import Unreadable
from extractors.fact import Fact
from extractors.reading import read_report
from extractors.report import Hints, ReportContent

SMALL = 10_000
TIMES_LARGER = 4
SLACK = 2.5
"""Four times the size may take ten times the processor's time before it counts as more than linear."""
TRIES = 2
"""A busy machine disturbs one try; what grows faster than its input does so in each."""
LEAST = 0.1
"""Seconds below which nothing is measured."""
FIVE_MB = 5 * 2**20
SECONDS_FOR_FIVE_MB = 60

UNITS = {
    "one line without a stop": "一般公共预算收入1.2亿元增长3%",
    "completions of two targets": "一般公共预算收入1.2亿元，目标2亿元，力争3亿元，为预期数的60.0%，",
    "paragraphs": "全市一般公共预算收入1.2亿元。\n",
    "only numbers": "1234567.89 ",
    "only digits": "7",
    "only punctuation": "，。；：（）",
    "control characters": "\x07收入3亿元\x00",
    "traditional and simplified": "全縣一般公共预算收入3.6億元同比增長5%",
    "emoji and characters without width": "📈预算收入3亿元\u200b🎉",
    "words with few numbers": "财政收入情况总体平稳有序" * 20 + "收入1.2亿元",
}


def content_of(folder: Path, text: str) -> ReportContent:
    file = folder / "2024年6月.txt"
    file.write_text(text, encoding="utf-8")
    return read_report(file, Hints("云岭市财政局/2024年6月.txt"))


def seconds(folder: Path, text: str) -> float:
    """The processor's seconds for it, without those for looking over all that earlier tests left in memory."""
    gc.collect()
    gc.freeze()
    started = time.process_time()
    try:
        with contextlib.suppress(Unreadable):  # a file without a word is named as such, and that takes time, too
            content_of(folder, text)
        return time.process_time() - started
    finally:
        gc.unfreeze()


def facts_of(folder: Path, text: str) -> list[Fact]:
    return list(content_of(folder, text).facts)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_the_time_for_a_file_grows_with_its_size(tmp_path: Path, unit: str) -> None:
    def text(size: int) -> str:
        return unit * (size // len(unit.encode()))

    seconds(tmp_path, text(SMALL // 10))
    small = max(seconds(tmp_path, text(SMALL)), LEAST)
    most = small * TIMES_LARGER * SLACK
    assert any(seconds(tmp_path, text(SMALL * TIMES_LARGER)) < most for _ in range(TRIES))


def test_five_megabytes_in_one_line_are_done_in_seconds(tmp_path: Path) -> None:
    unit = "财政收入情况总体平稳"
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        content_of(tmp_path, unit * (FIVE_MB // len(unit.encode())))
    assert caught.value.reason == "nothing_to_read"
    assert time.process_time() - started < SECONDS_FOR_FIVE_MB


SHEET = """云岭市财政局2024年6月重点工作进度表
序号\t目标名称\t考核指标\t6月进度\t{heads}\t累计完成工作量
1\t护林补助\t全年发放护林员补助900万元。\t6月发放护林员补助70万元。\t{cells}\t50%
2\t培训\t全年培训600人次。\t6月培训80人次。\t{cells}\t50%
"""


def test_of_two_columns_of_a_kind_the_figures_of_both_are_read(tmp_path: Path) -> None:
    text = SHEET.format(heads="累计进度\t累计进展情况", cells="1-6月发放补助450万元。\t1-6月发放补助430万元。")
    content = content_of(tmp_path, text)
    assert [fact.printed for fact in content.facts if fact.column == "cumulative"] == ["430万元"] * 2
    assert [fact.printed for fact in content.facts if fact.column is None] == ["450万元"] * 2


def test_a_column_of_words_beside_is_no_matter(tmp_path: Path) -> None:
    text = SHEET.format(heads="累计进度\t责任单位", cells="1-6月发放补助450万元。\t第2业务处")
    assert content_of(tmp_path, text).warnings == ()


def test_a_head_that_its_cells_contradict_does_not_win(tmp_path: Path) -> None:
    text = SHEET.format(heads="1-5月累计进度", cells="1-6月发放补助450万元。")
    cumulative = [fact for fact in facts_of(tmp_path, text) if fact.column == "cumulative"]
    assert [(str(fact.period.end), fact.period_source) for fact in cumulative if fact.period] == [
        ("2024-06-30", "explicit")
    ] * 2
    assert {str(fact.column_period.end) for fact in cumulative if fact.column_period} == {"2024-05-31"}


def test_the_nearer_of_two_units_of_measure_counts(tmp_path: Path) -> None:
    table = (
        "云岭市2024年6月一般公共预算收入完成情况\n单位：万元\n地区\t本月数（亿元）\t累计数\n"
        "青山区\t1.2\t72000\n白水县\t0.8\t51000\n"
    )
    values = {fact.printed: fact.value for fact in facts_of(tmp_path, table)}
    assert values == {"1.2": 120_000_000, "0.8": 80_000_000, "72000": 720_000_000, "51000": 510_000_000}
