"""One reading process as the program sees it, and the file that it has under way."""

from __future__ import annotations

import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from pipeline.own_process import end_process
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.task import ReadTask

_SECONDS_TO_START: Final = 300.0


class Job:
    """A task under way. `again` if it has been tried before."""

    def __init__(self, task: ReadTask, again: bool = False) -> None:
        self.task = task
        self.again = again
        self.pages = 0
        self.size = 0
        with suppress(OSError):  # gone meanwhile: the reader will say so
            self.size = task.path.stat().st_size
        self.began = self.last_page = time.monotonic()

    @property
    def name(self) -> str:
        """The file and its report, for the log."""
        return f"{self.task.hints.source_name} (report {self.task.report_id})"

    def begins(self) -> None:
        self.began = self.last_page = time.monotonic()

    def page_begins(self) -> None:
        self.pages += 1
        self.last_page = time.monotonic()


class ReadingProcess:
    """A process that reads one file after the other: `job` now, `following` next, which lies there already so that it
    waits for nobody; `files` counts those that it has begun."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.ready = False
        self.job: Job | None = None
        self.following: Job | None = None
        self.files = 0
        self._started_at = time.monotonic()

    def take(self, job: Job) -> bool:
        """Begin the job, or have it follow the one under way; False if the process is no more."""
        try:
            self.connection.send(job.task)
        except OSError:
            return False
        if self.job is None:
            self._begin(job)
        else:
            self.following = job
        return True

    def go_on(self) -> None:
        """The job has come to its end; what follows begins."""
        self.job = None
        if self.following is not None:
            self._begin(self.following)
            self.following = None

    def _begin(self, job: Job) -> None:
        job.begins()
        self.job = job
        self.files += 1

    def end_at(self, limits: ReadingLimits) -> float | None:
        """When it will be late; None while it has nothing to do."""
        if not self.ready:
            return self._started_at + _SECONDS_TO_START
        job = self.job
        return None if job is None else limits.deadline(job.size, job.began, job.pages, job.last_page)

    def is_late(self, limits: ReadingLimits) -> bool:
        end = self.end_at(limits)
        return end is not None and time.monotonic() >= end and not self.connection.poll()

    def kill(self) -> None:
        """End the process at once and leave nothing of it."""
        end_process(self.process, self.connection, at_once=True)

    def end(self) -> int | None:
        """Leave nothing of a process that ends by itself; its exit code, minus the signal that killed it."""
        return end_process(self.process, self.connection, at_once=False)
