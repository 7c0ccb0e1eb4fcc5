"""A file is there whole or as it was, also in a folder where somebody has put links in its way."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from pipeline.night.alert import Alert
from pipeline.whole_file import remove_abandoned, unfinished_file, whole_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    before = os.umask(0o027)
    try:
        with whole_file(file) as unfinished:
            unfinished.write_text("new")
            assert not file.exists()
    finally:
        os.umask(before)
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["a.txt"]


def test_after_an_error_and_where_nothing_is_left_it_is_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(IsADirectoryError), whole_file(file) as unfinished:
        unfinished.write_bytes(tmp_path.read_bytes())
    with whole_file(file) as unfinished:
        unfinished.unlink()
    assert file.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("planted", [".hedui.txt.part", "hedui.txt"])
def test_a_planted_link_leads_an_alarm_nowhere(tmp_path: Path, planted: str) -> None:
    victim, shared = tmp_path / "victim.txt", tmp_path / "shared"
    victim.write_text("mine")
    shared.mkdir()
    (shared / planted).symlink_to(victim)
    Alert(file=shared / "hedui.txt").raise_alarm(["坏了"], "x.db")
    assert victim.read_text() == "mine"
    assert "坏了" in (shared / "hedui.txt").read_text(encoding="utf-8")
    assert not (shared / "hedui.txt").is_symlink()


def test_a_link_at_the_very_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim, shared = tmp_path / "victim.txt", tmp_path / "shared"
    victim.write_text("mine")
    shared.mkdir()
    monkeypatch.setattr("pipeline.whole_file.unfinished_name", lambda: "guessed")
    (shared / "guessed").symlink_to(victim)
    with pytest.raises(FileExistsError):
        unfinished_file(shared)
    assert victim.read_text() == "mine"


def test_what_a_killed_program_left_goes_after_a_day(tmp_path: Path) -> None:
    kept, mine, old = tmp_path / "kept.txt", tmp_path / ".报告.part", unfinished_file(tmp_path)
    new = unfinished_file(tmp_path)
    folder = tmp_path / ".hedui-0123.part"
    link = tmp_path / ".hedui-4567.part"
    folder.mkdir()
    (folder / "x").write_text("")
    kept.write_text("")
    mine.write_text("")
    link.symlink_to(kept)
    days_ago = time.time() - 3 * 24 * 3600
    for path in (folder, mine, old, kept, link):
        os.utime(path, (days_ago, days_ago), follow_symlinks=False)
    remove_abandoned(tmp_path)
    assert names(tmp_path) == sorted([new.name, kept.name, mine.name])
