"""Files to be read in processes, what came of each, and the number of a process that a file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from servers.processes import wait_for

from extractors.report import Hints
from made_up.reports import report_text
from pipeline import identity
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import Reading, ReadingProcesses
from pipeline.reading.task import Named, ReadTask
from pipeline.reading.worker import Reader
from pipeline.report_rows import ReportRows

FINE = report_text("a|current|b|1")
SHORT = ReadingLimits(seconds=1.5)


def task_of(folder: Path, name: str, text: str) -> ReadTask:
    """A file of this text, to be read."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return ReadTask(file, Hints(name), Named(identity.file_sha256(file), (name,), ""))


def tasks_of(folder: Path, **texts: str) -> list[ReadTask]:
    """Several of them, by name."""
    return [task_of(folder, name, text) for name, text in texts.items()]


def read_files(
    tasks: Iterable[ReadTask], read: Reader, workers: int = 1, limits: ReadingLimits | None = None
) -> Iterator[Reading]:
    """Read each task in processes of its own, which end with the last."""
    with ReadingProcesses(read, workers, limits) as processes:
        yield from processes.read(tasks)


def outcomes_of(readings: list[Reading]) -> dict[str, str]:
    """What came of each file: `read`, or the reason why not, in the order in which it came."""
    return {
        reading.task.hints.source_name: "read" if isinstance(reading.result, ReportRows) else reading.result.reason
        for reading in readings
    }


def number_in(file: Path) -> int:
    """The number of the process that a reader has written into this file; waits for it."""
    wait_for(lambda: file.is_file() and file.read_text(encoding="utf-8"))
    return int(file.read_text(encoding="utf-8"))
