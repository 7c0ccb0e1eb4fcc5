"""The archive of originals: what was taken in stays to be seen when the inbox has been emptied."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import read_made_up, report_text
from sqlalchemy import text

from extractors.report import Hints, ReportContent
from pipeline import originals
from pipeline.originals import Originals, archive_problems, kept_file, originals_of, remove_expired
from pipeline.source_file import SourceGone, find_source, source_file
from pipeline.store import Store, open_store
from pipeline.store.errors import StoreUnavailable
from rules.errors import DiskFull, SettingMistake

SHEET = report_text("教育|current|支出|120", **JUNE)


def kept(desk: Desk) -> list[Path]:
    folder = originals_of(desk.store).folder
    assert folder is not None
    return sorted(folder.glob("??/*"))


def test_every_file_is_kept_once_under_its_hash(desk: Desk) -> None:
    desk.put("一.txt", SHEET)
    desk.put("副本/一.TXT", SHEET)
    desk.put("坏.txt", "broken")
    desk.run()
    desk.run()
    report = desk.rows("reports")[0]
    assert len(kept(desk)) == 2  # what could not be read is kept, too
    place = kept_file(desk.store, report["sha256"])
    assert place is not None
    assert (place.name, place.read_text(encoding="utf-8")) == (f"{report['sha256']}.txt", SHEET)
    assert archive_problems(desk.store, originals_of(desk.store), contents=True) == []


def test_the_original_is_found_when_the_inbox_has_been_emptied(desk: Desk) -> None:
    file = desk.put("一.txt", SHEET)
    desk.run()
    report = desk.rows("reports")[0]
    assert source_file(desk.store, "一.txt", report["sha256"]) == file
    file.unlink()
    desk.run()
    assert source_file(desk.store, "一.txt", report["sha256"]).read_text(encoding="utf-8") == SHEET
    for original in kept(desk):
        original.write_text("changed")
    assert find_source(desk.store, report) is None
    with pytest.raises(SourceGone):
        source_file(desk.store, "一.txt", report["sha256"])


def test_a_file_that_changes_while_it_is_read_is_not_kept_under_a_wrong_hash(desk: Desk) -> None:
    desk.put("一.txt", SHEET)

    def read_and_change(path: Path, hints: Hints) -> ReportContent:
        content = read_made_up(path, hints)
        path.write_text("changed")
        return content

    assert "一.txt" in desk.run(read=read_and_change).warnings[0]
    assert (desk.rows("reports"), kept(desk)) == ([], [])
    archive = originals_of(desk.store)
    assert archive.keep(desk.inbox / "一.txt", "0" * 64, "一.txt") is None
    assert kept(desk) == []


def test_names_from_outside_make_no_paths(tmp_path: Path) -> None:
    archive = Originals(tmp_path)
    for name in ("a./../../x", "a.p f", "a.全", "a", "a.", ".hidden/.x"):
        place = archive.place("ab" * 32, name)
        assert place is not None
        assert place.parent == tmp_path / "ab"
        assert place.name.startswith("ab" * 32)
    assert archive.place("ab" * 32, "报告.PDF") == tmp_path / "ab" / f"{'ab' * 32}.pdf"


def test_settings(store: Store, tmp_path: Path) -> None:
    assert originals_of(store, {"HEDUI_ORIGINALS": "off"}) == Originals(None)
    assert originals_of(store, {"HEDUI_ORIGINALS": "x", "HEDUI_ORIGINALS_DAYS": "30"}) == Originals(Path("x"), 30)
    for wrong in ("0", "-1", "many", "1.5", "99999999999"):
        with pytest.raises(SettingMistake, match="HEDUI_ORIGINALS_DAYS"):
            originals_of(store, {"HEDUI_ORIGINALS_DAYS": wrong})
    beside = originals_of(store, {})
    if store.engine.dialect.name == "sqlite":
        assert beside.folder == tmp_path / "store" / "originals"
    else:
        assert beside.folder == Path("data/curated/originals")
    assert originals_of(open_store("sqlite://"), {}).folder is None


def test_no_archive_is_no_hindrance(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    desk.put("一.txt", SHEET)
    assert desk.run().new_reports == 1
    assert archive_problems(desk.store, originals_of(desk.store)) == []


def test_old_ones_go_but_for_those_of_open_findings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("疑.txt", SHEET)
    desk.put("清.txt", report_text("教育|current|支出|1", unit="青川市教育局", period="2024-06"))
    desk.run()
    assert remove_expired(desk.store, originals_of(desk.store)) == 0  # for ever
    monkeypatch.setenv("HEDUI_ORIGINALS_DAYS", "30")
    assert remove_expired(desk.store, originals_of(desk.store)) == 0  # too young
    past = (datetime.now(UTC) - timedelta(days=31)).replace(tzinfo=None)
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE originals SET kept_at = :past"), {"past": past})
    desk.run()
    doubted = desk.by_name("reports")["疑.txt"]["sha256"]
    assert [path.stem for path in kept(desk)] == [doubted]
    assert archive_problems(desk.store, originals_of(desk.store)) == []
    desk.run(reprocess=True)  # the file still lies in the inbox: it is kept anew
    assert len(kept(desk)) == 2


@pytest.mark.parametrize(("errno", "error"), [(28, DiskFull), (13, StoreUnavailable)])
def test_an_archive_that_cannot_be_written_stops_before_the_report_is_loaded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, errno: int, error: type[Exception]
) -> None:
    desk.put("一.txt", SHEET)

    def fail(path: Path, target: Path) -> str:
        target.write_text("half")
        raise OSError(errno, os.strerror(errno), str(path))

    monkeypatch.setattr(originals, "_copy", fail)
    with pytest.raises(error):
        desk.run()
    assert (desk.rows("reports"), kept(desk)) == ([], [])
    monkeypatch.undo()
    desk.run()
    assert len(desk.rows("reports")) == 1
