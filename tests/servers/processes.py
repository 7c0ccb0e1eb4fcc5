"""Waits for what other processes do, and tells whether one still runs, and what one has loaded."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_COMMAND: Final = """
import sys
words, asked = (said.split(chr(31)) for said in sys.argv[1:])
sys.argv = ["hedui", *words]
from app.command_line import main
try:
    main()
except SystemExit:
    pass
print(*sorted(set(asked) & set(sys.modules)))
"""


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


def loaded_by(words: list[str], asked: set[str]) -> list[str]:
    """Which of the modules asked for a command of hedui has loaded when it ends."""
    command = [sys.executable, "-c", _COMMAND, "\x1f".join(words), "\x1f".join(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()
