"""Whether an error came from there being no more memory: libraries say it in their own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractors.errors import Unreadable

_SAID: Final = (
    "failed to allocate",
    "bad alloc",
    "bad_alloc",
    "insufficient memory",
    "out of memory",
    "cannot allocate memory",
    "memory allocation failed",
    "can't start new thread",
)
"""How libraries say it that do not raise MemoryError."""


def is_want_of_memory(error: BaseException) -> bool:
    """Whether the error, or one that led to it, came from there being no more memory."""
    for cause in causes(error):
        if isinstance(cause, MemoryError):
            return True
        said = str(cause).lower()
        if not isinstance(cause, Unreadable) and any(words in said for words in _SAID):
            return True
    return False


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those that led to it."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
