"""Bare figures beside figures with units: each is read once, the bare ones in the unit of their row."""

from __future__ import annotations

from extractors.reading import understand
from extractors.report import Hints
from tests.extractors.value_table.drawn import as_document, drawing


def read(*lines: str) -> list[tuple[str, str | None, str | None, str, str]]:
    content = understand(as_document(drawing(list(lines))), Hints(source_name="报告"))
    return [(fact.printed, fact.column, fact.metric, str(fact.value), fact.unit) for fact in content.facts]


def test_a_progress_sheet_of_figures_with_and_without_units() -> None:
    found = read(
        "# 清源县财政局2024年9月份目标进度情况表",
        "| 类别 | 目标名称 | 考核指标 | 当月进度 | 累计进度 | 累计完成工作量 |",
        "| 绩效指标 | 一般公共预算收入 | 42.5亿元 | 3.16 | 36.28 | 85% |",
        "| 绩效指标 | 争取资金 | 12亿元 | 1.2 | 9.4亿元 | 78% |",
        "| 绩效指标 | 新增就业 | 12000人 | 960 | 10850 | 90% |",
        "| 工作目标 | 整治资金 | 12亿元 | 1.2 | 94000 | 78% |",
    )
    assert sorted(found) == sorted([
        ("42.5亿元", "target", "一般公共预算收入", "4250000000", "CNY"),
        ("3.16", "current", "一般公共预算收入", "316000000", "CNY"),
        ("36.28", "cumulative", "一般公共预算收入", "3628000000", "CNY"),
        ("85%", "completion", "一般公共预算收入", "85", "%"),
        ("12亿元", "target", "争取资金", "1200000000", "CNY"),
        ("1.2", "current", "争取资金", "120000000", "CNY"),
        ("9.4亿元", "cumulative", "争取资金", "940000000", "CNY"),
        ("78%", "completion", "争取资金", "78", "%"),
        ("12000人", "target", "新增就业", "12000", "人"),
        ("960", "current", "新增就业", "960", "人"),
        ("10850", "cumulative", "新增就业", "10850", "人"),
        ("90%", "completion", "新增就业", "90", "%"),
        # Figures of one row that lie so far apart are not of one unit: the bare ones stay unread, and are counted.
        ("12亿元", "target", "整治资金", "1200000000", "CNY"),
        ("78%", "completion", "整治资金", "78", "%"),
    ])  # fmt: skip


def test_a_count_in_a_table_of_amounts() -> None:
    found = read(
        "# 清源县2024年1-9月重点指标完成情况",
        "> 单位：万元",
        "| 项目 | 全年目标 | 当月完成 | 累计完成 | 同比增长 |",
        "| 一般公共预算收入 | 425,000 | 31,600 | 362,800 | 5.7% |",
        "| 税收收入 | 310,000 | 22,150 | 27.1亿元 | 4.2% |",
        "| 新增就业 | 12000人 | 960人 | 10850 | 3.1 |",
    )
    assert ("10850", "cumulative", "新增就业", "10850", "人") in found
    assert ("22,150", "current", "税收收入", "221500000", "CNY") in found
    assert ("27.1亿元", "cumulative", "税收收入", "2710000000", "CNY") in found
