"""The summary at the end of a run says everything that a person needs, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.aligned import display_width
from app.run_summary import run_summary_lines
from pipeline.summary import NotEvaluable, QuarantinedFile, RereadFact, RunSummary, WorstFinding

FULL = RunSummary(
    run_id="r1",
    store_url="sqlite:///data/curated/hedui.db",
    inbox="data/raw",
    files_seen=15,
    new_reports=12,
    unchanged=1,
    copies=1,
    quarantined_now=1,
    removed=0,
    reports_by_kind={"progress_sheet": 9, "narrative": 3},
    facts_by_kind={"amount": 1234, "growth": 56},
    quarantine_by_reason={"damaged": 1},
    quarantine=(QuarantinedFile("某局/坏了.docx", "damaged", "文件已损坏。请重新导出。"),),
    holds=40,
    violated=2,
    not_evaluable=(
        NotEvaluable("roll_forward", "上月累计数", 7),
        NotEvaluable("share", "总额", 2),
        NotEvaluable("completion", "上月累计数", 1),
    ),
    findings_by_severity={"error": 1, "notice": 1},
    worst=(WorstFinding("abc123", "error", "某市支出占比写80%，按金额算是75%。", "某局/表.pdf"),),
    warnings=("某局/表.pdf：第3页没有文字层。",),
    seconds=3.21,
)


def text_of(summary: RunSummary, **options: str) -> str:
    return "\n".join(run_summary_lines(summary, width=80, **options))


@pytest.mark.parametrize(
    "said",
    [
        "15 个文件，用时 3.2 秒",
        "新读入 12 份，未变 1 份，内容相同的副本 1 份，隔离 1 份",
        "报告：共 12 份",
        "数字：共 1,290 个",
        "某局/坏了.docx",
        "文件已损坏。请重新导出。",
        "上月累计数 8；总额 2",
        "发现 2 处疑点：错误 1，提示 1",
        "某市支出占比写80%，按金额算是75%。",
        "sqlite:///data/curated/hedui.db",
        "hedui explain abc123",
        "第3页没有文字层",
    ],
)
def test_what_is_said(said: str) -> None:
    assert said in text_of(FULL)


def test_equations_that_could_not_be_judged_are_no_passes() -> None:
    lines = text_of(FULL).splitlines()
    counts = {line.split()[0]: line.split()[1] for line in lines if line.strip().startswith(("成立", "不成立", "无法"))}
    assert counts == {"成立": "40", "不成立": "2", "无法判断": "10"}


def test_numbers_of_a_block_line_up() -> None:
    amount, growth = (line for line in text_of(FULL).splitlines() if line.strip().startswith(("金额", "增幅")))
    assert display_width(amount) == display_width(growth)


def test_a_run_without_findings_says_so_and_suggests_nothing_to_explain() -> None:
    shown = text_of(replace(FULL, findings_by_severity={}, worst=(), violated=0))
    assert "没有发现对不上的数字" in shown
    assert "hedui explain" not in shown


def test_the_suggested_commands_find_the_same_store() -> None:
    shown = text_of(FULL, store_option=" --store sqlite:///x.db")
    assert "hedui findings --store sqlite:///x.db" in shown
    assert "hedui explain abc123 --store sqlite:///x.db" in shown


def test_the_suggested_commands_can_be_typed_as_they_stand() -> None:
    assert "  .venv/bin/hedui explain abc123 " in text_of(FULL, command=".venv/bin/hedui")


def test_long_messages_stay_within_the_width() -> None:
    long = replace(FULL.worst[0], message="全市一般公共预算收入" * 20 + "。")
    assert all(display_width(line) <= 82 for line in run_summary_lines(replace(FULL, worst=(long,)), width=80))


@pytest.mark.parametrize("width", [60, 80])
def test_no_sentence_stands_past_the_edge(width: int) -> None:
    """What is suggested stays in one line, so that it can be copied; what it does stands below it then."""
    option = " --store /srv/核对/各单位/2024/hedui.db"
    lines = run_summary_lines(FULL, width=width, command="/opt/核对/.venv/bin/hedui", store_option=option)
    assert [line for line in lines if display_width(line) > width and not line.startswith("  /opt/核对")] == []
    assert "      列出未了结的疑点，最要紧的在前" in lines


REREAD = (
    RereadFact(
        "f1", "某局/表.pdf", "changed", {"role": "actual", "base": None}, {"role": "target", "base": "年初预算"}
    ),
    RereadFact("f2", "某局/表.pdf", "gained", None, {"metric": "税收收入", "printed": "3.2亿元"}),
    RereadFact("f3", "某局/表.pdf", "lost", {"metric": "编号", "printed": "12"}, None),
)


def test_what_reading_again_changed_is_told_of_each_figure() -> None:
    shown = text_of(replace(FULL, reread=1, fact_changes={"gained": 1, "lost": 1, "changed": 1}, reread_facts=REREAD))
    assert "重读后的数字：新增 1 个，消失 1 个，改变 1 个" in shown
    assert "改变  f1  role actual → target；base 空 → 年初预算" in shown
    assert "新增  f2  税收收入 3.2亿元" in shown
    assert "消失  f3  编号 12" in shown
    assert "fact_changes" not in shown
    more = replace(FULL, reread=9, fact_changes={"changed": 1200}, reread_facts=REREAD[:1])
    assert "全部见表 fact_changes（hedui query）" in text_of(more)
