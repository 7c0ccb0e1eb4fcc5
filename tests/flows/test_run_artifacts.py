"""What a run leaves in Prefect: its numbers as a page, with no more warnings than a person reads."""

from __future__ import annotations

from dataclasses import replace

from flows.run_artifacts import summary_markdown
from pipeline.summary import NotEvaluable, QuarantinedFile, RunSummary

SUMMARY = RunSummary(
    run_id="r1",
    store_url="sqlite:///x.db",
    inbox="data/raw",
    files_seen=4,
    new_reports=2,
    unchanged=1,
    copies=0,
    quarantined_now=1,
    removed=0,
    reports_by_kind={"narrative": 2},
    facts_by_kind={"amount": 40, "growth": 2},
    quarantine_by_reason={"damaged": 1},
    quarantine=(QuarantinedFile("坏.docx", "damaged", "文件已损坏。"),),
    holds=30,
    violated=1,
    not_evaluable=(NotEvaluable("share", "总额", 5), NotEvaluable("growth", "上年同期数", 2)),
    findings_by_severity={"error": 1, "notice": 3},
    worst=(),
    warnings=(),
    seconds=3.21,
)


def test_the_numbers_of_a_run_stand_in_a_table() -> None:
    lines = summary_markdown(SUMMARY).splitlines()
    rows = dict(line.strip("| ").split(" | ") for line in lines if " | " in line.strip("| "))
    assert lines[0] == "# 运行 r1"
    assert rows["数字"] == "42"
    assert rows["勾稽关系成立、不成立、无法判断"] == "30、1、7"
    assert rows["疑点"] == "错误 1，提示 3"
    assert rows["用时"] == "3.2 秒"
    assert "- 坏.docx（damaged）：文件已损坏。" in lines
    assert "## 提醒" not in lines


def test_many_warnings_are_counted_and_not_all_told() -> None:
    told = summary_markdown(replace(SUMMARY, warnings=tuple(f"第{number}条" for number in range(1, 31)))).splitlines()
    assert [line for line in told if line.startswith("- 第")] == [f"- 第{number}条" for number in range(1, 21)]
    assert told[-1] == "- ……共 30 条"


def test_a_run_without_anything_to_tell_says_so() -> None:
    page = summary_markdown(replace(SUMMARY, quarantine=(), findings_by_severity={}))
    assert "| 疑点 | 无 |" in page
    assert "##" not in page
