"""What takes longer than a page may: files read again and the changed part judged, one at a time, beside the pages."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, Literal

from starlette.requests import Request

from pipeline.review.mending import Mended, ReadAgain, Wanted, mend
from pipeline.store import Store
from pipeline.store.errors import StoreBusy
from rules.errors import HeduiError

MOST_WAITING: Final = 500
"""Files that may wait to be read again; more are refused, not taken and forgotten."""

_KEPT: Final = 20
_SECONDS_BETWEEN_TRIES: Final = 5.0

Mend = Callable[[Store, Sequence[Wanted]], Mended]

State = Literal["waiting", "held", "working", "done", "failed"]
"""`held`: a run holds the store; the work is tried again every few seconds, or that run does it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: asked for by whom and when, what files it reads, how it stands and what came of it."""

    number: int
    asked_by: str
    asked_at: datetime
    wanted: tuple[Wanted, ...]
    state: State = "waiting"
    files: tuple[ReadAgain, ...] = ()
    message: str = ""

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")


class TooMuchWork(HeduiError):
    """More is asked for than may wait: exit code 33."""

    exit_code = 33


@dataclass
class Work:
    """One thread that works off what pages ask for, in order; judging asked for several times is done once."""

    store: Store
    mend: Mend = mend
    seconds_between_tries: float = _SECONDS_BETWEEN_TRIES
    _tasks: deque[Task] = field(default_factory=deque)
    _ended: deque[Task] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None
    _last: int = 0

    def ask(self, by: str, wanted: Sequence[Wanted] = ()) -> Task:
        """Have these files read again and what changed judged; returns the task that does it. Raises TooMuchWork."""
        with self._changed:
            waiting = sum(len(task.wanted) for task in self._tasks)
            if waiting + len(wanted) > MOST_WAITING:
                raise TooMuchWork(
                    f"已有 {waiting} 个文件等着重读，最多 {MOST_WAITING} 个。", "等这些读完，或分几次重读。"
                )
            if not wanted:
                queued = next((task for task in self._tasks if task.state == "waiting" and not task.wanted), None)
                if queued is not None:
                    return queued
            self._last += 1
            task = Task(self._last, by, datetime.now(UTC), tuple(wanted))
            self._tasks.append(task)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="hedui mending", daemon=True)
                self._thread.start()
            return task

    def tasks(self) -> list[Task]:
        """What is under way or waiting, in order."""
        with self._changed:
            return list(self._tasks)

    def ended(self) -> list[Task]:
        """What was done of late, the last first."""
        with self._changed:
            return list(reversed(self._ended))

    def wait(self, task: Task, seconds: float) -> Task:
        """The task as it stands once it has ended, is held up by a run, or so many seconds have passed."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                now = self._now(task)
                left = end - time.monotonic()
                if now.ended or now.state == "held" or left <= 0:
                    return now
                self._changed.wait(left)

    def _now(self, task: Task) -> Task:
        known = (one for one in (*self._tasks, *self._ended) if one.number == task.number)
        return next(known, replace(task, state="done"))

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._tasks:
                    self._thread = None
                    return
                task = self._is(self._tasks[0], "working")
            try:
                mended = self.mend(self.store, task.wanted)
            except StoreBusy as busy:
                with self._changed:
                    self._is(task, "held", message=busy.message)
                time.sleep(self.seconds_between_tries)
                continue
            except HeduiError as error:
                log.warning("mending failed: %s", error)
                ended = replace(task, state="failed", message=str(error))
            except Exception:
                log.exception("mending failed")
                ended = replace(task, state="failed", message="程序出现意外错误，详情在日志里；下次运行会接着做。")
            else:
                ended = replace(task, state="done", files=mended.files, message="")
            with self._changed:
                self._tasks.popleft()
                self._ended.append(ended)
                self._changed.notify_all()

    def _is(self, task: Task, state: State, message: str = "") -> Task:
        now = replace(task, state=state, message=message)
        self._tasks[0] = now
        self._changed.notify_all()
        return now


def work_of(request: Request) -> Work:
    """The work of the desk that the request came to."""
    work: Work = request.app.state.work
    return work
