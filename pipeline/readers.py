"""What reads the files of a run: processes of this machine, or workers on others that are told what to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.intake import ReadTask
from pipeline.reading import Reading
from pipeline.reading_limits import ReadingLimits
from pipeline.reading_worker import Reader


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
