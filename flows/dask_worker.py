"""What a Dask worker does: reads a file it was sent, in a reading process that stays for the files after it.

Loaded on every machine that reads, so it needs neither Prefect nor a store.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from extractors import libreoffice
from pipeline.reading.kept_logs import LogLine, with_logs_of_thread
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.task import ReadTask, Refusal
from pipeline.reading.version import reader_version
from pipeline.reading.worker import NotThere, Reader
from pipeline.report_rows import ReportRows
from pipeline.working_folder import WorkingFolder
from rules.errors import HeduiError
from rules.system_reasons import system_reason


class DaskUnavailable(HeduiError):
    """Dask is not installed, its scheduler or workers are not there, or differ from this installation: exit code 28."""

    exit_code = 28


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a machine reads with. Rows are only worth as much as they are the same wherever they were read."""

    reader_version: str
    has_libreoffice: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file on a worker, and what was logged meanwhile. A HeduiError is wrong with more than the file."""

    result: ReportRows | Refusal | NotThere | HeduiError
    lines: tuple[LogLine, ...]


def workplace() -> Workplace:
    """That of this machine, with the code that this process has loaded."""
    return Workplace(reader_version(), libreoffice.program() is not None)


_Kind = tuple[Reader, ReadingLimits]

_idle: Final[dict[_Kind, list[ReadingProcesses]]] = {}
"""Reading processes that wait for a file; a worker has as many as it has threads, each with its models loaded once."""

_lock: Final = Lock()


def read_sent(read: Reader, limits: ReadingLimits, asked: Workplace, task: ReadTask, content: bytes) -> Answer:
    """Read `content`, the bytes of the task's file. The limits are kept: what hangs or dies costs only this file."""
    result, lines = with_logs_of_thread(_read, read, limits, asked, task, content)
    return Answer(result, lines)


def read_all_sent(
    read: Reader, limits: ReadingLimits, asked: Workplace, sent: Iterable[tuple[ReadTask, bytes]]
) -> tuple[Answer, ...]:
    """Read one file after another, each as `read_sent` does."""
    return tuple(read_sent(read, limits, asked, task, content) for task, content in sent)


def end_reading() -> None:
    """End the reading processes of this worker: nobody needs their memory until the next run."""
    with _lock:
        ended = [processes for kept in _idle.values() for processes in kept]
        _idle.clear()
    for processes in ended:
        processes.__exit__(None, None, None)


def _read(
    read: Reader, limits: ReadingLimits, asked: Workplace, task: ReadTask, content: bytes
) -> ReportRows | Refusal | NotThere | HeduiError:
    if (unfit := _unfit(asked)) is not None:
        return unfit
    with _lock:
        kept = _idle.setdefault((read, limits), [])
        processes = kept.pop() if kept else ReadingProcesses(read, 1, limits)
    try:
        with WorkingFolder("dask") as folder:
            path = folder / task.path.name
            path.write_bytes(content)
            sent = ReadTask(path, task.hints, task.file)
            (reading,) = processes.read((sent,))
            return reading.result
    except HeduiError as error:
        return error
    except OSError as error:
        return DaskUnavailable(
            f"读文件的机器上不能存放要读的文件：{system_reason(error)}。",
            "检查该机的临时文件夹后重新运行，会接着做完。",
        )
    finally:
        with _lock:
            kept.append(processes)


def _unfit(asked: Workplace) -> DaskUnavailable | None:
    """Why this worker is not to read for a run of that workplace."""
    if multiprocessing.current_process().daemon:
        return DaskUnavailable(
            "Dask 工作进程不能另起读取进程。", "启动 dask worker 前设 DASK_DISTRIBUTED__WORKER__DAEMON=False。"
        )
    here = workplace()
    if here.reader_version != asked.reader_version:
        return DaskUnavailable(
            "Dask 工作进程里的程序、规则或所用的库与本机不是同一版本。",
            "各机装同一版本（requirements.lock 和 rules 目录相同），重启工作进程后再运行。",
        )
    if asked.has_libreoffice and not here.has_libreoffice:
        return DaskUnavailable(
            "有 Dask 工作进程所在的机器没有 LibreOffice，而本机有。", "在该机装上 LibreOffice 后再运行。"
        )
    return None
