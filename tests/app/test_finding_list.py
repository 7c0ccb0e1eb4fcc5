"""The list of findings fits the terminal, however narrow that is, and says how sure each of them is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.aligned import display_width
from app.finding_list import finding_list_lines, trust_words
from pipeline.store.finding_ranks import RankedFinding
from rules.ranking import Precision

FINDING = {
    "finding_id": "33403825da6a0eb2",
    "severity": "error",
    "status": "notified",
    "family": "consistency",
    "message": "财政收支平衡：同一个数一处写58.70亿元，另一处写57.80亿元，相差0.9亿元（另有5处勾稽关系同时不符）。",
    "source_names": ("青澜市财政局/2024年4月目标进度表.docx", "青澜市财政局/2024年5月目标进度表.xlsx"),
}
TRUSTED = RankedFinding(FINDING, Precision(0.9, 3, 2.0), 0.9, True, 1.0, date(2024, 7, 20), True)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_runs_past_the_edge(width: int) -> None:
    lines = finding_list_lines([TRUSTED], width=width)
    assert [line for line in lines if display_width(line) > width] == []
    said = "".join(line.strip() for line in lines)
    for told in ("33403825da6a0eb2", "已通知", "影响目标是否完成", "青澜市财政局/2024年4月"):
        assert told in said


def test_a_file_stands_beside_what_is_said_of_a_finding_where_there_is_room() -> None:
    (line,) = (line for line in finding_list_lines([TRUSTED], width=200) if "33403825da6a0eb2" in line)
    assert line.endswith("2024年4月目标进度表.docx、青澜市财政局/2024年5月目标进度表.xlsx")


@pytest.mark.parametrize("status", ["accepted_exception", "false_positive", "fixed"])
def test_what_is_settled_is_counted_and_listed_where_it_is_asked_for(status: str) -> None:
    closed = replace(TRUSTED, finding={**FINDING, "finding_id": "0000000000000000", "status": status})
    said = "".join(finding_list_lines([closed, TRUSTED], width=200))
    assert "0000000000000000" not in said
    assert "共 1 处：错误 1。另有 1 处已了结，加 --all 列出。" in said
    assert finding_list_lines([closed], width=200) == ["没有未了结的疑点。另有 1 处已了结，加 --all 列出。"]
    every = "".join(finding_list_lines([closed, TRUSTED], width=200, settled=True))
    assert "0000000000000000" in every
    assert "共 2 处：错误 2。hedui explain" in every


UNSENT = replace(TRUSTED, precision=Precision(0.9, 0, 0.0), confidence=0.8, flips=False, due=None, overdue=False)


@pytest.mark.parametrize(
    ("ranked", "words"),
    [
        (UNSENT, "把握72%"),
        (replace(UNSENT, precision=Precision(0.5, 4, 2.5)), "把握40%（同规则复核4处，属实2.5处）"),
        (replace(UNSENT, flips=True), "把握72%，影响目标是否完成"),
        (replace(UNSENT, due=date(2024, 7, 5)), "把握72%，更正期限07月05日"),
        (replace(UNSENT, due=date(2024, 7, 5), overdue=True), "把握72%，已过更正期限07月05日"),
    ],
)
def test_how_sure_a_finding_is(ranked: RankedFinding, words: str) -> None:
    assert trust_words(ranked) == words
