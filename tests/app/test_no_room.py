"""A disk that takes no more of the log, or of what is printed, costs neither the work nor the exit code."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from servers.small_place import has_small_disks, on_small_disk

from app.command_line import app
from app.failures import UNEXPECTED, NightUnsound, exit_code_of
from app.log_file import has_last_line, log_what_nobody_catches, write_log
from app.progress import shown_progress
from app.terminal import print_lines
from rules.errors import DiskFull

FULL = Path("/dev/full")
"""A place of Linux that opens, and takes nothing: no room."""

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture
def full_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HEDUI_LOG", str(FULL))
    root = logging.getLogger()
    before = list(root.handlers)
    write_log()
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)


def _failed() -> None:
    raise ZeroDivisionError("boom")


@pytest.mark.usefixtures("full_log")
def test_a_full_log_is_told_once_and_never_named_as_the_place_to_look(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HEDUI_DEBUG", raising=False)
    for _ in range(3):
        logging.getLogger("hedui").warning("something")
    assert not has_last_line()
    assert exit_code_of(_failed) == UNEXPECTED
    said = capsys.readouterr().err
    assert said.count("提醒：日志") == 1
    assert "详情已记入" not in said
    assert "也写不进去" in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("full_log")
def test_nothing_is_lost_where_not_even_that_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEDUI_DEBUG", raising=False)
    full = FULL.open("w", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", full)
    logging.getLogger("hedui").warning("something")
    assert exit_code_of(_failed) == UNEXPECTED
    assert exit_code_of(lambda: None) == 0
    with pytest.raises(OSError, match="No space"):
        full.close()


def test_progress_that_nobody_can_read_stops_no_work() -> None:
    full = FULL.open("w", encoding="utf-8")
    with shown_progress(full) as progress:
        for number in range(1, 4):
            progress("read", number, 3, "甲")
            progress("load", number, 3, "甲")
    with pytest.raises(OSError, match="No space"):
        full.close()


def test_what_cannot_be_printed_is_a_failure_with_its_cause(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", FULL.open("w", encoding="utf-8"))
    assert exit_code_of(lambda: print_lines(["结果"])) == DiskFull.exit_code
    said = capsys.readouterr().err
    assert "写输出时磁盘空间已满" in said
    assert "处理办法" in said


@pytest.mark.parametrize(
    "command",
    [
        lambda: print_lines(["结果"]),
        *(
            lambda words=words: app(words, standalone_mode=False)
            for words in (["--version"], ["--help"], [], ["store"])
        ),
    ],
)
def test_a_reader_who_has_seen_enough_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: Callable[[], None]
) -> None:
    """As `head` is."""
    ours, theirs = os.pipe()
    os.close(ours)
    monkeypatch.setattr(sys, "stdout", os.fdopen(theirs, "w", buffering=1, encoding="utf-8"))
    assert exit_code_of(command) == 0
    assert capsys.readouterr().err == ""


def test_a_failure_keeps_its_code_where_nobody_reads_what_was_printed_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def command() -> None:
        print("一行")
        raise NightUnsound("不正常。", "看看。")

    ours, theirs = os.pipe()
    os.close(ours)
    monkeypatch.setattr(sys, "stdout", os.fdopen(theirs, "w", encoding="utf-8"))
    assert exit_code_of(command) == NightUnsound.exit_code
    sys.stdout.flush()  # as Python does at its end, and makes an exit with 120 of what it cannot give out
    assert "不正常" in capsys.readouterr().err


class _Unfinished:
    """As the files of libraries are that could not be written to their end."""

    def __del__(self) -> None:
        raise OSError(28, "No space left on device")


def test_what_fails_while_it_is_cleared_away_is_for_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", log_what_nobody_catches)
    _Unfinished()
    assert capsys.readouterr().err == ""
    (line,) = caplog.records
    assert "_Unfinished" in line.message
    assert line.exc_info is not None


ROTATED = """
import logging, os, resource, sys
from pathlib import Path
from app.log_file import has_last_line, write_log
place = Path(sys.argv[1])
log = place / "hedui.log"
os.environ["HEDUI_LOG"] = str(log)
log.write_bytes(b"old\\n")
os.truncate(log, 5_000_000)  # without taking room
filler = place / "filler"
if sys.argv[2] == "disk":
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
write_log()
for number in range(3):
    logging.getLogger("hedui").warning("line %d", number)
assert not has_last_line()
assert (place / "hedui.log.1").read_bytes().startswith(b"old")
filler.unlink(missing_ok=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
logging.getLogger("hedui").warning("there is room")
assert has_last_line()
assert "there is room" in log.read_text()
assert (place / "hedui.log.1").read_bytes().startswith(b"old")
"""


def test_a_log_that_is_put_aside_on_a_full_disk_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = has_small_disks()
    command = [sys.executable, "-c", ROTATED, str(tmp_path), "disk" if disk else "sizes"]
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        on_small_disk(tmp_path, "256k", command) if disk else command,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert "写不进去" in done.stderr
