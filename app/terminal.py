"""Lines for people: how wide they may be, and that what stands in them does nothing to the terminal."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from typing import Final

_NARROWEST: Final = 60
_LOG: Final = 100

_ACTS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing: names of files and cells may hold any of them."""


def terminal_width() -> int:
    """Columns of the terminal, at least 60; a log gets 100."""
    return max(_NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _LOG


def printable(line: str) -> str:
    """The line with a mark in place of each character that would act on the terminal; white space becomes a space."""
    return _ACTS.sub(lambda found: " " if found[0].isspace() else "\ufffd", line)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for people."""
    for line in lines:
        print(printable(line))
