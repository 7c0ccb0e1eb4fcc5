"""Reading in processes: whatever one file does, the others are read, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import read_made_up, report_text
from servers.processes import is_running, wait_for

from extractors.errors import Unreadable
from extractors.report import Hints, ReportContent
from pipeline import identity
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadersNotStarting, Reading, ReadingProcesses, read_files
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.reading.worker import READ_REPORT, NamedReader, NotThere, read_one
from pipeline.report_rows import ReportRows
from rules.errors import RuleMistake

FINE = report_text("a|current|b|1")
SHORT = ReadingLimits(seconds=1.5)


@pytest.fixture(autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    """Of the processes that a test starts: tests run before this file in the same process may keep theirs."""
    before = active_children()
    yield
    assert [process for process in active_children() if process not in before] == []


def _task(folder: Path, name: str, text: str) -> ReadTask:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return ReadTask(file, Hints(name), Named(identity.file_sha256(file), (name,), ""))


def _tasks(folder: Path, **texts: str) -> list[ReadTask]:
    return [_task(folder, name, text) for name, text in texts.items()]


def _outcomes(readings: list[Reading]) -> dict[str, str]:
    """What came of each file: `read`, or the reason why not, in the order in which it came."""
    return {
        reading.task.hints.source_name: "read" if isinstance(reading.result, ReportRows) else reading.result.reason
        for reading in readings
    }


def _number_in(file: Path) -> int:
    wait_for(lambda: file.is_file() and file.read_text(encoding="utf-8"))
    return int(file.read_text(encoding="utf-8"))


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

    result = read_one(_task(tmp_path, "a", ""), read)
    assert isinstance(result, Refusal)
    assert result.reason == reason
    assert word in result.message


def test_want_of_memory_is_seen_behind_another_reason(tmp_path: Path) -> None:
    def read(_: Path, __: Hints) -> ReportContent:
        try:
            raise SyntaxError("Memory allocation failed : growing buffer")
        except SyntaxError as error:
            raise Unreadable("damaged") from error

    result = read_one(_task(tmp_path, "a", ""), read)
    assert isinstance(result, Refusal)
    assert result.reason == "too_much_memory"


@pytest.mark.parametrize("workers", [0, 1])
def test_a_wrong_rule_file_stops_the_run(tmp_path: Path, workers: int) -> None:
    with pytest.raises(RuleMistake, match="缺 id") as caught:
        list(read_files(_tasks(tmp_path, a="mistake"), read_made_up, workers))
    assert caught.value.line == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_crashes_in_a_row_are_each_named(tmp_path: Path, workers: int) -> None:
    tasks = _tasks(tmp_path, crash0="crash", before=FINE, crash1="crash", after=FINE)
    outcomes = _outcomes(list(read_files(tasks, read_made_up, workers)))
    assert outcomes == {"crash0": "reader_failed", "before": "read", "crash1": "reader_failed", "after": "read"}
    if workers == 1:
        assert list(outcomes) == ["crash0", "before", "crash1", "after"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, workers: int) -> None:
    tasks = _tasks(tmp_path, first=FINE, stuck="hang", last=FINE)
    began = time.monotonic()
    readings = list(read_files(tasks, read_made_up, workers, SHORT))
    assert time.monotonic() - began < 60
    assert _outcomes(readings) == {"first": "read", "stuck": "too_slow", "last": "read"}
    (late,) = [reading.result for reading in readings if isinstance(reading.result, Refusal)]
    assert "HEDUI_READ_SECONDS" in late.message
    assert not is_running(_number_in(tmp_path / "stuck.pid"))


def test_code_that_lets_nothing_else_run_is_given_up_as_well(tmp_path: Path) -> None:
    readings = list(read_files(_tasks(tmp_path, stuck="spin", last=FINE), read_made_up, 1, SHORT))
    assert _outcomes(readings) == {"stuck": "too_slow", "last": "read"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_disk_that_never_answers_costs_its_file(tmp_path: Path) -> None:
    """Opening the file waits for ever, as on a drive that hangs; nobody refuses what could not be looked at."""
    tasks = _tasks(tmp_path, first=FINE, stuck=FINE, last=FINE)
    tasks[1].path.unlink()
    os.mkfifo(tasks[1].path)
    readings = read_files(tasks, read_made_up, 1, ReadingLimits(seconds=5))
    outcomes = {reading.task.path.stem: type(reading.result) for reading in readings}
    assert outcomes == {"first": ReportRows, "stuck": NotThere, "last": ReportRows}


def test_a_long_file_that_goes_on_is_waited_for(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, long="pages 10")
    assert _outcomes(list(read_files(tasks, read_made_up, 1, ReadingLimits(seconds=2.5)))) == {"long": "read"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's data")
def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, first=FINE, greedy="greedy", last=FINE)
    outcomes = _outcomes(list(read_files(tasks, read_made_up, 1, ReadingLimits(memory=512 << 20))))
    assert outcomes == {"first": "read", "greedy": "too_much_memory", "last": "read"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals")
@pytest.mark.parametrize(("text", "outcome"), [("killed", "read"), ("hang", "too_much_memory")])
def test_a_process_that_is_killed_costs_at_most_its_file(tmp_path: Path, text: str, outcome: str) -> None:
    """What is killed once may have met with somebody else's want of memory; what is killed again is given up."""
    mark = tmp_path / "victim.pid"
    with ReadingProcesses(read_made_up, 2) as processes:
        readings = processes.read(_tasks(tmp_path, victim=text, other=FINE))
        outcomes = _outcomes([next(readings)])
        os.kill(first := _number_in(mark), signal.SIGKILL)
        if text == "hang":
            # The file is tried again on the way to the next outcome, so somebody else has to kill that.
            killer = (
                "import os, signal, sys, time\n"
                "while open(sys.argv[1]).read() in ('', sys.argv[2]): time.sleep(0.02)\n"
                "os.kill(int(open(sys.argv[1]).read()), signal.SIGKILL)\n"
            )
            with subprocess.Popen([sys.executable, "-c", killer, str(mark), str(first)]):
                outcomes |= _outcomes(list(readings))
        else:
            outcomes |= _outcomes(list(readings))
    assert outcomes == {"other": "read", "victim": outcome}


def test_processes_are_kept_from_one_batch_to_the_next_and_not_started_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = []
    start = ReadingProcesses._started
    monkeypatch.setattr(ReadingProcesses, "_started", lambda self: starts.append(1) or start(self))
    with ReadingProcesses(read_made_up, 3) as processes:
        assert list(processes.read([])) == []
        assert not starts
        for batch in range(2):
            tasks = [_task(tmp_path, f"{batch}{number}", FINE) for number in range(2)]
            assert set(_outcomes(list(processes.read(tasks))).values()) == {"read"}
    assert len(starts) == 2  # no more than there were files


def test_of_several_processes_each_begins_with_the_largest_files(tmp_path: Path) -> None:
    """A scan that is begun last would be waited for by one process alone."""
    tasks = _tasks(tmp_path, small="hang", smaller="hang", largest=FINE + " " * 1000, large=FINE + " " * 900)
    readings = read_files(tasks, read_made_up, 2, SHORT)
    assert {next(readings).task.hints.source_name for _ in range(2)} == {"largest", "large"}
    readings.close()


def test_what_lay_ready_for_a_process_is_read_once_and_by_another_where_that_dies(tmp_path: Path) -> None:
    texts = {f"{number}": "crash" if number % 3 == 0 else FINE for number in range(7)}
    readings = list(read_files(_tasks(tmp_path, **texts), read_made_up, 2))
    assert sorted(reading.task.hints.source_name for reading in readings) == sorted(texts)
    refused = {name for name, outcome in _outcomes(readings).items() if outcome == "reader_failed"}
    assert refused == {name for name, text in texts.items() if text == "crash"}


def test_processes_know_the_settings_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are copies of one that may have been there before."""
    for value in ("甲", "乙"):
        monkeypatch.setenv("HEDUI_ANY", value)
        (reading,) = read_files(_tasks(tmp_path, asks="setting HEDUI_ANY"), read_made_up, 1)
        assert isinstance(reading.result, Refusal)
        assert value in reading.result.message


def test_processes_that_cannot_be_made_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", no_room)
    with pytest.raises(ReadersNotStarting):
        list(read_files(_tasks(tmp_path, a=FINE), read_made_up, 1))


def test_an_unchanged_inbox_starts_no_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|1", **JUNE))
    desk.run(workers=1)

    def start(_: ReadingProcesses) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(ReadingProcesses, "_started", start)
    assert desk.run(workers=1).unchanged == 1


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
    readings = read_files(_tasks(tmp_path, first=FINE, stuck="hang"), read_made_up, 1)
    next(readings)
    pid = _number_in(tmp_path / "stuck.pid")
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
        pid = _number_in(inbox / "b.pid")
        if number is signal.SIGINT:
            os.killpg(program.pid, number)  # as the terminal does
        else:
            program.send_signal(number)
        _, said = program.communicate(timeout=60)
    assert program.returncode == (130 if number is signal.SIGINT else -number)
    assert "Traceback" not in said
    assert ("已中断" in said) is (number is signal.SIGINT)
    wait_for(lambda: not is_running(pid), 10)


def test_processes_that_do_not_start_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(ReadersNotStarting) as caught:
        list(read_files(_tasks(tmp_path, a=FINE), NamedReader("extractors.reading:no_such_reader"), 1))
    assert caught.value.exit_code == 22


def test_the_reader_of_reports_is_found_by_its_name() -> None:
    from extractors.reading import read_report

    assert READ_REPORT.load() is read_report
