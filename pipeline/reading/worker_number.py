"""How many processes read and judge where nobody says: as many as are worth it and as the machine has room for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from pipeline.reading.task import ReadTask

_MOST: Final = 4
_BYTES_OF_MEMORY: Final = 2 << 30
"""A scan of the largest size takes two thirds of it."""

_WORTH_FILES: Final = 24
_WORTH_BYTES: Final = 512 << 10
"""So many files, or two scanned pages, take longer to read than a further process takes to start."""


def usual_workers(tasks: Sequence[ReadTask]) -> int:
    """The number of processes for these files: at most one for each core and each 2 GB of memory, and four."""
    size = 0
    for path in {task.path for task in tasks}:
        with suppress(OSError):
            size += path.stat().st_size
    worth = 1 + len(tasks) // _WORTH_FILES + size // _WORTH_BYTES
    return max(1, min(_MOST, worth, cores(), (memory() or _MOST * _BYTES_OF_MEMORY) // _BYTES_OF_MEMORY))


def cores() -> int:
    """The cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> int | None:
    """Bytes of the machine's memory; None where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
