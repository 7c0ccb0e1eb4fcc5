"""Files that belong together: written out of sight, and put in their places only when all of them are whole."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_UNFINISHED: Final = ".hedui-export-"
_ABANDONED_AFTER: Final = 24 * 60 * 60
"""Seconds after which what another export has left unfinished is taken for abandoned: it was killed."""


@contextmanager
def placed_together(folder: Path) -> Iterator[Path]:
    """An empty folder within `folder`, made if missing; what is written into it takes its place in `folder` when all
    has been written. If anything fails, `folder` holds the files that it held before. Raises OSError."""
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder)
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    new, old = unfinished / "new", unfinished / "old"
    try:
        new.mkdir()
        old.mkdir()
        yield new
        _exchange(new, old, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not was_there:
            with suppress(OSError):  # there is something in it
                folder.rmdir()


def _exchange(new: Path, old: Path, folder: Path) -> None:
    """Put every file of `new` into `folder`, and what stood there into `old`; or change nothing."""
    moved: list[tuple[Path, Path]] = []
    try:
        for file in sorted(new.iterdir()):
            place = folder / file.name
            for source, target in ((place, old / file.name), (file, place)):
                if source.exists():
                    source.replace(target)
                    moved.append((source, target))
    except BaseException:
        for source, target in reversed(moved):
            target.replace(source)
        raise


def _remove_abandoned(folder: Path) -> None:
    for left in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):  # somebody else's is no hindrance
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(left)
