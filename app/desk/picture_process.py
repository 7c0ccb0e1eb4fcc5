"""The process that makes pictures for the desk, within bounds of time and memory: a hostile page costs its own picture.

One for the whole program: pdfium draws one page at a time anyway.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, ParamSpec, TypeVar

from extractors.errors import Unreadable
from pipeline.orphans import end_with_the_program
from pipeline.reading.limits import reading_limits
from pipeline.reading.reading_processes import reader_context
from pipeline.reading.worker import bound_memory, keep_to_one_core
from rules.errors import HeduiError

P = ParamSpec("P")
T = TypeVar("T")

_SECONDS: Final = 30.0
"""What one picture may take; a page takes a tenth of a second, a large workbook to be read for it some seconds."""

_SECONDS_TO_START: Final = 120.0
_SECONDS_TO_END: Final = 5.0

log = logging.getLogger(__name__)


class NotMade(Exception):
    """What was to be made cannot be: `advice` says why and what to do, in Chinese."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


class PictureProcess:
    """A process that is started when it is first needed, and anew after one that took too long or ended."""

    def __init__(self, seconds: float = _SECONDS, memory: int | None = None) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._running: tuple[BaseProcess, Connection] | None = None

    def do(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What `work`, a function of a module, gives there. Raises NotMade for what is wrong with the file or takes too
        long, and the HeduiErrors of `work`."""
        with self._lock:
            try:
                connection = self._connection()
                connection.send((work, given, named))
                if not connection.poll(self._seconds):
                    log.error("%s took more than %s seconds and was ended", work.__name__, self._seconds)
                    raise NotMade(f"这一页 {self._seconds:.0f} 秒还没画完，已放弃。请打开原文件查看。")
                how, *told = connection.recv()
            except (EOFError, OSError) as error:
                self._end()
                log.error("the process that makes pictures ended in %s", work.__name__)
                raise NotMade("画这一页的进程中断了。请打开原文件查看。") from error
            except NotMade:
                self._end()
                raise
        if how == "refused":
            raise NotMade(*told)
        if how == "failed":
            raise HeduiError(*told)
        made: T = told[0]
        return made

    def close(self) -> None:
        """End the process; it is started anew if it is wanted again."""
        with self._lock:
            self._end()

    def _connection(self) -> Connection:
        if self._running is None or not self._running[0].is_alive():
            self._end()
            context = reader_context()
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_serve, args=(theirs, self._memory, dict(os.environ)), name="hedui pictures", daemon=True
            )
            process.start()
            theirs.close()
            self._running = process, ours
            if not ours.poll(_SECONDS_TO_START):
                raise EOFError
            ours.recv()
        return self._running[1]

    def _end(self) -> None:
        if self._running is not None:
            process, connection = self._running
            self._running = None
            connection.close()
            process.kill()
            process.join(_SECONDS_TO_END)


@cache
def picture_process() -> PictureProcess:
    """That of this program, with the memory that reading a file may take."""
    return PictureProcess(memory=reading_limits().memory)


def _serve(connection: Connection, memory: int | None, environment: Mapping[str, str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends this process
    end_with_the_program()
    os.environ.update(environment)  # the process of which this one is a copy may be older
    keep_to_one_core()
    if memory is not None:
        bound_memory(memory)
    try:
        connection.send("ready")
        while True:
            work, given, named = connection.recv()
            connection.send(_done(work, given, named))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the program needs it no more, or is gone


def _done(work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    try:
        return "made", work(*given, **named)
    except Unreadable as error:
        return "refused", error.advice
    except HeduiError as error:
        return "failed", error.message, error.remedy
    except MemoryError:
        return "refused", Unreadable("too_much_memory").advice
    except Exception as error:
        log.exception("%s failed", work.__name__)
        return "refused", Unreadable("reader_failed", type(error).__name__).advice
