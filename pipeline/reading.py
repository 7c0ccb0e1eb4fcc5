"""Reads files into rows, in this process or in several; a file that fails takes nothing but itself with it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from extractors.errors import Unreadable
from extractors.report import Hints, ReportContent
from pipeline.intake import ReadTask
from pipeline.kept_logs import LogLine, with_logs_kept, write_kept_logs
from pipeline.store.loading import Refusal
from pipeline.store.rows import ReportRows, report_rows
from rules.errors import HeduiError

Reader = Callable[[Path, Hints], ReportContent]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one task: its rows, or why there are none."""

    task: ReadTask
    result: ReportRows | Refusal


def read_files(tasks: Iterable[ReadTask], read: Reader, workers: int = 1) -> Iterator[Reading]:
    """Read each task; with one worker in order, with more as they are done.

    `read` must be a function of a module when there are several workers. HeduiErrors (a wrong rule file) pass through.
    """
    if workers <= 1:
        return (Reading(task, read_one(task, read)) for task in tasks)
    return _read_in_processes(deque(tasks), read, workers)


def read_one(task: ReadTask, read: Reader) -> ReportRows | Refusal:
    """The rows of one file, or why it cannot be read."""
    assert task.file.sha256 is not None  # only files that could be opened become tasks
    try:
        return report_rows(read(task.path, task.hints), task.file.sha256)
    except HeduiError:
        raise
    except Unreadable as error:
        if error.__cause__ is not None:
            _log.warning("%s: %s", task.hints.source_name, error.reason, exc_info=error)
        return Refusal(error.reason, error.advice)
    except PermissionError:
        return _refusal("no_permission", "")
    except MemoryError:
        return _refusal("too_large", "内存不足")
    except Exception as error:
        # Whatever a broken file makes a library raise must not stop the other files; the log keeps the whole story.
        _log.exception("%s could not be read", task.hints.source_name)
        return _refusal("reader_failed", type(error).__name__)


def _read_in_processes(waiting: deque[ReadTask], read: Reader, workers: int) -> Iterator[Reading]:
    """A pool of processes. When one dies, those at work are suspects; each is then read in a pool of its own."""
    suspects: deque[ReadTask] = deque()
    while waiting or suspects:
        alone = bool(suspects)
        queue = deque([suspects.popleft()]) if alone else waiting
        under_way: dict[Future[tuple[ReportRows | Refusal, tuple[LogLine, ...]]], ReadTask] = {}
        with ProcessPoolExecutor(1 if alone else workers, mp_context=get_context("spawn")) as pool:
            try:
                while queue or under_way:
                    while queue and len(under_way) < (1 if alone else workers):
                        task = queue.popleft()
                        try:
                            under_way[pool.submit(with_logs_kept, read_one, task, read)] = task
                        except BrokenProcessPool:
                            queue.appendleft(task)
                            raise
                    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in done:
                        result, lines = future.result()
                        write_kept_logs(lines)
                        yield Reading(under_way.pop(future), result)
            except BrokenProcessPool:
                if alone:
                    for task in (*under_way.values(), *queue):
                        _log.error("%s made the reading process die", task.hints.source_name)
                        yield Reading(task, _refusal("reader_failed", "读取进程崩溃"))
                else:
                    suspects.extend(under_way.values() or [waiting.popleft()])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _refusal(reason: str, detail: str) -> Refusal:
    error = Unreadable(reason, detail)
    return Refusal(error.reason, error.advice)
