"""An inbox, files of it or room that go while a run reads: it says so and refuses none; the next run reads them."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up.desk import Desk
from made_up.judge import judge_nothing
from made_up.reports import read_made_up, report_text

from extractors.errors import Unreadable
from extractors.report import Hints, ReportContent
from pipeline.intake import inbox as inbox_module
from pipeline.intake.inbox import InboxMissing, list_inbox
from pipeline.night.status import night_status
from rules.errors import DiskFull

Vanish = Callable[[Path], object]


def _removed(inbox: Path) -> None:
    inbox.rename(inbox.with_name("elsewhere"))


def _unmounted(inbox: Path) -> None:
    """What a network drive leaves behind: the empty folder that it was mounted on."""
    _removed(inbox)
    inbox.mkdir()


def _back(inbox: Path) -> None:
    if inbox.exists():
        inbox.rmdir()
    inbox.with_name("elsewhere").rename(inbox)


def _filled(desk: Desk) -> None:
    for number in range(1, 6):
        desk.put(
            f"{number}月/报告.txt", report_text(f"教育|current|支出|{number}", unit=f"第{number}局", period="2024-06")
        )


def reading_until(third: Vanish, inbox: Path) -> Callable[[Path, Hints], ReportContent]:
    """A reader that has something happen to the inbox before it opens its third file."""
    read = 0

    def reader(path: Path, hints: Hints) -> ReportContent:
        nonlocal read
        read += 1
        if read == 3:
            third(inbox)
        try:
            return read_made_up(path, hints)
        except OSError as error:  # as libraries do that know nothing of files but that they are damaged
            raise Unreadable("damaged") from error

    return reader


@pytest.mark.parametrize("vanish", [_removed, _unmounted])
def test_an_inbox_that_goes_in_mid_run(
    desk: Desk, another_desk: Callable[[str], Desk], tmp_path: Path, vanish: Vanish
) -> None:
    undisturbed = another_desk("undisturbed")
    for one in (desk, undisturbed):
        _filled(one)
    undisturbed.run(judge=judge_nothing)
    with pytest.raises(InboxMissing) as caught:
        desk.run(read=reading_until(vanish, desk.inbox), judge=judge_nothing)
    assert "在运行途中不见了" in caught.value.message
    assert "接着做完" in caught.value.remedy
    assert (len(desk.rows("reports")), desk.rows("quarantine")) == (2, [])
    (problem,) = (each for each in night_status(desk.store).problems if each.code == "failed")
    assert "不见了" in problem.message
    _back(desk.inbox)
    again = desk.run(judge=judge_nothing)
    assert (again.new_reports, again.unchanged) == (3, 2)
    assert desk.export(tmp_path / "one") == undisturbed.export(tmp_path / "two")


@pytest.mark.parametrize(
    ("happens", "kept"),
    [
        (lambda inbox: (inbox / "3月" / "报告.txt").unlink(), 4),
        (lambda inbox: (inbox / "3月" / "报告.txt").write_text(report_text("教育|current|支出|9")), 5),
        (lambda inbox: shutil.rmtree(inbox / "3月"), 4),
    ],
)
def test_a_file_that_goes_or_changes_while_it_is_read_is_left_to_the_next_run(
    desk: Desk, happens: Vanish, kept: int
) -> None:
    _filled(desk)
    summary = desk.run(read=reading_until(happens, desk.inbox), judge=judge_nothing)
    assert (summary.new_reports, summary.quarantined_now) == (4, 0)
    (warning,) = summary.warnings
    assert warning.startswith("3月/报告.txt ")
    assert "留待下次运行" in warning
    desk.run(judge=judge_nothing)
    assert (len(desk.rows("reports")), desk.rows("quarantine")) == (kept, [])


def test_an_inbox_that_goes_while_it_is_listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _filled(desk)
    hash_of = inbox_module.identity.file_sha256

    def hash_until_lost(path: Path) -> str:
        if path.parent.name == "3月":
            _unmounted(desk.inbox)
        return hash_of(path)

    monkeypatch.setattr(inbox_module.identity, "file_sha256", hash_until_lost)
    with pytest.raises(InboxMissing, match="在运行途中不见了"):
        list_inbox(desk.inbox)


@pytest.mark.parametrize("behind", [False, True])
def test_a_temporary_folder_that_is_full_refuses_no_file(desk: Desk, behind: bool) -> None:
    _filled(desk)

    def full(_: Path) -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            if behind:
                raise Unreadable("damaged") from error
            raise

    with pytest.raises(DiskFull, match="磁盘空间已满") as caught:
        desk.run(read=reading_until(full, desk.inbox), judge=judge_nothing)
    assert "接着做完" in caught.value.remedy
    assert (len(desk.rows("reports")), desk.rows("quarantine")) == (2, [])
    again = desk.run(judge=judge_nothing)
    assert (again.new_reports, again.unchanged) == (3, 2)
