"""A reading process: takes one file after another, within its memory, and says what came of each."""

from __future__ import annotations

import logging
import pkgutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal, cast

from extractors.errors import Unreadable
from extractors.pace import watched
from extractors.report import Hints, ReportContent
from pipeline import identity
from pipeline.own_process import begin_within_bounds
from pipeline.reading.kept_logs import LogLine, with_logs_kept
from pipeline.reading.task import ReadTask, Refusal
from pipeline.reading.want_of_memory import causes, is_want_of_memory
from pipeline.report_rows import ReportRows, report_rows
from rules.errors import DiskFull, HeduiError
from rules.system_reasons import no_room

Reader = Callable[[Path, Hints], ReportContent]

Sign = Literal["ready", "page"]
"""What a process says while it has no result: that it is ready for files, that it has begun another page."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NamedReader:
    """A reader by its name (`package.module:function`), loaded only where it reads: the readers are slow to load."""

    name: str

    def load(self) -> Reader:
        """The function itself."""
        return cast(Reader, pkgutil.resolve_name(self.name))

    def __call__(self, path: Path, hints: Hints) -> ReportContent:
        return self.load()(path, hints)


READ_REPORT: Final = NamedReader("extractors.reading:read_report")
"""The reader of reports."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The file does not lie any more where it was listed, cannot be reached, or holds other bytes now: nothing is known
    of the content that was to be read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file, what was logged meanwhile, and how many bytes of memory the process has had at its most."""

    result: ReportRows | Refusal | NotThere | HeduiError
    lines: tuple[LogLine, ...]
    peak: int


def serve(
    connection: Connection, read: Reader, memory: int | None, folder: str, environment: Mapping[str, str]
) -> None:
    """Read what comes through `connection` until it is closed, within bounds, see begin_within_bounds."""
    begin_within_bounds(memory, folder, environment)
    if isinstance(read, NamedReader):
        read.load()
    try:
        _send(connection, "ready")
        while True:
            task: ReadTask = connection.recv()
            with watched(lambda: _send(connection, "page")):
                result, lines = with_logs_kept(_read, task, read)
            _send(connection, Outcome(result, lines, _peak()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the program needs this process no more, or is gone


def read_one(task: ReadTask, read: Reader) -> ReportRows | Refusal | NotThere:
    """The rows of one file, or why it cannot be read. HeduiErrors (a wrong rule file) pass through."""
    result = _read_as_it_lies(task, read)
    return result if still_there(task) else NotThere()


def still_there(task: ReadTask) -> bool:
    """Whether the file holds the bytes that were listed. What a reader makes of others, or of a network drive that is
    lost, is nothing to load, and no reason to refuse what comes back."""
    try:
        if not task.path.is_file():
            return False  # what stands in its place may never end
        return identity.file_sha256(task.path) == task.file.sha256
    except PermissionError:
        return True  # it lies there, and the refusal says what to do
    except OSError:
        return False


def _read_as_it_lies(task: ReadTask, read: Reader) -> ReportRows | Refusal:
    assert task.file.sha256 is not None  # only files that could be opened become tasks
    try:
        return report_rows(read(task.path, task.hints), task.file.sha256)
    except HeduiError:
        raise
    except PermissionError:
        return refusal("no_permission")
    except MemoryError:
        return refusal("too_much_memory")
    except Exception as error:
        if any(isinstance(cause, OSError) and no_room(cause) for cause in causes(error)):
            raise DiskFull(
                f"读取 {task.hints.source_name} 时磁盘空间已满（临时文件夹 {tempfile.gettempdir()}）。",
                "腾出磁盘空间，或用环境变量 TMPDIR 另指定临时文件夹，之后重新运行，会接着做完。",
            ) from error
        # Whatever a broken file makes a library raise must not stop the other files; the log keeps the whole story.
        if is_want_of_memory(error):
            _log.warning("%s: too_much_memory", task.hints.source_name, exc_info=error)
            return refusal("too_much_memory")
        if isinstance(error, Unreadable):
            if error.__cause__ is not None:
                _log.warning("%s: %s", task.hints.source_name, error.reason, exc_info=error)
            return Refusal(error.reason, error.advice)
        _log.exception("%s could not be read", task.hints.source_name)
        return refusal("reader_failed", type(error).__name__)


def refusal(reason: str, detail: str = "") -> Refusal:
    """A refusal for a reason of extractors/errors.py."""
    error = Unreadable(reason, detail)
    return Refusal(error.reason, error.advice)


def _read(task: ReadTask, read: Reader) -> ReportRows | Refusal | NotThere | HeduiError:
    try:
        return read_one(task, read)
    except HeduiError as error:
        return error


def _send(connection: Connection, message: Sign | Outcome) -> None:
    connection.send(message)


def _peak() -> int:
    """The most memory that this process has had, in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():  # what getrusage tells elsewhere includes the process that started this one
        return 0
    said = next((line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:")), "0 0")
    return int(said.split()[1]) * 1024
