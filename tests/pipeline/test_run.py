"""The main job over invented inboxes: what a run makes of new, changed, copied, renamed and broken files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from extractors.report import Hints, ReportContent
from pipeline import reader_version as versions
from pipeline import run as run_module
from pipeline.export import export_tables
from pipeline.inbox import InboxMissing
from pipeline.intake_hints import ManifestMistake
from pipeline.run import run_stages
from pipeline.store import Store, open_store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_rows
from pipeline.store.errors import StoreBusy
from pipeline.store.runs import run_lock
from pipeline.summary import RunSummary, Stage

JUNE = {"unit": "青川市财政局", "period": "2024-06"}


class Desk:
    """An inbox with its store, and what one does with them."""

    def __init__(self, inbox: Path, store_url: str) -> None:
        self.inbox = inbox
        self.store_url = store_url
        self.store: Store = open_store(store_url)

    def put(self, name: str, text: str) -> Path:
        file = self.inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, **options: Any) -> RunSummary:
        return run_stages(self.inbox, self.store_url, options.pop("read", read_made_up), judge_cap, **options)

    def rows(self, table: str) -> list[Row]:
        with self.store.reading() as connection:
            return list(contract_rows(connection, table))

    def by_name(self, table: str) -> dict[str, Row]:
        return {row["source_name"]: row for row in self.rows(table)}

    def export(self, out: Path, ignore: tuple[str, ...] = ("run_id", "ingested_at")) -> dict[str, list[Row]]:
        """The exported tables, without what two equal states may differ in."""
        export_tables(self.store, out)
        return {
            table: [
                {name: value for name, value in json.loads(line).items() if name not in ignore}
                for line in (out / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
            ]
            for table in EXPORTED_TABLES
        }


@pytest.fixture
def desk(inbox: Path, store_url: str) -> Iterator[Desk]:
    made = Desk(inbox, store_url)
    yield made
    made.store.close()


@pytest.fixture
def another_desk(tmp_path: Path) -> Callable[[str], Desk]:
    """Makes a second, empty desk on SQLite."""

    def make(name: str) -> Desk:
        folder = tmp_path / name
        folder.mkdir()
        return Desk(folder, f"sqlite:///{tmp_path}/{name}.db")

    return make


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
    run_stages(other, desk.store_url, read_made_up, judge_cap)
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


def test_the_version_of_the_readers_follows_their_rules() -> None:
    assert versions.reader_version() == versions.reader_version()
    assert len(versions.reader_version()) == 16


@pytest.mark.parametrize("workers", [1, 3])
def test_failures_take_only_their_own_file(desk: Desk, workers: int) -> None:
    texts = {
        "a.txt": report_text("教育|current|支出|1", **JUNE),
        "bug.txt": "bug",
        "broken.txt": "broken",
        "z.txt": report_text("教育|current|支出|2", unit="青川市教育局", period="2024-06"),
        "y.txt": report_text("教育|current|支出|3", unit="青川市审计局", period="2024-06"),
    }
    if workers > 1:
        texts["crash.txt"] = "crash"  # ends its process; with one worker that would be this one
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

        def writing(store: Store, allowed: int = left) -> Any:
            nonlocal written
            written += 1
            if written > allowed:
                raise PowerCut
            return true_connect(store)

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
    true_insert = run_module.load_report

    def fail_late(*arguments: Any) -> bool:
        true_insert(*arguments)
        raise RuntimeError("after everything was written")

    monkeypatch.setattr(run_module, "load_report", fail_late)
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
