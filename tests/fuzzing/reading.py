"""Mutated files of every kind, read in processes with limits on time and memory: read or refused, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from made_up.read_tasks import read_files

from extractors.report import Hints
from fuzzing.checked_reading import READ_CHECKED
from fuzzing.seeds import KINDS, Kind, mutated_file
from pipeline import identity
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.reading.worker import NamedReader

SECONDS: Final = 60.0
SECONDS_ALONE: Final = 240.0
"""What took longer than SECONDS beside others is given so long before it counts as a hang: the clock runs on a busy
machine as well."""
MEMORY: Final = 1536 << 20
FAILURES: Final = frozenset({"reader_failed", "too_slow", "too_much_memory"})
"""Ends that no small file may come to: an exception nobody expected, a hang, growth."""
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that came to an end that it must not come to."""

    name: str
    content: bytes
    said: str


@dataclass(frozen=True, slots=True)
class Tried:
    """How an input ended: `read`, or why it was refused."""

    kind: str
    end: str
    failure: Failure | None


def kinds_in_turn(count: int, quick: bool) -> list[Kind]:
    """As many kinds as there are inputs, each as often as its share; only those that are read quickly, if so."""
    among = [kind for kind in KINDS if kind.quick or not quick for _ in range(kind.share)]
    return [among[number * 37 % len(among)] for number in range(count)]


def try_files(
    kinds: Sequence[Kind], seed: int, workers: int, first: int = 0, read: NamedReader = READ_CHECKED
) -> Iterator[Tried]:
    """Read an input of each of the kinds; the same `seed` and `first` make the same inputs."""
    logs = _Lines()
    root = logging.getLogger()
    before, root.handlers = root.handlers, [logs]
    try:
        limits = ReadingLimits(SECONDS, MEMORY)
        with (
            TemporaryDirectory(prefix="hedui-fuzzing-") as name,
            ReadingProcesses(read, workers, limits) as processes,
        ):
            for start in range(0, len(kinds), _AT_ONCE):
                tasks = _tasks(kinds[start : start + _AT_ONCE], seed, first + start, Path(name))
                for reading in processes.read(tasks):
                    result, file = reading.result, reading.task.path
                    if isinstance(result, Refusal) and result.reason == "too_slow":
                        (again,) = read_files([reading.task], read, 1, ReadingLimits(SECONDS_ALONE, MEMORY))
                        result = again.result
                    end = result.reason if isinstance(result, Refusal) else "read"
                    kind = file.name.partition(".")[2]
                    failure = None
                    if end in FAILURES:
                        assert isinstance(result, Refusal)
                        failure = Failure(file.name, file.read_bytes(), f"{result.message}\n{logs.about(file.name)}")
                    logs.lines.clear()
                    file.unlink()
                    yield Tried(kind, end, failure)
    finally:
        root.handlers = before


def _tasks(kinds: Iterable[Kind], seed: int, first: int, folder: Path) -> list[ReadTask]:
    tasks = []
    for number, kind in enumerate(kinds, start=first):
        file = folder / f"{number}.{kind.ending}"
        file.write_bytes(mutated_file(kind, Random(f"{seed} {number} {kind.ending}")))
        tasks.append(
            ReadTask(file, Hints(f"清河市财政局/{file.name}"), Named(identity.file_sha256(file), (file.name,), ""))
        )
    return tasks


class _Lines(logging.Handler):
    """What the reading processes have logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def about(self, name: str) -> str:
        return "\n".join(line for line in self.lines if name in line) or "\n".join(self.lines[-1:])
