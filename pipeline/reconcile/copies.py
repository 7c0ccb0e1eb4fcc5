"""Work done by copies of this process, which have in memory what it has: nothing is sent there, only what comes out."""

from __future__ import annotations

import gc
import multiprocessing
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from pipeline.orphans import end_with_the_program
from pipeline.own_process import end_process
from pipeline.run_log import run_log

P = TypeVar("P")
T = TypeVar("T")

_log = run_log(__name__)


def in_copies(work: Callable[[P], T], portions: Iterable[P], workers: int) -> Iterator[T]:
    """What `work` makes of each portion, in order, by up to `workers` copies of this process at once.

    A copy is made for each portion as soon as it is there, so that later ones are made ready meanwhile. What a copy
    that dies leaves undone is done here, and all of it where there can be no copies or one worker is wanted. Errors of
    `work` are raised as they are, with a note of where.
    """
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, portions)
        return
    copies: deque[_Copy[P, T]] = deque()
    gc.freeze()  # a copy that searched all this for cycles would have it copied page by page
    try:
        for portion in portions:
            while sum(not copy.ended for copy in copies) >= workers:
                _hear(copies)
            while copies and copies[0].ended:
                yield copies.popleft().result()
            copies.append(_Copy(work, portion))
        while copies:
            while not copies[0].ended:
                _hear(copies)
            yield copies.popleft().result()
    finally:
        for copy in copies:
            if not copy.ended:
                copy.kill()
        gc.unfreeze()


def _hear(copies: Iterable[_Copy[P, T]]) -> None:
    """Wait until one of the copies has come to its end."""
    by_connection = {copy.connection: copy for copy in copies if not copy.ended}
    for connection in wait(list(by_connection)):
        by_connection[connection].end()  # type: ignore[index]


class _Copy(Generic[P, T]):
    """A copy of this process at work on one portion."""

    def __init__(self, work: Callable[[P], T], portion: P) -> None:
        self._work, self._portion = work, portion
        self._come: tuple[T | None, Exception | None] | None = None
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(theirs, work, portion), name="hedui copy", daemon=True)
        self._process.start()
        theirs.close()
        self.ended = False

    def end(self) -> None:
        """Take what it has sent, if it has come to that."""
        try:
            self._come = self.connection.recv()
        except Exception as error:  # closed, or torn in the middle: whatever unpickling makes of that
            _log.warning("a process ended without a result (%s), its work is done here", type(error).__name__)
        self.kill()

    def result(self) -> T:
        """What came of the portion."""
        if self._come is None:
            return self._work(self._portion)
        result, error = self._come
        if error is not None:
            raise error
        return result  # type: ignore[return-value] # None only if that is a T

    def kill(self) -> None:
        """Leave nothing of it."""
        self.ended = True
        end_process(self._process, self.connection, at_once=self._come is None)


def _do(connection: Connection, work: Callable[[P], T], portion: P) -> None:
    # Left behind by a run that is killed, it would hold the run's lock on the store for ever.
    end_with_the_program()
    try:
        come: tuple[T | None, Exception | None] = (work(portion), None)
    except Exception as error:
        error.add_note(traceback.format_exc())
        come = (None, error)
    try:
        connection.send(come)
    except Exception:  # it cannot be sent: then it is done again where nothing need be sent
        _log.warning("what came of a portion cannot be sent", exc_info=True)
