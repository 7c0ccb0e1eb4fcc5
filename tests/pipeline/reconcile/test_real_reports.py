"""Real reports through the whole pipeline: what must be found in them, and that nothing consistent is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.store.lookup import list_findings


def findings_in(files: list[Path], folder: Path) -> list[dict[str, Any]]:
    inbox = folder / "inbox"
    inbox.mkdir()
    for file in files:
        shutil.copy(file, inbox / file.name)
    url = f"sqlite:///{folder / 'store.db'}"
    summary = run_inbox(inbox, url)
    assert summary.new_reports == len(files)
    assert summary.holds > 0
    store = open_store(url)
    try:
        return [dict(finding) for finding in list_findings(store)]
    finally:
        store.close()


def test_a_published_chain_holds_but_for_one_restated_figure(corpus: Path, tmp_path: Path) -> None:
    files = sorted((corpus / "real").glob("mof-2017-*.txt"))
    findings = findings_in(files, tmp_path)
    assert [(finding["rule"], finding["severity"]) for finding in findings] == [("month_onto_cumulative", "warning")]
    message = findings[0]["message"]
    for part in ("地方一般公共预算支出", "51112亿元", "14191亿元", "65303亿元", "65301亿元", "修订"):
        assert part in message


@pytest.mark.parametrize("ending", [".docx", ".pdf", "-word.pdf", ".html", ".txt", ".xlsx"])
def test_progress_sheets(corpus: Path, tmp_path: Path, ending: str) -> None:
    names = ("2018-06-monthly-progress", "2021-06-halfyear-targets")
    findings = findings_in([corpus / "docs" / f"{name}{ending}" for name in names], tmp_path)
    assert not [finding["message"] for finding in findings if finding["severity"] == "error"]
    by_rule: dict[str, list[str]] = {}
    for finding in findings:
        by_rule.setdefault(f"{finding['severity']}:{finding['rule']}", []).append(finding["message"])
    assert by_rule.pop("warning:rate_times_count") == [
        "教育财政保障：12万元×38人＝456万元，报告写444万元，相差12万元。"
    ]
    (above_cap,) = by_rule.pop("notice:growth_above_cap")
    assert "30.3%" in above_cap
    assert "5.5%" in above_cap
    (in_current,) = by_rule.pop("warning:cumulative_in_current_column")
    assert "7078万元" in in_current
    (task,) = by_rule.pop("notice:deadline_gone_by")
    assert "5月底前" in task
    counted = by_rule.pop("notice:count_completion_column")
    assert any("已完成7家，目标10家" in message for message in counted)
    assert not by_rule
