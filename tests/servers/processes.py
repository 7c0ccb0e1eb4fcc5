"""Waits for what other processes do, and tells whether one still runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def wait_for(true: Callable[[], object], seconds: float = 60) -> None:
    """Until it is true; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Whether the process is there and no mere entry of one that ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
