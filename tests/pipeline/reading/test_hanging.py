"""What hangs for real: OCR over the page of a scan, and a drive over a file. The other files are read all the same."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from made_up.desk import Desk
from made_up.judge import judge_nothing
from made_up.read_tasks import read_files
from made_up.reports import read_made_up, report_text
from made_up.stopped_engine import read_with_a_stopped_engine
from printing.sheet_picture import require_fonts, sheet_picture
from servers.processes import is_running
from servers.slow_disk import late_files, slow_folder

from extractors.report import Hints
from pipeline import identity
from pipeline.reading.limits import SECONDS_SETTING, ReadingLimits
from pipeline.reading.task import Named, ReadTask
from pipeline.reading.worker import READ_REPORT, NotThere
from pipeline.report_rows import ReportRows

__all__ = ["slow_folder"]

FOR_EVER = 40.0

TEXT = "2024年{month}月全市财政收支情况\n1-{month}月，全市一般公共预算收入完成120.5亿元，同比增长6.2%。\n"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_a_scan_over_which_ocr_hangs_costs_that_file_until_more_time_is_given(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_fonts()
    desk = Desk(inbox, f"sqlite:///{tmp_path}/x.db")
    desk.put("1月.txt", TEXT.format(month=1))
    sheet_picture(5, dpi=150, rows=1).picture.save(inbox / "2月.png", dpi=(150, 150))
    desk.put("3月.txt", TEXT.format(month=3))

    monkeypatch.setenv(SECONDS_SETTING, "8")
    summary = desk.run(read=read_with_a_stopped_engine, judge=judge_nothing, workers=1)
    mark = inbox / "2月.png.pid"
    process = int(mark.read_text(encoding="utf-8"))
    mark.unlink()
    assert not is_running(process)
    assert (summary.new_reports, summary.quarantine_by_reason) == (2, {"too_slow": 1})
    (refused,) = desk.rows("quarantine")
    assert refused["source_name"] == "2月.png"
    assert "停在第 1 页" in refused["message"]
    assert SECONDS_SETTING in refused["message"]
    assert desk.run(read=READ_REPORT, judge=judge_nothing).unchanged == 3, "not tried again every night"

    monkeypatch.delenv(SECONDS_SETTING)
    again = desk.run(read=READ_REPORT, judge=judge_nothing)
    assert (again.new_reports, again.unchanged, again.quarantine_by_reason) == (1, 2, {})
    assert {fact["source_name"] for fact in desk.rows("facts")} == {"1月.txt", "2月.png", "3月.txt"}
    desk.store.close()


def test_a_drive_that_hangs_over_a_file_leaves_it_to_the_next_run(slow_folder: Path) -> None:
    """Neither the process that reads it nor the program, which looks whether it is still there, waits for ever; and it
    is not the file that is too slow."""
    tasks = []
    for name in ("first", "stuck", "last"):
        file = slow_folder / name
        file.write_text(report_text("a|current|b|1"), encoding="utf-8")
        tasks.append(ReadTask(file, Hints(name), Named(identity.file_sha256(file), (name,), "")))

    def kinds() -> dict[str, type]:
        readings = read_files(tasks, read_made_up, 1, ReadingLimits(seconds=2.5))
        return {reading.task.hints.source_name: type(reading.result) for reading in readings}

    with late_files([tasks[1].path], FOR_EVER):
        assert kinds() == {"first": ReportRows, "stuck": NotThere, "last": ReportRows}
    assert kinds() == dict.fromkeys(("first", "stuck", "last"), ReportRows)
