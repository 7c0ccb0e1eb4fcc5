"""A disk that is slow: the run takes longer, and comes to the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text
from servers.slow_disk import late_files, slow_folder

__all__ = ["slow_folder"]

LATE = 0.04


def _filled(desk: Desk) -> list[Path]:
    return [desk.put(f"{number}月.txt", report_text(f"教育|current|支出|{number}", **JUNE)) for number in range(1, 4)]


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_run_over_a_slow_disk_comes_to_the_same(
    slow_folder: Path, desk: Desk, empty_file: Path, tmp_path: Path
) -> None:
    undisturbed = desk
    _filled(undisturbed)
    undisturbed.run()
    shutil.copy(empty_file, tmp_path / "slow.db")
    desk = Desk(slow_folder, f"sqlite:///{tmp_path}/slow.db")
    files = _filled(desk)
    with late_files(files, LATE) as slow:
        summary = desk.run()
    assert slow.times >= len(files)
    assert (summary.new_reports, summary.quarantined_now, summary.warnings) == (3, 0, ())
    assert desk.export(tmp_path / "one") == undisturbed.export(tmp_path / "two")
    desk.store.close()
