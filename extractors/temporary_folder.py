"""A folder of one's own among the temporary files, which everybody on the machine may write to."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

_MINE_ALONE: Final = 0o700


def own_temporary_folder() -> Path:
    """The folder that is this person's each time. Where somebody else has put theirs under its name, to read what is
    kept there or to plant it, another one with a name that nobody knows, the same for this process. Where none can be
    made, a name under which nothing can be written."""
    return _folder_in(tempfile.gettempdir())


def own_lasting_folder() -> Path | None:
    """The folder that is this person's each time; None where it is not to be had."""
    folder = _named_folder(tempfile.gettempdir())
    with suppress(OSError):
        folder.mkdir(mode=_MINE_ALONE)
    with suppress(OSError):
        return folder if _is_mine(folder) else None
    return None


@cache
def _folder_in(temporary: str) -> Path:
    if (lasting := own_lasting_folder()) is not None:
        return lasting
    with suppress(OSError):
        return Path(tempfile.mkdtemp(prefix="hedui-", dir=temporary))
    return _named_folder(temporary)


def _named_folder(temporary: str) -> Path:
    return Path(temporary) / f"hedui-{os.geteuid() if hasattr(os, 'geteuid') else 'own'}"


def _is_mine(folder: Path) -> bool:
    if not hasattr(os, "geteuid"):
        return True  # on Windows the temporary folder is the person's own
    told = folder.lstat()
    closed = not stat.S_IMODE(told.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISDIR(told.st_mode) and told.st_uid == os.geteuid() and closed
