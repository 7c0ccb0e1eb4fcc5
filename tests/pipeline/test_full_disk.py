"""A disk that takes no more, by the system's own refusal: the run says so, and the next one completes it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up.desk import Desk
from made_up.monthly_sheets import sheet_text
from servers.small_place import has_small_disks, on_small_disk

from pipeline.store import open_store

RUN = """
import resource, sys
from made_up.judge import judge_nothing
from made_up.monthly_sheets import read_sheet
from pipeline.run import run_stages
from rules.errors import HeduiError
inbox, url, most = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
try:
    run_stages(inbox, url, read_sheet, judge_nothing, workers=0)
except HeduiError as error:
    print(error.message, error.remedy)
    sys.exit(error.exit_code)
"""
OPEN = """
import os, sys
from pathlib import Path
from pipeline.store import open_store
from rules.errors import HeduiError
place = Path(sys.argv[1])
for pages in (1, 4, 40):  # for no file, for the first rows, for some tables
    with (place / "filler").open("wb", buffering=0) as file:
        while os.statvfs(place).f_bavail > pages:
            file.write(bytes(os.statvfs(place).f_frsize))
    try:
        open_store(f"sqlite:///{place}/x.db")
    except HeduiError as error:
        print(error.exit_code, error.message)
    (place / "filler").unlink()
open_store(f"sqlite:///{place}/x.db").close()
"""
MONTHS = 9
FIGURES = 60


def _filled(desk: Desk) -> None:
    for month in range(1, MONTHS + 1):
        figures = [f"指标{n}|current|指标{n}=m{n}|amount|actual|{month}{n:02}.25|CNY|m|全市" for n in range(FIGURES)]
        desk.put(f"{month}月.txt", sheet_text(*figures, month=f"2024-{month:02}"))


@pytest.mark.parametrize("database", ["sqlite"])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the size of files so")
def test_a_store_that_can_grow_no_more(desk: Desk, another_desk: Callable[[str], Desk], tmp_path: Path) -> None:
    undisturbed = another_desk("undisturbed")
    for one in (desk, undisturbed):
        _filled(one)
    undisturbed.run_sheets()
    sizes = [Path(one.store_url.removeprefix("sqlite:///")).stat().st_size for one in (desk, undisturbed)]
    desk.store.close()
    most = (sizes[0] + sizes[1]) // 2
    done = _run([sys.executable, "-c", RUN, str(desk.inbox), desk.store_url, str(most)])
    assert done.returncode in (4, 8), done.stderr
    assert "重新运行" in done.stdout
    desk.store = open_store(desk.store_url)
    loaded = len(desk.rows("reports"))
    assert (len(desk.rows("facts")), desk.rows("quarantine")) == (loaded * FIGURES, []), (
        "each report whole or not there"
    )
    again = desk.run_sheets()
    assert (again.new_reports, again.unchanged) == (MONTHS - loaded, loaded)
    assert desk.export(tmp_path / "one") == undisturbed.export(tmp_path / "two")


def test_a_store_for_which_there_is_no_room_from_the_first(tmp_path: Path) -> None:
    """What is left of it is made a store as soon as there is room."""
    if not has_small_disks():
        return  # of bounded sizes the system does not say that there is no room
    done = _run(on_small_disk(tmp_path, "4m", [sys.executable, "-c", OPEN, str(tmp_path)]))
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert len(said) == 3
    assert all(line.startswith("8 ") and "磁盘空间已满" in line for line in said)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(each for each in sys.path if each)
    return subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
