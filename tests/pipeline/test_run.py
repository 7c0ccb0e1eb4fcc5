"""The main job over invented inboxes: tables, findings, failures, and runs that are broken off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from extractors.report import Hints, ReportContent
from pipeline import load_stage
from pipeline.export import export_tables
from pipeline.intake.hints import ManifestMistake
from pipeline.intake.inbox import InboxMissing
from pipeline.run import run_stages
from pipeline.store import Store
from pipeline.store.contract import EXPORTED_TABLES
from pipeline.store.errors import StoreBusy
from pipeline.store.runs import run_lock
from pipeline.summary import Stage


def test_a_folder_becomes_tables_and_findings(desk: Desk) -> None:
    desk.put("六月/进度 表.txt", report_text("教育|current|支出|120.50", "社保|cumulative|支出|-20", **JUNE))
    desk.put("坏.txt", "broken")
    seen: list[tuple[Stage, int, int, str]] = []
    summary = desk.run(progress=lambda *step: seen.append(step))
    assert (summary.files_seen, summary.new_reports, summary.quarantined_now) == (2, 1, 1)
    assert summary.reports_by_kind == {"progress_sheet": 1}
    assert summary.facts_by_kind == {"amount": 2}
    assert summary.quarantine_by_reason == {"damaged": 1}
    assert [file.source_name for file in summary.quarantine] == ["坏.txt"]
    assert (summary.holds, summary.violated) == (1, 1)
    assert [(entry.rule, entry.missing, entry.count) for entry in summary.not_evaluable] == [
        ("growth", "上年同期数", 2)
    ]
    assert summary.findings_by_severity == {"error": 1}
    assert summary.worst[0].source_name == "六月/进度 表.txt"
    assert seen[0] == ("intake", 2, 2, "")
    assert seen[-1] == ("reconcile", 1, 1, "")
    assert ("load", 2, 2, "坏.txt") in seen

    (report,) = desk.rows("reports")
    assert report["report_id"] == report["sha256"][:16]
    assert (report["unit"], str(report["period_end"]), report["revision"]) == ("青川市财政局", "2024-06-30", 1)
    facts = {row["item"]: row for row in desk.rows("facts")}
    assert str(facts["教育"]["value"]) == "120.5"
    assert facts["社保"]["source_name"] == "六月/进度 表.txt"
    assert "".join(span["text"] for span in facts["社保"]["spans"]) == "-20"
    assert {row["name"] for row in desk.rows("items")} == {"教育", "社保"}
    (quarantined,) = desk.rows("quarantine")
    assert (quarantined["reason"], "第 1 行" in quarantined["message"]) == ("damaged", True)


def test_a_second_run_changes_no_row(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE))
    desk.put("b.txt", report_text("教育|current|支出|130", **JUNE))
    desk.put("c.txt", "broken")
    desk.run()
    first = {table: desk.rows(table) for table in EXPORTED_TABLES}
    export_tables(desk.store, tmp_path / "one")

    def read_nothing(path: Path, _: Hints) -> ReportContent:
        raise AssertionError(f"{path} was read again")

    summary = desk.run(read=read_nothing)
    assert (summary.new_reports, summary.reread, summary.unchanged, summary.quarantined_now) == (0, 0, 3, 0)
    assert {table: desk.rows(table) for table in EXPORTED_TABLES} == first
    export_tables(desk.store, tmp_path / "two")
    for table in EXPORTED_TABLES:
        file = f"{table}.jsonl"
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_reprocessing_gives_the_same_tables(desk: Desk, tmp_path: Path) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", **JUNE))
    desk.put("c.txt", "broken")
    desk.run()
    before = desk.export(tmp_path / "one")
    summary = desk.run(reprocess=True)
    assert (summary.new_reports, summary.reread, summary.quarantined_now) == (0, 1, 0)
    assert desk.export(tmp_path / "two") == before


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_failures_take_only_their_own_file(desk: Desk, workers: int) -> None:
    texts = {
        "a.txt": report_text("教育|current|支出|1", **JUNE),
        "bug.txt": "bug",
        "broken.txt": "broken",
        "z.txt": report_text("教育|current|支出|2", unit="青川市教育局", period="2024-06"),
        "y.txt": report_text("教育|current|支出|3", unit="青川市审计局", period="2024-06"),
    }
    if workers > 0:
        texts["crash.txt"] = "crash"  # ends its process
    for name, text in texts.items():
        desk.put(name, text)
    summary = desk.run(workers=workers)
    assert set(desk.by_name("reports")) == {"a.txt", "y.txt", "z.txt"}
    reasons = {name: row["reason"] for name, row in desk.by_name("quarantine").items()}
    expected = {"bug.txt": "reader_failed", "broken.txt": "damaged", "crash.txt": "reader_failed"}
    assert reasons == {name: reason for name, reason in expected.items() if name in texts}
    assert summary.quarantined_now == len(reasons)


def test_several_processes_give_the_same_tables(
    desk: Desk, another_desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    other = another_desk("other")
    for number in range(7):
        text = report_text(f"教育|current|支出|{number}", f"教育|cumulative|支出|{number * 40}", **JUNE)
        desk.put(f"{number}.txt", text)
        other.put(f"{number}.txt", text)
    desk.run(workers=1)
    other.run(workers=3)
    assert desk.export(tmp_path / "one") == other.export(tmp_path / "two")


def test_a_run_broken_off_anywhere_is_completed_by_the_next(
    desk: Desk, another_desk: Callable[[str], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = another_desk("undisturbed")
    for one in (desk, undisturbed):
        for number, name in enumerate(("m", "c", "x", "a")):
            one.put(f"{name}.txt", report_text(f"教育|current|支出|{number * 60}", **JUNE))
        one.put("q.txt", "broken")
    undisturbed.run()

    class PowerCut(BaseException):
        pass

    true_connect = Store.writing
    for left in range(12):
        written = 0

        def writing(store: Store, durable: bool = True, allowed: int = left) -> Any:
            nonlocal written
            written += 1
            if written > allowed:
                raise PowerCut
            return true_connect(store, durable)

        monkeypatch.setattr(Store, "writing", writing)
        try:
            desk.run()
        except PowerCut:
            pass
        else:
            break
    else:
        raise AssertionError("the run never came to its end")
    monkeypatch.setattr(Store, "writing", true_connect)
    assert desk.export(tmp_path / "one") == undisturbed.export(tmp_path / "two")
    assert len(desk.rows("reports")) == 4


def test_nothing_of_a_report_is_left_when_loading_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|1", "社保|current|支出|1", **JUNE))
    true_insert = load_stage.load_report

    def fail_late(*arguments: Any) -> bool:
        true_insert(*arguments)
        raise RuntimeError("after everything was written")

    monkeypatch.setattr(load_stage, "load_report", fail_late)
    with pytest.raises(RuntimeError):
        desk.run()
    assert [desk.rows(table) for table in ("reports", "items", "facts")] == [[], [], []]
    monkeypatch.undo()
    desk.run()
    assert len(desk.rows("facts")) == 2


def test_what_the_store_does_not_take_is_quarantined(desk: Desk) -> None:
    desk.put("a.txt", report_text("教育|current|支出|1", **JUNE))
    desk.put("b.txt", report_text("教育|current|支出|2", **JUNE))

    def read(path: Path, hints: Hints) -> ReportContent:
        content = read_made_up(path, hints)
        return replace(content, pages=2**70) if path.name == "a.txt" else content

    summary = desk.run(read=read)
    assert (summary.new_reports, summary.quarantined_now) == (1, 1)
    assert desk.by_name("quarantine")["a.txt"]["reason"] == "reader_failed"
    assert set(desk.by_name("reports")) == {"b.txt"}


def test_a_corrected_report_replaces_the_earlier_one(desk: Desk) -> None:
    desk.put("一.txt", report_text("教育|current|支出|120", **JUNE))
    desk.run()
    assert [row["status"] for row in desk.rows("findings")] == ["new"]
    desk.put("一 更正.txt", report_text("教育|current|支出|90", **JUNE))
    summary = desk.run()
    reports = desk.by_name("reports")
    old, new = reports["一.txt"], reports["一 更正.txt"]
    assert (old["superseded_by"], new["supersedes"]) == (new["report_id"], old["report_id"])
    assert (old["revision"], new["revision"]) == (1, 2)
    assert [row["status"] for row in desk.rows("findings")] == ["fixed"]
    assert (summary.findings_by_severity, summary.violated) == ({}, 0)
    assert len(desk.rows("facts")) == 2


def test_the_same_report_in_another_file_is_judged_once(desk: Desk) -> None:
    desk.put("a.txt", report_text("教育|current|支出|120", title="一份", **JUNE))
    desk.put("b.txt", report_text("教育|current|支出|120", title="同一份", **JUNE))
    summary = desk.run()
    reports = desk.by_name("reports")
    assert reports["b.txt"]["same_as"] == reports["a.txt"]["report_id"]
    assert (summary.violated, len(desk.rows("facts"))) == (1, 2)
    assert desk.rows("findings")[0]["source_names"] == ["a.txt"]


def test_wrong_inbox_or_manifest_stop_before_the_store_is_made(tmp_path: Path, inbox: Path) -> None:
    place = tmp_path / "fresh.db"
    with pytest.raises(InboxMissing):
        run_stages(tmp_path / "nowhere", f"sqlite:///{place}", read_made_up, judge_cap)
    (inbox / "manifest.csv").write_text("unit\n")
    with pytest.raises(ManifestMistake):
        run_stages(inbox, f"sqlite:///{place}", read_made_up, judge_cap)
    assert not place.exists()


def test_two_runs_at_once_are_refused(desk: Desk) -> None:
    with run_lock(desk.store), pytest.raises(StoreBusy) as caught:
        desk.run()
    assert caught.value.exit_code == 6
    desk.run()
