"""Reads files into rows, in processes: one that dies, or takes too long or too much, costs only its file."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, get_all_start_methods, get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from types import TracebackType
from typing import Final

from pipeline.in_time import in_time
from pipeline.reading.kept_logs import write_kept_logs
from pipeline.reading.limits import MEMORY_SETTING, ReadingLimits
from pipeline.reading.one_process import Job, ReadingProcess
from pipeline.reading.task import ReadTask, Refusal
from pipeline.reading.worker import NotThere, Outcome, Reader, Sign, read_one, refusal, serve, still_there
from pipeline.report_rows import ReportRows
from pipeline.run_log import logged_as, run_log
from pipeline.working_folder import WorkingFolder, remove_abandoned_folders
from rules.errors import HeduiError

_STARTS: Final = 3
"""How often in a row processes may fail to start before the run is given up."""

_SMALL: Final = 64 << 10
"""Bytes of a file that is handed out ahead: a scan, which is larger, must not wait for one while another process has
nothing to do."""

_ORIGIN: Final = "pipeline.reading.loaded_readers"
"""What the process of which reading processes are copies loads before the first of them."""

_KILLED: Final = -9
"""The exit code of a process that was killed: by the system for want of memory, or by somebody."""

_log = run_log(__name__)


class ReadersNotStarting(HeduiError):
    """The processes that read do not start: exit code 22."""

    exit_code = 22


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one task: its rows, or why there are none."""

    task: ReadTask
    result: ReportRows | Refusal | NotThere


class ReadingProcesses:
    """Up to `workers` processes that read, started when there is something to read, kept until the end of the `with`.

    A process that runs over its time is killed, one that dies or has grown large is replaced. `read` must be a
    function of a module. With `workers` 0 files are read in this process without any limits, which is for debugging
    and tests.
    """

    def __init__(self, read: Reader, workers: int = 1, limits: ReadingLimits | None = None) -> None:
        self._read = read
        self._most = workers
        self._limits = limits or ReadingLimits()
        self._workers: list[ReadingProcess] = []
        self._folder: WorkingFolder | None = None
        self._failed_starts = 0

    @property
    def at_once(self) -> int:
        """How many files are read at the same time."""
        return max(1, self._most)

    def __enter__(self) -> ReadingProcesses:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def read(self, tasks: Iterable[ReadTask]) -> Iterator[Reading]:
        """Read each task; with one process in order, with more the largest first, as they are done.

        Raises HeduiError: what is wrong with more than a file (a rule file), ReadersNotStarting.
        """
        if self._most <= 0:
            for task in tasks:
                yield Reading(task, read_one(task, self._read))
            return
        waiting: deque[Job] = deque()
        for worker in [worker for worker in self._workers if worker.job is not None]:
            worker.following = None
            self._drop(worker, waiting)  # left over from a reading that was broken off
        jobs = [Job(task) for task in tasks]
        if self._most > 1:  # the largest take longest, pictures most: begun last, one would be waited for alone
            jobs.sort(key=lambda job: -job.size)
        waiting.extend(jobs)
        while waiting or any(worker.job for worker in self._workers):
            self._hand_out(waiting)
            done: list[Reading] = []
            for worker in self._with_news():
                done += self._hear(worker, waiting)
            for worker in [worker for worker in self._workers if worker.is_late(self._limits)]:
                done += self._stop(worker, waiting)
            self._hand_out(waiting)  # before what is done is loaded, so that reading goes on meanwhile
            yield from done

    def _hand_out(self, waiting: deque[Job]) -> None:
        busy = sum(worker.job is not None for worker in self._workers)
        while len(self._workers) < min(self._most, busy + len(waiting)):
            if (started := self._started()) is not None:
                self._workers.append(started)
        for worker in sorted(self._workers, key=lambda worker: worker.job is not None):
            free = worker.job is None
            ahead = worker.following is None and waiting and waiting[0].size <= _SMALL
            if waiting and worker.ready and (free or ahead):
                job = waiting.popleft()
                if not worker.take(job):
                    waiting.appendleft(job)
                    if free:  # of another what it has said is heard first
                        self._drop(worker, waiting)

    def _started(self) -> ReadingProcess | None:
        if self._folder is None:
            remove_abandoned_folders()
            self._folder = WorkingFolder("reading")
        context = reader_context()
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve,
            args=(theirs, self._read, self._limits.memory, str(self._folder.path), dict(os.environ)),
            name="hedui reading",
            daemon=True,
        )
        try:
            process.start()
        except (OSError, EOFError):  # no room for another process, or none to copy
            _log.exception("a reading process was not started")
            ours.close()
            self._start_failed(None)
            return None
        finally:
            theirs.close()
        return ReadingProcess(process, ours)

    def _with_news(self) -> list[ReadingProcess]:
        """The processes that have something to say (or are dead), once one has, or one is late."""
        ends = [end for worker in self._workers if (end := worker.end_at(self._limits)) is not None]
        seconds = max(0.0, min(ends) - time.monotonic()) if ends else None
        by_connection = {worker.connection: worker for worker in self._workers}
        return [by_connection[connection] for connection in wait(list(by_connection), seconds)]  # type: ignore[index]

    def _hear(self, worker: ReadingProcess, waiting: deque[Job]) -> list[Reading]:
        """What a process says: a result if it is one. A file whose process died may be put back."""
        try:
            message: Sign | Outcome = worker.connection.recv()
        except Exception as error:  # closed, or torn in the middle of a message: whatever unpickling makes of that
            return self._bury(worker, waiting, error)
        if message == "ready":
            worker.ready = True
            self._failed_starts = 0
            return []
        job = worker.job
        assert job is not None  # a process speaks only when asked
        if message == "page":
            job.page_begins()
            return []
        with logged_as(stage="read", report=job.task.report_id):
            write_kept_logs(message.lines)
        result = message.result
        if isinstance(result, HeduiError):
            raise result
        starved = isinstance(result, Refusal) and result.reason == "too_much_memory"
        again = starved and worker.files > 1 and not job.again
        if starved or (self._limits.memory is not None and message.peak > self._limits.memory // 2):
            self._drop(worker, waiting)
        else:
            worker.go_on()
        if again:  # what earlier files left behind may have been too much, not this file
            waiting.appendleft(Job(job.task, again=True))
        return [] if again else [Reading(job.task, result)]

    def _bury(self, worker: ReadingProcess, waiting: deque[Job], error: Exception) -> list[Reading]:
        """A process has died by itself."""
        job, files = worker.job, worker.files
        self._workers.remove(worker)
        self._take_back(worker, waiting)
        code = worker.end()
        if not worker.ready:
            self._start_failed(code)
            return []
        if job is None:
            return []
        name = job.name
        if (code == _KILLED or files > 1) and not job.again:
            # Something else may have killed it, or an earlier file may have undermined it: once more in a new process.
            _log.warning("%s: the reading process ended with %s (%s), trying once more", name, code, error)
            waiting.appendleft(Job(job.task, again=True))
            return []
        _log.error("%s made the reading process end with %s", name, code)
        if code == _KILLED:
            return [_given_up(job, refusal("too_much_memory", "读取进程被系统强行结束"), self._limits)]
        return [_given_up(job, refusal("reader_failed", "读取进程崩溃"), self._limits)]

    def _stop(self, worker: ReadingProcess, waiting: deque[Job]) -> list[Reading]:
        """End a process that is late."""
        job = worker.job
        self._drop(worker, waiting)
        if job is None:
            self._start_failed(None)
            return []
        seconds = round(time.monotonic() - job.began)
        _log.error("%s: stopped after %d seconds, at page %d", job.name, seconds, job.pages)
        where = f"，停在第 {job.pages} 页" if job.pages else ""
        return [_given_up(job, refusal("too_slow", f"已用 {seconds} 秒{where}"), self._limits)]

    def _start_failed(self, code: int | None) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _STARTS:
            how = "没有及时就绪" if code is None else f"一启动就结束（{code}）"
            raise ReadersNotStarting(
                f"读取文件的进程{how}。",
                f"检查可用内存和环境变量 {MEMORY_SETTING}；若是自己的 Python 程序在调用，"
                '须放在 if __name__ == "__main__": 之下。',
            )

    def _drop(self, worker: ReadingProcess, waiting: deque[Job]) -> None:
        self._workers.remove(worker)
        self._take_back(worker, waiting)
        worker.kill()

    def _take_back(self, worker: ReadingProcess, waiting: deque[Job]) -> None:
        """What lay ready for a process that is no more is for another."""
        if worker.following is not None:
            waiting.appendleft(worker.following)
            worker.following = None


def load_readers() -> None:
    """Begin to load the readers, beside whatever goes on here; reading processes will be copies of what has them."""
    if isinstance(reader_context(), ForkServerContext):
        forkserver.ensure_running()


def reader_context() -> ForkServerContext | SpawnContext:
    """Processes are copies of one that has the readers loaded; where there are no copies (Windows), each loads them."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([_ORIGIN])
    return context


def _given_up(job: Job, result: Refusal, limits: ReadingLimits) -> Reading:
    """A file that has ended its process: one that is cut short while it is read, or whose drive is lost, does too.
    Where its bytes alone take longer than it may take to be read, the drive is slow and not the file."""
    try:
        there = in_time(limits.deadline(job.size, 0.0, 0, 0.0), partial(still_there, job.task))
    except TimeoutError:
        _log.warning("%s: the drive that it lies on does not answer in time", job.name)
        there = False
    return Reading(job.task, result if there else NotThere())
