"""Has the C library keep the memory that one page has freed for the next page."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
"""What mallopt(3) of the GNU C library calls M_TRIM_THRESHOLD and M_MMAP_THRESHOLD."""

_LARGEST_KEPT: Final = 32 << 20
"""Bytes: the pieces that a page of print is worked on in are smaller, and more is the most that mallopt takes."""

_KEPT: Final = 256 << 20
"""Bytes that a process may hold without using them."""


def keep_freed_memory() -> bool:
    """Whether the C library will keep what is freed, which only that of Linux is asked to.

    It gives pieces of some size back to the system at once, and the system has to clear them anew for every layer of a
    network and every copy of a page: a tenth of the time that a scan takes, more with two processes beside each other.
    """
    if not sys.platform.startswith("linux"):
        return False
    choose = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    return choose is not None and bool(choose(_MMAP_THRESHOLD, _LARGEST_KEPT) and choose(_TRIM_THRESHOLD, _KEPT))
