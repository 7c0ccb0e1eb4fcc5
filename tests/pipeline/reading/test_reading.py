"""Reading in processes: whatever one file does, the others are read, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.read_tasks import FINE, SHORT, number_in, outcomes_of, read_files, task_of, tasks_of
from made_up.reports import read_made_up, report_text
from servers.processes import is_running, wait_for

from extractors.errors import Unreadable
from extractors.report import Hints, ReportContent
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.task import Refusal
from pipeline.reading.worker import NotThere, read_one
from pipeline.report_rows import ReportRows
from rules.errors import RuleMistake

pytestmark = pytest.mark.usefixtures("nothing_is_left_running")


@pytest.mark.parametrize(
    ("error", "reason", "word"),
    [
        (Unreadable("encrypted", "第 2 层"), "encrypted", "第 2 层"),
        (PermissionError("no"), "no_permission", "权限"),
        (MemoryError(), "too_much_memory", "HEDUI_READ_MEMORY"),
        (RuntimeError("std::bad_alloc"), "too_much_memory", "内存"),
        (OSError(12, "Cannot allocate memory"), "too_much_memory", "内存"),
        (RecursionError("deep"), "reader_failed", "RecursionError"),
        (KeyError("x"), "reader_failed", "KeyError"),
    ],
)
def test_whatever_a_reader_raises_is_a_reason(tmp_path: Path, error: Exception, reason: str, word: str) -> None:
    def read(path: Path, _: Hints) -> ReportContent:
        assert path.is_file()
        raise error

    result = read_one(task_of(tmp_path, "a", ""), read)
    assert isinstance(result, Refusal)
    assert result.reason == reason
    assert word in result.message


def test_want_of_memory_is_seen_behind_another_reason(tmp_path: Path) -> None:
    def read(_: Path, __: Hints) -> ReportContent:
        try:
            raise SyntaxError("Memory allocation failed : growing buffer")
        except SyntaxError as error:
            raise Unreadable("damaged") from error

    result = read_one(task_of(tmp_path, "a", ""), read)
    assert isinstance(result, Refusal)
    assert result.reason == "too_much_memory"


@pytest.mark.parametrize("workers", [0, 1])
def test_a_wrong_rule_file_stops_the_run(tmp_path: Path, workers: int) -> None:
    with pytest.raises(RuleMistake, match="缺 id") as caught:
        list(read_files(tasks_of(tmp_path, a="mistake"), read_made_up, workers))
    assert caught.value.line == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_crashes_in_a_row_are_each_named(tmp_path: Path, workers: int) -> None:
    tasks = tasks_of(tmp_path, crash0="crash", before=FINE, crash1="crash", after=FINE)
    outcomes = outcomes_of(list(read_files(tasks, read_made_up, workers)))
    assert outcomes == {"crash0": "reader_failed", "before": "read", "crash1": "reader_failed", "after": "read"}
    if workers == 1:
        assert list(outcomes) == ["crash0", "before", "crash1", "after"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, workers: int) -> None:
    tasks = tasks_of(tmp_path, first=FINE, stuck="hang", last=FINE)
    began = time.monotonic()
    readings = list(read_files(tasks, read_made_up, workers, SHORT))
    assert time.monotonic() - began < 60
    assert outcomes_of(readings) == {"first": "read", "stuck": "too_slow", "last": "read"}
    (late,) = [reading.result for reading in readings if isinstance(reading.result, Refusal)]
    assert "HEDUI_READ_SECONDS" in late.message
    assert not is_running(number_in(tmp_path / "stuck.pid"))


def test_code_that_lets_nothing_else_run_is_given_up_as_well(tmp_path: Path) -> None:
    readings = list(read_files(tasks_of(tmp_path, stuck="spin", last=FINE), read_made_up, 1, SHORT))
    assert outcomes_of(readings) == {"stuck": "too_slow", "last": "read"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_disk_that_never_answers_costs_its_file(tmp_path: Path) -> None:
    """Opening the file waits for ever, as on a drive that hangs; nobody refuses what could not be looked at."""
    tasks = tasks_of(tmp_path, first=FINE, stuck=FINE, last=FINE)
    tasks[1].path.unlink()
    os.mkfifo(tasks[1].path)
    readings = read_files(tasks, read_made_up, 1, ReadingLimits(seconds=5))
    outcomes = {reading.task.path.stem: type(reading.result) for reading in readings}
    assert outcomes == {"first": ReportRows, "stuck": NotThere, "last": ReportRows}


def test_a_long_file_that_goes_on_is_waited_for(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, long="pages 10")
    assert outcomes_of(list(read_files(tasks, read_made_up, 1, ReadingLimits(seconds=2.5)))) == {"long": "read"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's data")
def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, first=FINE, greedy="greedy", last=FINE)
    outcomes = outcomes_of(list(read_files(tasks, read_made_up, 1, ReadingLimits(memory=512 << 20))))
    assert outcomes == {"first": "read", "greedy": "too_much_memory", "last": "read"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals")
@pytest.mark.parametrize(("text", "outcome"), [("killed", "read"), ("hang", "too_much_memory")])
def test_a_process_that_is_killed_costs_at_most_its_file(tmp_path: Path, text: str, outcome: str) -> None:
    """What is killed once may have met with somebody else's want of memory; what is killed again is given up."""
    mark = tmp_path / "victim.pid"
    with ReadingProcesses(read_made_up, 2) as processes:
        readings = processes.read(tasks_of(tmp_path, victim=text, other=FINE))
        outcomes = outcomes_of([next(readings)])
        os.kill(first := number_in(mark), signal.SIGKILL)
        if text == "hang":
            # The file is tried again on the way to the next outcome, so somebody else has to kill that.
            killer = (
                "import os, signal, sys, time\n"
                "while open(sys.argv[1]).read() in ('', sys.argv[2]): time.sleep(0.02)\n"
                "os.kill(int(open(sys.argv[1]).read()), signal.SIGKILL)\n"
            )
            with subprocess.Popen([sys.executable, "-c", killer, str(mark), str(first)]):
                outcomes |= outcomes_of(list(readings))
        else:
            outcomes |= outcomes_of(list(readings))
    assert outcomes == {"other": "read", "victim": outcome}


def test_wider_limits_try_again_what_was_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|1", **JUNE))
    desk.put("slow.txt", "pages 6")
    monkeypatch.setenv("HEDUI_READ_SECONDS", "1")
    monkeypatch.setattr("pipeline.reading.limits._PART_OF_A_PAGE", 0.0)
    assert desk.run(workers=1).quarantine_by_reason == {"too_slow": 1}
    assert desk.run(workers=1).unchanged == 2
    monkeypatch.setenv("HEDUI_READ_SECONDS", "60")
    summary = desk.run(workers=1)
    assert (summary.unchanged, summary.new_reports, summary.quarantine_by_reason) == (1, 1, {})


def test_a_reading_that_is_broken_off_leaves_nothing_running(tmp_path: Path) -> None:
    readings = read_files(tasks_of(tmp_path, first=FINE, stuck="hang"), read_made_up, 1)
    next(readings)
    pid = number_in(tmp_path / "stuck.pid")
    readings.close()
    assert not is_running(pid)


PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell began the tests in the background
from pathlib import Path
from made_up.judge import judge_cap
from made_up.reports import read_made_up
from app.failures import exit_code_of
from pipeline.run import run_stages
inbox, store = sys.argv[1:]
sys.exit(exit_code_of(lambda: run_stages(Path(inbox), store, read_made_up, judge_cap) and None))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look for processes in")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_program_that_is_ended_takes_its_processes_along(
    tmp_path: Path, project: Path, number: signal.Signals
) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.txt").write_text(FINE, encoding="utf-8")
    (inbox / "b.txt").write_text("hang", encoding="utf-8")
    path = os.pathsep.join([str(project), str(project / "tests")])
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(inbox), f"sqlite:///{tmp_path / 'store.db'}"],
        env=os.environ | {"PYTHONPATH": path},
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as program:
        pid = number_in(inbox / "b.pid")
        if number is signal.SIGINT:
            os.killpg(program.pid, number)  # as the terminal does
        else:
            program.send_signal(number)
        _, said = program.communicate(timeout=60)
    assert program.returncode == (130 if number is signal.SIGINT else -number)
    assert "Traceback" not in said
    assert ("已中断" in said) is (number is signal.SIGINT)
    wait_for(lambda: not is_running(pid), 10)
