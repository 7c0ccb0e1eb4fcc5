"""Folders among the temporary files that a program works in: they go with it, also where it was killed.

Each holds a file that its program keeps locked as long as it lives; the lock ends with the program, however that ends.
A run removes the folders whose lock nobody holds: reports lie in them, and would lie there for ever.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Final, Literal

Use = Literal["unpacked", "reading", "pictures", "dask"]

_PREFIXES: Final[dict[Use, str]] = {
    "unpacked": "hedui-unpacked-",
    "reading": "hedui-reading-",
    "pictures": "hedui-pictures-",
    "dask": "hedui-dask-",
}
_LOCK: Final = ".hedui-lock"
_UNLOCKED_KEPT_FOR: Final = 7 * 24 * 60 * 60
"""Seconds that a folder without a lock is left alone: it was only just made, or by an older version."""

_own: Final[set[Path]] = set()
"""Those of this process: where locks are those of a network drive, to look at its own would give it up."""


class WorkingFolder:
    """A new folder that goes with `cleanup`, or with the `with`."""

    def __init__(self, use: Use) -> None:
        self._folder = TemporaryDirectory(prefix=_PREFIXES[use], ignore_cleanup_errors=True)
        self.path: Final = Path(self._folder.name)
        _own.add(self.path)
        self._lock = _locked(self.path)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder with all in it."""
        if self._lock is not None and os.name == "nt":
            self._lock.close()  # Windows removes no file that is open
        self._folder.cleanup()
        if self._lock is not None:
            self._lock.close()
        _own.discard(self.path)


def remove_abandoned_folders() -> None:
    """Remove this account's folders whose programs live no more."""
    if os.name == "nt":
        return
    temporary = Path(tempfile.gettempdir())
    for prefix in _PREFIXES.values():
        for folder in temporary.glob(f"{prefix}*"):
            if folder not in _own:
                with suppress(OSError):  # another run removes it, or nobody may
                    _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.geteuid():
        return
    try:
        lock = os.fdopen(os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK), "r+b", buffering=0)
    except FileNotFoundError:
        if time.time() - told.st_mtime > _UNLOCKED_KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
        return
    with lock:
        _take(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _locked(folder: Path) -> IO[bytes] | None:
    """The folder's lock, held until it is closed. It takes its name when it is held: nobody finds it free before."""
    unnamed = folder / f"{_LOCK}-new"
    lock = None
    try:
        lock = unnamed.open("wb", buffering=0)
        _take(lock)
        unnamed.rename(folder / _LOCK)
    except OSError:  # a drive without locks, or without room: left to the rule for folders without one
        if lock is not None:
            lock.close()
        return None
    return lock


def _take(lock: IO[bytes]) -> None:
    """Raises OSError where somebody else holds it."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
