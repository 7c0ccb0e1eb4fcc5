"""Whether a file that could not be read may only not be there as a whole yet: whoever copies it has stalled."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_LATELY: Final = 5 * 60
"""Seconds since something was written into it: a copy that stalls longer has failed, and is tried again by somebody."""

_OF_HALF_A_FILE: Final = frozenset({"empty_file", "damaged", "unknown_format"})
"""What half a file is refused for: without its end, or with zeros where its content is to come."""

_HINT: Final = "（这个文件几分钟前还在写入，可能还没有传完；传完后再运行一次即可。）"


def arrival_hint(inbox: str, source_name: str, reason: str) -> str:
    """In Chinese, that the refused file may still be arriving; '' where nothing says so. It is for who sees it now, and
    no part of the refusal that is kept: the same bytes are refused in the same words, whenever they are read."""
    if reason not in _OF_HALF_A_FILE or not inbox:
        return ""
    with suppress(OSError, ValueError):  # gone, another machine's, or no name that the system takes
        told = Path(inbox, source_name).stat()
        return _HINT if 0 <= time.time() - told.st_mtime < _LATELY else ""
    return ""
