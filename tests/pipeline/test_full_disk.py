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
    path = os.pathsep.join(each for each in sys.path if each)
    command = [sys.executable, "-c", RUN, str(desk.inbox), desk.store_url, str(most)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
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
