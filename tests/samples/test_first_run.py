"""The first run over the sample reports finds every planted slip and accuses no consistent figure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from samples.planted import PLANTED, Planted

from pipeline.run import run_inbox
from pipeline.store import list_findings, open_store
from pipeline.summary import RunSummary


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('first')}/hedui.db"


@pytest.fixture(scope="module")
def first(url: str, project: Path) -> RunSummary:
    return run_inbox(project / "data/raw", url)


@pytest.fixture(scope="module")
def findings(url: str, first: RunSummary) -> list[dict[str, Any]]:
    assert first.new_reports
    store = open_store(url)
    try:
        return list_findings(store)
    finally:
        store.close()


def reports(finding: dict[str, Any], planted: Planted) -> bool:
    """Whether the finding is about the planted slip: its file, its figure, its family."""
    message = re.sub(r"\s", "", finding["message"])
    return (
        planted.file in finding["source_names"]
        and planted.printed in message
        and (planted.item is None or planted.item in message)
        and finding["family"] in planted.families
    )


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.item}-{planted.printed}")
def test_every_planted_slip_is_found(planted: Planted, findings: list[dict[str, Any]]) -> None:
    found = [finding for finding in findings if reports(finding, planted)]
    assert found, f"{planted.why}\n" + "\n".join(finding["message"] for finding in findings)
    assert {finding["severity"] for finding in found} == {planted.severity}


def test_nothing_else_is_accused(findings: list[dict[str, Any]]) -> None:
    others = [f["message"] for f in findings if not any(reports(f, planted) for planted in PLANTED)]
    assert not others


def test_all_but_the_broken_file_is_read(first: RunSummary) -> None:
    assert [(file.source_name.rpartition("/")[2], file.reason) for file in first.quarantine] == [
        ("2024年二季度重点工作完成情况（补报）.docx", "damaged")
    ]
    assert first.new_reports == 12
    assert first.reports_by_kind["progress_sheet"] == 6


def test_a_second_run_changes_nothing(url: str, first: RunSummary, project: Path) -> None:
    again = run_inbox(project / "data/raw", url)
    assert (again.new_reports, again.reread, again.unchanged) == (0, 0, first.files_seen)
    assert again.facts_by_kind == first.facts_by_kind
    assert again.findings_by_severity == first.findings_by_severity
