"""Reading in this process or in several."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up.reports import read_made_up, report_text

from extractors.errors import Unreadable
from extractors.report import Hints, ReportContent
from pipeline.intake import ReadTask
from pipeline.reading import read_files, read_one
from pipeline.store.loading import Named, Refusal
from pipeline.store.rows import ReportRows
from rules.errors import RuleMistake


def _task(folder: Path, name: str, text: str) -> ReadTask:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return ReadTask(file, Hints(name), Named(name.ljust(64, "0"), (name,), ""))


@pytest.mark.parametrize(
    ("error", "reason", "word"),
    [
        (Unreadable("encrypted", "第 2 层"), "encrypted", "第 2 层"),
        (PermissionError("no"), "no_permission", "权限"),
        (MemoryError(), "too_large", "内存"),
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


def test_a_wrong_rule_file_stops_the_run(tmp_path: Path) -> None:
    def read(path: Path, _: Hints) -> ReportContent:
        raise RuleMistake(path, 3, "缺 id", "补上。")

    with pytest.raises(RuleMistake):
        list(read_files([_task(tmp_path, "a", "")], read))


def test_crashes_in_a_row_are_each_named(tmp_path: Path) -> None:
    tasks = [_task(tmp_path, f"crash{number}", "crash") for number in range(2)]
    tasks.append(_task(tmp_path, "fine", report_text("a|current|b|1")))
    results = {reading.task.hints.source_name: reading.result for reading in read_files(tasks, read_made_up, 2)}
    assert isinstance(results.pop("fine"), ReportRows)
    assert set(results) == {"crash0", "crash1"}
    for result in results.values():
        assert isinstance(result, Refusal)
        assert result.reason == "reader_failed"
