"""What hedui keeps is made so that other accounts of the machine cannot look into it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.desk.picture_cache import PictureCache
from pipeline.backup import back_up
from pipeline.originals import Originals
from pipeline.private_places import private_folder
from pipeline.store import open_store

OTHERS = stat.S_IRWXO


@pytest.fixture(autouse=True)
def permissive() -> Iterator[None]:
    """The usual setting of a machine, by which everything new can be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_store_and_its_companions_are_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "new" / "hedui.db"
    with closing(open_store(f"sqlite:///{file}")) as store, store.reading():
        beside = [each for each in file.parent.iterdir() if each.name.startswith("hedui.db")]
        assert len(beside) > 1, "SQLite's log lies beside it"
        assert [each.name for each in beside if each.stat().st_mode & OTHERS] == []


def test_the_rights_of_a_store_that_is_there_stay(tmp_path: Path) -> None:
    file = tmp_path / "hedui.db"
    open_store(f"sqlite:///{file}").close()
    file.chmod(0o664)
    open_store(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


def test_originals_pictures_and_backups_are_closed_to_others(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("x", encoding="utf-8")
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert Originals(tmp_path / "originals").keep(report, sha256, "report.txt") == 1
    PictureCache(tmp_path / "pictures", "1", 100).keep(sha256, "page1.png", b"x")
    with closing(open_store(f"sqlite:///{tmp_path / 'hedui.db'}")) as store:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / ".backup.part").symlink_to(tmp_path / "elsewhere")  # put there by somebody who wants to read it
        back_up(store, tmp_path / "backup")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    folders = [tmp_path / name for name in ("originals", "pictures", "backup")]
    assert [folder.name for folder in folders if folder.stat().st_mode & OTHERS] == []


def test_the_group_is_left_as_it_comes(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o750
