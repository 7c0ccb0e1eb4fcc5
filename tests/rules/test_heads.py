"""Heads of progress sheets are known by their words; a mistake in the file is found with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import RuleMistake
from rules.heads import begins_head, head_entries, head_entry, load_heads, plain_head


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("工作\n类别", "category"),
        ("板块", "category"),
        ("项 目 名 称", "name"),
        ("民生实事项目", "name"),
        ("2024年重点工作任务", "name"),
        ("年度目标任务", "target"),
        ("２０２４年目标", "target"),
        ("考核内容与要求", "target"),
        ("指标性质", "attribute"),
        ("计划完成时间（月）", "deadline"),
        ("2024年3月完成情况", "current"),
        ("十一月份进展", "current"),
        ("四季度工作推进情况", "current"),
        ("1—11月累计进展", "cumulative"),
        ("一至九月完成情况", "cumulative"),
        ("截至9月底进展情况", "cumulative"),
        ("前三季度完成情况", "cumulative"),
        ("完成进度（％）", "completion"),
        ("累计完成率", "completion"),
        ("占年度任务的比例", "completion"),
        ("进度灯", "light"),
        ("牵头单位", "other"),
        ("下一步工作安排", "other"),
        ("存在困难", "other"),
    ],
)
def test_role_of_a_head(head: str, role: str) -> None:
    entry = head_entry(head)
    assert entry is not None
    assert entry.role == role


@pytest.mark.parametrize("text", ["", "县区", "税收收入", "财政局", "6月份全市完成收入12亿元", "量", "比去年同期增加"])
def test_what_is_no_head(text: str) -> None:
    assert head_entry(text) is None


def test_every_example_is_taken_by_its_own_entry() -> None:
    for entry in head_entries():
        assert all(head_entry(example) is entry for example in entry.examples)


@pytest.mark.parametrize(
    ("head", "plain"),
    [("完成 时限（月）", "完成时限"), ("进度(%)", "进度%"), ("进度（％）", "进度%"), ("★ 目标：", "目标")],
)
def test_plain_head(head: str, plain: str) -> None:
    assert plain_head(head) == plain


@pytest.mark.parametrize(("text", "begins"), [("累计完", True), ("年度", True), ("序", True), ("收入增", False)])
def test_beginning_of_a_head(text: str, begins: bool) -> None:
    assert begins_head(text) is begins


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("- {role: name, holds: label, pattern: '名(称', examples: [名称]}", 1, "正则"),
        (
            "- {role: name, holds: label, pattern: 名称, examples: [名称]}\n\n"
            "- {role: target, holds: text, pattern: 目标, examples: [指标]}",
            3,
            "指标",
        ),
        (
            "- {role: name, holds: label, pattern: 名称|目标, examples: [名称]}\n"
            "- {role: target, holds: text, pattern: 目标, examples: [目标]}",
            2,
            "name",
        ),
        ("- {role: name, holds: label, pattern: 名称|简称, examples: [名称], not: [简称]}", 1, "简称"),
        ("- {role: title, holds: label, pattern: 名称, examples: [名称]}", 1, "role"),
        ("- {role: name, holds: label, pattern: 名称}", 1, "examples"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, content: str, line: int, words: str) -> None:
    file = tmp_path / "heads.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleMistake, match=words) as mistake:
        load_heads(file)
    assert mistake.value.line == line
    assert mistake.value.remedy
