"""The process that makes pictures, within bounds of time and memory: a hostile page costs its own picture.

One for the whole program: pdfium draws one page at a time anyway.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, ParamSpec, TypeVar

from extractors.errors import Unreadable
from pipeline.own_process import begin_within_bounds, end_process
from pipeline.reading.kept_logs import LogLine, with_logs_kept, write_kept_logs
from pipeline.reading.limits import MEMORY_SETTING, reading_limits
from pipeline.reading.reading_processes import reader_context
from pipeline.reading.want_of_memory import is_want_of_memory
from pipeline.working_folder import WorkingFolder
from rules.errors import HeduiError

P = ParamSpec("P")
T = TypeVar("T")

_SECONDS: Final = 30.0
"""What one picture may take; a page takes a tenth of a second, a large workbook to be read for it some seconds."""

_SECONDS_TO_START: Final = 120.0

log = logging.getLogger(__name__)


class NotMade(Exception):
    """What was to be made cannot be: `advice` says why and what to do, in Chinese."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


class GivenUp(NotMade):
    """It took more time or memory than it may, or ended the process; `why` and `remedy` in Chinese."""

    def __init__(self, why: str, remedy: str = "请打开原文件查看。") -> None:
        super().__init__(why + remedy)
        self.why = why
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[GivenUp], tuple[str, str]]:
        return GivenUp, (self.why, self.remedy)


@dataclass(frozen=True, slots=True)
class _Made:
    what: Any


_Told = tuple[_Made | HeduiError | NotMade, tuple[LogLine, ...]]


class PictureProcess:
    """A process that is started when it is first needed, and anew after one that took too long or ended."""

    def __init__(self, seconds: float = _SECONDS, memory: int | None = None) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._running: tuple[BaseProcess, Connection, WorkingFolder] | None = None

    def do(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What `work`, a function of a module, gives there. Raises NotMade for what is wrong with the file, GivenUp for
        what takes too long or too much, and the HeduiErrors of `work`."""
        with self._lock:
            try:
                connection = self._connection()
                connection.send((work, given, named))
                if not connection.poll(self._seconds):
                    log.error("%s took more than %s seconds and was ended", work.__name__, self._seconds)
                    raise GivenUp(f"画它用了 {self._seconds:.0f} 秒还没画完，已放弃。")
                told: _Told = connection.recv()
            except (EOFError, OSError) as error:
                self._end()
                log.error("the process that makes pictures ended in %s", work.__name__)
                raise GivenUp("画它的进程中断了。") from error
            except NotMade:
                self._end()
                raise
        come, lines = told
        write_kept_logs(lines)
        if not isinstance(come, _Made):
            raise come
        made: T = come.what
        return made

    def close(self) -> None:
        """End the process; it is started anew if it is wanted again."""
        with self._lock:
            self._end()

    def _connection(self) -> Connection:
        if self._running is None or not self._running[0].is_alive():
            self._end()
            context = reader_context()
            folder = WorkingFolder("pictures")
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_serve,
                args=(theirs, self._memory, str(folder.path), dict(os.environ)),
                name="hedui pictures",
                daemon=True,
            )
            process.start()
            theirs.close()
            self._running = process, ours, folder
            if not ours.poll(_SECONDS_TO_START):
                raise EOFError
            ours.recv()
        return self._running[1]

    def _end(self) -> None:
        if self._running is not None:
            process, connection, folder = self._running
            self._running = None
            end_process(process, connection, at_once=True)
            folder.cleanup()


@cache
def picture_process() -> PictureProcess:
    """That of this program, with the memory that reading a file may take. Raises SettingMistake."""
    return PictureProcess(memory=reading_limits().memory)


def _serve(connection: Connection, memory: int | None, folder: str, environment: Mapping[str, str]) -> None:
    begin_within_bounds(memory, folder, environment)
    try:
        connection.send("ready")
        while True:
            work, given, named = connection.recv()
            connection.send(with_logs_kept(_done, work, given, named))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the program needs it no more, or is gone


def _done(work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> _Made | HeduiError | NotMade:
    try:
        return _Made(work(*given, **named))
    except HeduiError as error:
        return error
    except Exception as error:
        if is_want_of_memory(error):
            log.warning("%s wanted too much memory", work.__name__, exc_info=error)
            return GivenUp(
                "画它所需内存超过上限，已中止。",
                f"请打开原文件查看；确需画的，放宽环境变量 {MEMORY_SETTING} 后重试。",
            )
        if isinstance(error, Unreadable):
            return NotMade(error.advice)
        log.exception("%s failed", work.__name__)
        return NotMade(Unreadable("reader_failed", type(error).__name__).advice)
