"""How many processes a run starts of its own accord."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.report import Hints
from pipeline.reading import worker_number
from pipeline.reading.task import Named, ReadTask
from pipeline.reading.worker_number import usual_workers


@pytest.mark.parametrize(
    ("files", "size", "cores", "gigabytes", "expected"),
    [
        (0, 0, 4, 16, 1),
        (10, 1_000, 4, 16, 1),
        (60, 1_000, 4, 16, 3),
        (1_000, 1_000, 16, 64, 4),
        (1_000, 1_000, 1, 64, 1),
        (1_000, 1_000, 2, 64, 2),
        (1_000, 1_000, 4, 3, 1),
        (1_000, 1_000, 4, 1, 1),
        (2, 300_000, 4, 16, 2),
    ],
)
def test_as_many_as_are_worth_it_and_have_room(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: int,
    size: int,
    cores: int,
    gigabytes: int,
    expected: int,
) -> None:
    monkeypatch.setattr(worker_number, "cores", lambda: cores)
    monkeypatch.setattr(worker_number, "memory", lambda: gigabytes << 30)
    tasks = [ReadTask(tmp_path / str(number), Hints(str(number)), Named("", (), "")) for number in range(files)]
    for task in tasks[:2]:
        task.path.write_bytes(bytes(size))
    assert usual_workers(tasks) == expected  # files that have gone meanwhile count as empty


def test_this_machine_has_a_core_and_memory() -> None:
    assert worker_number.cores() >= 1
    assert (worker_number.memory() or 0) > 1 << 28
