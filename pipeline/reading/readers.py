"""What reads the files of a run: processes of this machine, or workers on others that are told what to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import Reading, ReadingProcesses, load_readers
from pipeline.reading.task import ReadTask
from pipeline.reading.worker import Reader
from pipeline.store.connection import is_new


class Readers(Protocol):
    """Reads files, several at once; what is wrong with one costs only that one."""

    @property
    def at_once(self) -> int:
        """How many files are read at the same time."""
        ...

    def read(self, tasks: Iterable[ReadTask]) -> Iterator[Reading]:
        """What came of each task, in any order. Raises HeduiError for what is wrong with more than a file."""
        ...


ReadersMaker = Callable[[Reader, int, ReadingLimits], AbstractContextManager[Readers]]
"""Makes readers of so many files at once, within the limits; they end with the `with`. ReadingProcesses is one."""


def load_ahead(readers: ReadersMaker, workers: int | None, store_url: str) -> None:
    """Have the readers loaded beside what comes before reading, where they are processes of this machine and there is
    no store yet, so that everything is to be read. A later night has few new files, if any."""
    if readers is ReadingProcesses and workers != 0 and is_new(store_url):
        load_readers()
