"""Batches go through all readings once, and a task that is tried again goes on where it could not load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.report import Hints
from flows.batch import Batch
from pipeline.reading.reading_processes import Reading
from pipeline.reading.task import Named, ReadTask
from pipeline.reading.worker import NotThere


def _reading(number: int) -> Reading:
    file = Named(f"{number + 1}".ljust(64, "0"), (f"{number}.txt",), "")
    return Reading(ReadTask(Path(f"{number}.txt"), Hints(f"{number}.txt"), file), NotThere())


def _readings(count: int) -> Iterator[Reading]:
    return iter([_reading(number) for number in range(count)])


@pytest.mark.parametrize(("count", "size", "batches"), [(5, 2, [2, 2, 1]), (4, 2, [2, 2]), (1, 3, [1]), (0, 2, [])])
def test_batches_go_through_all_readings(count: int, size: int, batches: list[int]) -> None:
    readings = _readings(count)
    loaded = [list(Batch(readings, size)) for _ in batches]
    assert [len(each) for each in loaded] == batches
    assert [each for one in loaded for each in one] == list(_readings(count))
    assert list(Batch(readings, size)) == []


def test_what_could_not_be_loaded_is_handed_out_again() -> None:
    batch = Batch(_readings(4), 3)
    first, second, third = (_reading(number) for number in range(3))
    tried = iter(batch)
    assert [next(tried), next(tried)] == [first, second]
    del tried  # the second could not be loaded: the task ends there
    assert batch.report_ids == [first.task.report_id]
    assert list(batch) == [second, third]
    assert batch.report_ids == [each.task.report_id for each in (first, second, third)]
