"""A store that is copied somewhere is there whole, or not at all: an empty one would look as good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text
from servers.small_place import files_up_to, has_small_disks, on_small_disk

from pipeline.backup import copy_to
from pipeline.originals import originals_of
from pipeline.store import existing_store
from pipeline.store.copying import CopyRefused
from pipeline.store.maintenance import store_problems
from rules.errors import HeduiError

COPY = """
import os, sys
from pathlib import Path
from pipeline.backup import copy_to
from pipeline.store import existing_store
from rules.errors import HeduiError
source, place = existing_store(sys.argv[1]), Path(sys.argv[2])
for kilobytes in (0, 40, 1500):  # for no file, for the first rows, for all tables
    with (place / "filler").open("wb", buffering=0) as file:
        while os.statvfs(place).f_bavail * os.statvfs(place).f_frsize > kilobytes * 1024:
            file.write(bytes(os.statvfs(place).f_frsize))
    try:
        copy_to(source, f"sqlite:///{place}/库 1.db")
    except HeduiError as error:
        left = {file.name for file in place.iterdir()} - {"filler", "originals", "库 1.db.lock"}
        print(error.exit_code, sorted(left), error.message)
    (place / "filler").unlink()
print(copy_to(source, f"sqlite:///{place}/库 1.db").tables[0].rows >= 0)
"""


pytestmark = pytest.mark.parametrize("database", ["sqlite"])


@pytest.fixture
def filled(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("HEDUI_ORIGINALS")
    for number in range(60):
        desk.put(f"{number}.txt", report_text(*(f"{n}|current|支出|{n}" for n in range(40)), title=str(number), **JUNE))
    desk.run()
    (tmp_path / "别处").mkdir()
    return desk


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the size of files so")
@pytest.mark.parametrize("most", [0, 30_000, 1_000_000])
def test_no_room_leaves_nothing_and_the_next_try_goes_through(filled: Desk, tmp_path: Path, most: int) -> None:
    target = tmp_path / "别处" / "库 1.db"
    url = f"sqlite:///{target}"
    with files_up_to(most), pytest.raises(HeduiError, match=r"库 1\.db") as refused:
        copy_to(filled.store, url)
    assert refused.value.exit_code in (4, 8)
    assert not list(target.parent.glob("*.db*[!k]"))
    assert not list(target.parent.glob(".hedui*"))
    with pytest.raises(HeduiError, match="该路径没有数据库"):
        existing_store(url)
    copy_to(filled.store, url)
    copied = existing_store(url)
    assert store_problems(copied) == []
    assert Desk(filled.inbox, url).export(tmp_path / "一", ignore=()) == filled.export(tmp_path / "二", ignore=())
    copied.close()


def test_a_full_disk(filled: Desk, tmp_path: Path) -> None:
    if not has_small_disks():
        return  # of bounded sizes the system does not say that there is no room
    command = [sys.executable, "-c", COPY, filled.store_url, str(tmp_path / "别处")]
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        on_small_disk(tmp_path / "别处", "16m", command),
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    *failed, last = done.stdout.splitlines()
    assert len(failed) == 3
    assert all(line.startswith("8 [] ") and "磁盘空间已满" in line and ".part" not in line for line in failed)
    assert last == "True"


def test_originals_that_cannot_be_copied_leave_no_store(filled: Desk, tmp_path: Path) -> None:
    archive = originals_of(filled.store)
    assert archive.folder is not None
    sorted(archive.folder.glob("??/*"))[-1].write_text("changed")
    with pytest.raises(CopyRefused, match="已损坏"):
        copy_to(filled.store, f"sqlite:///{tmp_path}/别处/x.db")
    assert not (tmp_path / "别处" / "x.db").exists()
