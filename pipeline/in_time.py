"""Waits for what may never come to an end (a drive, a mail server), and goes on without it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def in_time(seconds: float | None, work: Callable[[], T]) -> T:
    """What `work` gives, or what it raises; TimeoutError if it has not ended after so many seconds (None: it is waited
    for). A thread that waits for the system cannot be ended: it is left to itself."""
    if seconds is None:
        return work()
    given: list[T] = []
    raised: list[Exception] = []

    def tried() -> None:
        try:
            given.append(work())
        except Exception as error:  # handed over to who waits
            raised.append(error)

    thread = threading.Thread(target=tried, name="hedui in time", daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not given:
        raise TimeoutError(f"not done after {seconds:g} seconds")
    return given[0]
