"""How far a run or an export has come: bars on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final, TextIO

from app.aligned import shorten
from app.terminal import printable
from pipeline.summary import Progress, Stage, silent

STAGE: Final[dict[Stage, str]] = {
    "intake": "清点",
    "read": "读取",
    "load": "入库",
    "reconcile": "核对",
    "export": "导出",
    "copy": "复制",
    "verify": "核对副本",
    "originals": "原件",
}

_SECONDS_BETWEEN_LINES: Final = 10.0


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """Give the callback that the work reports to; bars if `stream` (stdout by default) is a terminal, else lines."""
    stream = stream or sys.stdout
    if stream.isatty():
        with _bars(stream) as progress:
            yield progress
    else:
        yield lines_of_progress(partial(_say, stream))


def _say(stream: TextIO, line: str) -> None:
    with suppress(OSError):  # a full disk, or nobody who reads any more, is no reason to stop the work
        print(printable(line), file=stream, flush=True)


@contextmanager
def passing_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """As `shown_progress`, for one piece of work of many: bars that go when it is done, and in a terminal alone."""
    stream = stream or sys.stdout
    if stream.isatty():
        with _bars(stream, passing=True) as progress:
            yield progress
    else:
        yield silent


def lines_of_progress(write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Progress:
    """Progress as plain lines: the end of each stage, and at most one line every ten seconds within it."""
    last_line = clock()

    def progress(stage: Stage, done: int, total: int, name: str) -> None:
        nonlocal last_line
        finished = done >= total
        if finished or clock() - last_line >= _SECONDS_BETWEEN_LINES:
            last_line = clock()
            write(f"{STAGE[stage]} {done}/{total}" + ("" if finished or not name else f"  {name}"))

    return progress


@contextmanager
def _bars(stream: TextIO, passing: bool = False) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Bars(*columns, console=Console(file=stream), transient=passing) as bars:
        tasks = {
            stage: bars.add_task(word, total=None, start=False, name="", visible=False) for stage, word in STAGE.items()
        }

        def progress(stage: Stage, done: int, total: int, name: str) -> None:
            task = tasks[stage]
            if not bars.tasks[task].started:
                bars.start_task(task)
            shown = "" if done >= total else shorten(printable(name), 30)
            bars.update(task, completed=done, total=total, name=shown, visible=True)

        yield progress
