"""A folder that a program works in goes when the program is killed, and stays while it lives."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.working_folder import WorkingFolder, remove_abandoned_folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows empties its temporary folders itself")

PROGRAM = """
import sys
from pathlib import Path
from pipeline.working_folder import WorkingFolder

folders = [WorkingFolder(use) for use in ("unpacked", "reading", "dask")]
for folder in folders:
    (folder.path / "报告.txt").write_text("x", encoding="utf-8")
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_those_of_the_living_stay_and_those_of_the_killed_go(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == b"ready"
        with WorkingFolder("unpacked") as own:
            remove_abandoned_folders()
            assert len(list(temporary.glob("hedui-*/报告.txt"))) == 3
            assert own.is_dir()
            program.kill()
            program.wait()
            remove_abandoned_folders()
            assert list(temporary.iterdir()) == [own]
    assert list(temporary.iterdir()) == []


def test_without_a_lock_it_goes_after_a_week_and_nothing_else_goes(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    kept = [temporary / name for name in ("elsewhere", "hedui-unpacked-new", "hedui-0", "hedui-flows-x")]
    gone = temporary / "hedui-reading-old"
    for folder in (*kept, gone):
        folder.mkdir()
        (folder / "x").write_text("")
        weeks_ago = time.time() - (1 if folder.name.endswith("new") else 14 * 24 * 3600)
        os.utime(folder, (weeks_ago, weeks_ago))
    link = temporary / "hedui-reading-link"
    link.symlink_to(elsewhere)
    remove_abandoned_folders()
    assert sorted(temporary.iterdir()) == sorted([*kept, link])
    assert (elsewhere / "x").exists()


def test_another_accounts_folder_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = temporary / "hedui-unpacked-old"
    old.mkdir()
    os.utime(old, (0, 0))
    monkeypatch.setattr(os, "geteuid", lambda: old.stat().st_uid + 1)
    remove_abandoned_folders()
    assert old.is_dir()
