"""A file that others may read while it is written: there whole, or as it was.

It may lie where others may write too, a shared folder: what is written first has a name that nobody can guess and is
made new, so that no link put there beforehand leads the writing elsewhere; and a link at the file's own name is
replaced, not followed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_BEGINNING: Final = ".hedui-"
_END: Final = ".part"
"""The inbox passes over names like these."""

_ABANDONED_AFTER: Final = 24 * 60 * 60
"""Seconds after which what is still unfinished is taken for abandoned: who wrote it was killed."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give an empty file beside `path` to write to. What stands there at the end of the `with` becomes `path`; after an
    error, and where nothing was left there, `path` is as it was. Raises OSError."""
    unfinished = unfinished_file(path.parent)
    try:
        yield unfinished
        if unfinished.exists():
            unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def unfinished_file(folder: Path) -> Path:
    """Make an empty file in the folder, with the rights of any new file, for what is to take its place beside it when
    it is whole. Raises OSError."""
    remove_abandoned(folder)
    unfinished = folder / unfinished_name()
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return unfinished


def unfinished_name() -> str:
    """A name that nobody can guess, for a file or folder that is not whole yet."""
    return f"{_BEGINNING}{secrets.token_hex(8)}{_END}"


def remove_abandoned(folder: Path) -> None:
    """Remove what programs of this account that were killed have left unfinished in the folder."""
    with suppress(OSError):
        for left in folder.glob(f"{_BEGINNING}*{_END}*"):
            told = left.lstat()
            mine = not hasattr(os, "geteuid") or told.st_uid == os.geteuid()
            if not mine or time.time() - told.st_mtime < _ABANDONED_AFTER:
                continue
            if stat.S_ISDIR(told.st_mode):
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
