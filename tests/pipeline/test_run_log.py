"""Every line of a run's log says which run, stage and report it is about."""

from __future__ import annotations

import logging

import pytest
from made_up.desk import Desk
from made_up.judge import judge_nothing
from made_up.reports import report_text

from pipeline.reading.kept_logs import LogLine, write_kept_logs
from pipeline.run_log import about, logged_as


def test_a_run_says_what_it_is_about(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.put("100%.txt", report_text("教育|current|支出|1"))
    with caplog.at_level(logging.INFO, logger="pipeline"):
        run_id = desk.run(judge=judge_nothing).run_id
    (report,) = desk.rows("reports")
    said = [
        record.getMessage()
        for record in caplog.records
        if record.name in ("pipeline.run", "pipeline.load_stage", "pipeline.judging.stage")
    ]
    assert said == [
        f"[run={run_id} stage=take-in] 1 files, 1 to read, 0 unchanged",
        f"[run={run_id} stage=load report={report['report_id']}] 100%.txt: 1 facts",
        f"[run={run_id} stage=reconcile] 1 reports judged in 1 portions, 0 findings made",
    ]
    assert about() == ""


def test_what_a_reading_process_logged_is_about_its_report(caplog: pytest.LogCaptureFixture) -> None:
    with logged_as(run="r1"), logged_as(stage="read", report="100%"):
        write_kept_logs([LogLine("extractors.readers.docx", logging.WARNING, "甲.docx is damaged: 5%")])
    (record,) = caplog.records
    assert record.getMessage() == "[run=r1 stage=read report=100%] 甲.docx is damaged: 5%"
    assert record.name == "extractors.readers.docx"
