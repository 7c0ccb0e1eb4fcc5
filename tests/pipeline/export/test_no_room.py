"""Files for which there is no room: what was there before stays, and nothing half written is left in its place."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from made_up.desk import Desk
from made_up.monthly_sheets import sheet_text
from servers.small_place import files_up_to, has_small_disks, on_small_disk

from pipeline.briefing.summary_file import SummaryRefused, summary_file
from pipeline.export.tables import FORMATS
from pipeline.notices import NoticeRefused, write_template_to

EXPORT = """
import json, logging, os, resource, sys, tempfile
from pathlib import Path
from app.log_file import log_what_nobody_catches
from pipeline.export.tables import FORMATS, export_tables
from pipeline.store import existing_store
from rules.errors import HeduiError

url, place, aside, disk = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "disk"
logging.getLogger().addHandler(logging.NullHandler())
tempfile.tempdir, sys.unraisablehook = str(aside), log_what_nobody_catches
store, said = existing_store(url), []

def files(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

for kind, pages in [*((kind, 3) for kind in FORMATS), ("xlsx", 16)]:  # enough for its rows, not for the whole
    out = place / kind
    export_tables(store, out, kind)  # there is room
    before = files(out)
    filler = place / "filler"
    if disk:
        filler.write_bytes(b"")
        with filler.open("ab", buffering=0) as file:
            while os.statvfs(place).f_bavail > pages:
                file.write(bytes(os.statvfs(place).f_frsize))
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    try:
        export_tables(store, out, kind)
        said.append([kind, 0, "exported", ""])
    except HeduiError as error:
        said.append([kind, error.exit_code, error.message, error.remedy])
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    filler.unlink(missing_ok=True)
    assert files(out) == before, "what was there stays"
    assert [each.name for each in out.iterdir() if not each.is_file()] == [], "nothing half written"
    assert list(aside.iterdir()) == [], "nothing among the temporary files"
    export_tables(store, out, kind)
store.close()
print(json.dumps(said))
"""
ROOM = "4m"


pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux gives small disks, and bounds the size of files so"
)


@pytest.mark.parametrize("database", ["sqlite"])
def test_an_export_that_does_not_fit(desk: Desk, tmp_path: Path) -> None:
    figures = [f"指标{n}|current|指标{n}=m{n}|amount|actual|1{n:02}.25|CNY|m|全市" for n in range(40)]
    desk.put("1月.txt", sheet_text(*figures, month="2024-01"))
    desk.run_sheets()
    place, aside = tmp_path / "small", tmp_path / "temporary"
    place.mkdir()
    aside.mkdir()
    disk = has_small_disks()
    command = [sys.executable, "-c", EXPORT, desk.store_url, str(place), str(aside), "disk" if disk else "sizes"]
    done = _run(on_small_disk(place, ROOM, command) if disk else command)
    assert (done.returncode, done.stderr) == (0, "")
    said: list[tuple[str, int, str, str]] = json.loads(done.stdout)
    assert [kind for kind, *_ in said] == [*FORMATS, "xlsx"]
    for kind, code, message, remedy in said:
        assert code == 10, kind
        assert ("磁盘空间已满" if disk else "文件超过系统允许的大小") in message
        assert ("腾出空间" if disk else "换一个可写的文件夹") in remedy


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of the library, see app/log_file.py
def test_a_summary_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"old")

    def written() -> None:
        with (
            summary_file(tmp_path / "x.xlsx") as unfinished,
            xlsxwriter.Workbook(unfinished, {"in_memory": True}) as book,
        ):
            book.add_worksheet()

    with files_up_to(500), pytest.raises(SummaryRefused, match="文件超过系统允许的大小") as caught:
        written()
    assert caught.value.exit_code == 27
    del caught
    gc.collect()  # here, and not in the midst of another test
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"x.xlsx": b"old"}


def test_half_a_template_is_not_taken_for_that_of_the_bureau(tmp_path: Path) -> None:
    with files_up_to(500), pytest.raises(NoticeRefused, match="文件超过系统允许的大小"):
        write_template_to(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert write_template_to(tmp_path).is_file()


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(each for each in sys.path if each)
    return subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
