"""How wide the lines for people may be."""

from __future__ import annotations

import shutil
import sys
from typing import Final

_NARROWEST: Final = 60
_LOG: Final = 100


def terminal_width() -> int:
    """Columns of the terminal, at least 60; a log gets 100."""
    return max(_NARROWEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _LOG
