"""What a run takes in: new, copied, renamed, removed and mended files, and what newer readers read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from extractors.report import Hints, ReportContent
from pipeline import run as run_module
from pipeline.run import run_stages


def test_byte_identical_files_are_one_report(desk: Desk) -> None:
    text = report_text("教育|current|支出|12", **JUNE)
    desk.put("乙/表.txt", text)
    desk.put("甲.txt", text)
    assert desk.run().copies == 1
    (report,) = desk.rows("reports")
    assert (report["source_name"], report["other_names"]) == ("乙/表.txt", ["甲.txt"])
    desk.put("一.txt", text)
    assert desk.run().copies == 2
    (report,) = desk.rows("reports")
    assert (report["source_name"], report["other_names"]) == ("一.txt", ["乙/表.txt", "甲.txt"])


def test_copies_of_an_unreadable_file_are_each_named(desk: Desk) -> None:
    desk.put("a.txt", "broken")
    desk.put("b.txt", "broken")
    assert desk.run().quarantined_now == 2
    assert list(desk.by_name("quarantine")) == ["a.txt", "b.txt"]
    desk.put("c.txt", "broken")
    assert desk.run().quarantined_now == 1


def test_a_renamed_file_keeps_its_report(desk: Desk) -> None:
    file = desk.put("旧.txt", report_text("教育|current|支出|12", **JUNE))
    desk.run()
    (before,) = desk.rows("reports")
    file.rename(desk.inbox / "新.txt")
    summary = desk.run()
    assert (summary.new_reports, summary.removed) == (0, 1)
    (after,) = desk.rows("reports")
    assert after["source_name"] == "新.txt"
    assert after["other_names"] == []
    assert after["report_id"] == before["report_id"]
    assert after["ingested_at"] == before["ingested_at"]
    assert desk.rows("facts")[0]["source_name"] == "新.txt"
    assert desk.run().removed == 0


def test_a_removed_file_keeps_its_report_but_not_its_place_in_quarantine(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE)).unlink()
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE))
    desk.put("b.txt", "broken")
    desk.run()
    before = desk.export(tmp_path / "one")
    for file in desk.inbox.iterdir():
        file.unlink()
    assert desk.run().removed == 2
    assert desk.export(tmp_path / "two") == {**before, "quarantine": []}


def test_other_inboxes_keep_their_quarantine(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.txt", "broken")
    desk.run()
    other = tmp_path / "other"
    other.mkdir()
    run_stages(other, desk.store_url, read_made_up, judge_cap, workers=0)
    assert list(desk.by_name("quarantine")) == ["a.txt"]


def test_a_mended_file_leaves_quarantine(desk: Desk) -> None:
    desk.put("a.txt", "broken")
    desk.run()
    desk.put("a.txt", report_text("教育|current|支出|12", **JUNE))
    summary = desk.run()
    assert (summary.new_reports, desk.rows("quarantine")) == (1, [])


def test_newer_readers_try_everything_again(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk.put("a.txt", report_text("教育|current|支出|12", **JUNE))
    desk.put("b.txt", "broken")
    desk.run()
    before = desk.export(tmp_path / "one")
    monkeypatch.setattr(run_module, "reader_version", lambda: "newer")
    summary = desk.run()
    assert (summary.reread, summary.unchanged, summary.quarantined_now) == (1, 0, 0)
    assert desk.export(tmp_path / "two") == before

    def read_all(_: Path, hints: Hints) -> ReportContent:
        return read_made_up(desk.inbox / "a.txt", hints)

    monkeypatch.setattr(run_module, "reader_version", lambda: "newest")
    summary = desk.run(read=read_all)
    assert (summary.new_reports, summary.reread, desk.rows("quarantine")) == (1, 1, [])


def test_what_newer_readers_cannot_read_is_withdrawn(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run()
    monkeypatch.setattr(run_module, "reader_version", lambda: "newer")

    def read_none(path: Path, hints: Hints) -> ReportContent:
        raise ValueError(f"{path.name} {hints}")

    desk.run(read=read_none)
    assert [desk.rows(table) for table in ("reports", "items", "facts")] == [[], [], []]
    assert desk.rows("quarantine")[0]["reason"] == "reader_failed"


def test_hints_come_from_manifest_and_folder(desk: Desk) -> None:
    text = report_text("教育|current|支出|1")
    desk.put("青川市财政局/2024-06/a.txt", text)
    desk.run()
    (report,) = desk.rows("reports")
    assert (report["unit"], str(report["period_end"])) == ("青川市财政局", "2024-06-30")
    assert report["metadata_source"] == {"unit": "folder"}
    desk.put("manifest.yaml", "- file: 青川市财政局/2024-06/a.txt\n  unit: 青川市审计局\n- file: 缺.txt\n")
    summary = desk.run()
    assert (summary.reread, summary.new_reports) == (1, 0)
    assert desk.rows("reports")[0]["unit"] == "青川市审计局"
    assert any("缺.txt" in warning for warning in summary.warnings)
    assert desk.run().reread == 0


def test_an_unreadable_file_is_named_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = desk.put("a.txt", report_text("教育|current|支出|1", **JUNE))
    true_open = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == file.name:
            raise PermissionError(13, "Permission denied", str(path))
        return true_open(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert desk.run().quarantined_now == 1
    assert desk.run().quarantined_now == 0
    (row,) = desk.rows("quarantine")
    assert (row["reason"], row["sha256"]) == ("no_permission", None)
    monkeypatch.undo()
    assert desk.run().new_reports == 1
    assert desk.rows("quarantine") == []
