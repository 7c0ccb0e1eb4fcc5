"""Log lines of a reading process, handed over with its result: its own stderr and log file are nobody's."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from pipeline.run_log import run_log

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A log line, ready to be written anywhere; a traceback is part of the message."""

    logger: str
    level: int
    message: str


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LogLine] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += "\n" + "".join(traceback.format_exception(record.exc_info[1])).rstrip()
        self.lines.append(LogLine(record.name, record.levelno, message))


def with_logs_kept(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> tuple[R, tuple[LogLine, ...]]:
    """The result of `work`, and what was logged at WARNING and above meanwhile, which is written nowhere else.

    No queue between the processes: one that dies while it holds a queue's lock would stop the others.
    """
    root = logging.getLogger()
    keeper = _Keeper()
    keeper.setLevel(logging.WARNING)
    before = root.handlers[:]
    root.handlers = [keeper]
    try:
        return work(*args, **kwargs), tuple(keeper.lines)
    finally:
        root.handlers = before


def with_logs_of_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> tuple[R, tuple[LogLine, ...]]:
    """The result of `work`, and what this thread logged at WARNING and above meanwhile; other threads go on as ever."""
    root, thread = logging.getLogger(), threading.get_ident()
    keeper = _Keeper()
    keeper.setLevel(logging.WARNING)
    keeper.addFilter(lambda record: record.thread == thread)
    root.addHandler(keeper)
    try:
        return work(*args, **kwargs), tuple(keeper.lines)
    finally:
        root.removeHandler(keeper)


def write_kept_logs(lines: Iterable[LogLine]) -> None:
    """Log the lines here, under the names of their loggers, with what is being worked on."""
    for line in lines:
        run_log(line.logger).log(line.level, "%s", line.message)
