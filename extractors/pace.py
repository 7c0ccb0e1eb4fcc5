"""Lets whoever watches over a reading know that it goes on: files are long and short, a page is a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_watcher: ContextVar[Callable[[], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Callable[[], None]) -> Iterator[None]:
    """Call `watcher` at every page that is begun inside, in this thread."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def page_begins() -> None:
    """To be called by readers of files with pages, before the work on each."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher()
