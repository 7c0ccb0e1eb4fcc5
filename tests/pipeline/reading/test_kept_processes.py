"""Reading processes: kept from batch to batch, started only where needed, and what if none starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.desk import JUNE, Desk
from made_up.read_tasks import FINE, SHORT, outcomes_of, read_files, task_of, tasks_of
from made_up.reports import read_made_up, report_text

from pipeline.reading.reading_processes import ReadersNotStarting, ReadingProcesses
from pipeline.reading.task import Refusal
from pipeline.reading.worker import READ_REPORT, NamedReader

pytestmark = pytest.mark.usefixtures("nothing_is_left_running")


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
            tasks = [task_of(tmp_path, f"{batch}{number}", FINE) for number in range(2)]
            assert set(outcomes_of(list(processes.read(tasks))).values()) == {"read"}
    assert len(starts) == 2  # no more than there were files


def test_of_several_processes_each_begins_with_the_largest_files(tmp_path: Path) -> None:
    """A scan that is begun last would be waited for by one process alone."""
    tasks = tasks_of(tmp_path, small="hang", smaller="hang", largest=FINE + " " * 1000, large=FINE + " " * 900)
    readings = read_files(tasks, read_made_up, 2, SHORT)
    assert {next(readings).task.hints.source_name for _ in range(2)} == {"largest", "large"}
    readings.close()


def test_what_lay_ready_for_a_process_is_read_once_and_by_another_where_that_dies(tmp_path: Path) -> None:
    texts = {f"{number}": "crash" if number % 3 == 0 else FINE for number in range(7)}
    readings = list(read_files(tasks_of(tmp_path, **texts), read_made_up, 2))
    assert sorted(reading.task.hints.source_name for reading in readings) == sorted(texts)
    refused = {name for name, outcome in outcomes_of(readings).items() if outcome == "reader_failed"}
    assert refused == {name for name, text in texts.items() if text == "crash"}


def test_processes_know_the_settings_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are copies of one that may have been there before."""
    for value in ("甲", "乙"):
        monkeypatch.setenv("HEDUI_ANY", value)
        (reading,) = read_files(tasks_of(tmp_path, asks="setting HEDUI_ANY"), read_made_up, 1)
        assert isinstance(reading.result, Refusal)
        assert value in reading.result.message


def test_processes_that_cannot_be_made_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", no_room)
    with pytest.raises(ReadersNotStarting):
        list(read_files(tasks_of(tmp_path, a=FINE), read_made_up, 1))


def test_an_unchanged_inbox_starts_no_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", report_text("教育|current|支出|1", **JUNE))
    desk.run(workers=1)

    def start(_: ReadingProcesses) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(ReadingProcesses, "_started", start)
    assert desk.run(workers=1).unchanged == 1


def test_processes_that_do_not_start_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(ReadersNotStarting) as caught:
        list(read_files(tasks_of(tmp_path, a=FINE), NamedReader("extractors.reading:no_such_reader"), 1))
    assert caught.value.exit_code == 22


def test_the_reader_of_reports_is_found_by_its_name() -> None:
    from extractors.reading import read_report

    assert READ_REPORT.load() is read_report
