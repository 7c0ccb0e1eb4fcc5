"""Portions of an archive judged by several processes come out as judged one after another."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from made_up.desk import Desk
from made_up.judge import judge_cap, judge_elsewhere, judge_here
from made_up.reports import report_text

from pipeline.judging import processes as judging_processes


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging_processes, "FACTS_AT_ONCE", 1)


def archive(desk: Desk) -> None:
    for number, amount in enumerate((120, 1, 130, 7), start=1):
        unit = f"青川市第{number}局"
        desk.put(f"{number}.txt", report_text(f"第{number}项|current|支出|{amount}", unit=unit, period="2024-06"))


@pytest.mark.usefixtures("small_portions")
@pytest.mark.parametrize(
    ("judge", "workers"), [(judge_elsewhere, 2), (judge_here, 2), (judge_here, 1), (judge_elsewhere, 9)]
)
def test_processes_make_no_difference(desk: Desk, tmp_path: Path, judge: Any, workers: int) -> None:
    """Also where they die: what they leave undone is done by the run."""
    archive(desk)
    other = Desk(desk.inbox, f"sqlite:///{tmp_path}/other.db")
    one = desk.run(judge=judge_cap)
    several = other.run(judge=judge, workers=workers)
    assert one.findings_by_severity
    assert (one.holds, one.violated, one.not_evaluable) == (several.holds, several.violated, several.not_evaluable)
    assert desk.export(tmp_path / "one") == other.export(tmp_path / "several")


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux processes are copied")
def test_copies_of_the_process_make_no_difference_either(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few facts are judged by them, or here where they die."""
    monkeypatch.setattr(judging_processes, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(judging_processes, "_can_be_copied", lambda: True)
    archive(desk)
    assert desk.run(judge=judge_cap).findings_by_severity
    exported = desk.export(tmp_path / "one")
    for judge in (judge_elsewhere, judge_here):
        other = Desk(desk.inbox, f"sqlite:///{tmp_path}/{judge.__name__}.db")
        other.run(judge=judge, workers=2)
        assert other.export(tmp_path / judge.__name__) == exported


def test_a_process_with_threads_is_not_copied() -> None:
    ended = Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ended.wait)
        try:
            assert judging_processes.facts_at_once(20_000, 2) == judging_processes.FACTS_AT_ONCE
        finally:
            ended.set()


def test_a_single_portion_needs_no_process(desk: Desk) -> None:
    archive(desk)
    assert desk.run(judge=judge_here, workers=2).findings_by_severity
