"""Lines that head others say the same whether the file marks them as headings or not."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from extractors.document import Document, Paragraph
from extractors.fact import Fact
from extractors.readers.draft import DraftParagraph, placed
from extractors.reading import understand
from extractors.report import Hints

TITLE = "云岭市2024年上半年预算执行情况"
REPORT = (
    "一、一般公共预算",
    "1-6月，全市一般公共预算收入完成156.28亿元，增长5.3%；支出241.9亿元，增长6.8%。",
    "二、政府性基金预算",
    "政府性基金收入完成62.7亿元，下降18.4%。",
    "下一步工作打算",
    "一般公共预算收入达到300亿元，增长6%以上。",
)


def facts(*lines: str, marked: bool) -> list[dict[str, Any]]:
    drafts = [DraftParagraph(TITLE, heading=True), *map(DraftParagraph, lines)]
    blocks = tuple(
        replace(block, heading=(marked and "。" not in block.text.chars) or not at)
        for at, block in enumerate(placed(drafts))
        if isinstance(block, Paragraph)
    )
    found = understand(Document("text/html", blocks), Hints(source_name="报告")).facts
    return [{field.name: getattr(fact, field.name) for field in fields(Fact)} for fact in found]


def test_marks_of_headings_change_no_fact() -> None:
    plain = facts(*REPORT, marked=False)
    assert facts(*REPORT, marked=True) == plain
    assert [fact["scope"] for fact in plain[:6]] == ["全市"] * 6
    assert [fact["role"] for fact in plain] == ["actual"] * 6 + ["target"] * 2


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("一、目标任务", "target"),
        ("一、目标任务完成情况", "actual"),
        ("一、预期目标的完成情况", "actual"),
        ("一、下一步主要工作", "target"),
        ("一、工作安排及落实情况", "target"),
    ],
)
def test_what_has_become_of_an_aim_looks_back(heading: str, role: str) -> None:
    (fact,) = facts(heading, "新增就业1.2万人。", marked=True)
    assert fact["role"] == role


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        # what was told of an earlier time is over with its paragraph, once the report has told of its own time
        (("上半年，全市收入156亿元。", "前5个月，收入120亿元。", "支出241亿元。"), (6, 5, 6)),
        (("上半年，全市收入156亿元。", "一季度，收入80亿元。累计看，收入156亿元。"), (6, 3, 6)),
        (("1-5月，全市收入120亿元。", "支出241亿元。"), (5, 5)),
        (("上半年，全市收入156亿元。", "一、一季度情况", "收入80亿元。", "支出101亿元。"), (6, 3, 3)),
    ],
)
def test_an_earlier_time_does_not_outlast_its_paragraph(lines: tuple[str, ...], ends: tuple[int, ...]) -> None:
    assert tuple(fact["period"].end.month for fact in facts(*lines, marked=False)) == ends
