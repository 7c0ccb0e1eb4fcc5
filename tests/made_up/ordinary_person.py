"""Work as somebody who may not write everywhere: root, as which tests run in containers, may."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534
_PROJECT = Path(__file__).parents[2]

_CAPABILITIES_VERSION = 0x20080522
_OVER_RIGHTS = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of Linux: what lets root pass over the rights on files."""


@contextmanager
def who_may_only_read(folder: Path, rights: int = 0o555) -> Iterator[None]:
    """Within, this process may read what lies in the folder and write nothing there; or it has these `rights`."""
    above = [parent for parent in folder.parents if not parent.stat().st_mode & 0o005]
    modes = {path: path.stat().st_mode for path in (*above, folder, *folder.rglob("*"))}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(rights)
    try:
        with _without_roots_rights():
            yield
    finally:
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)


@contextmanager
def _without_roots_rights() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
    elif all(_is_open_to_all(Path(place)) for place in (_PROJECT, *sys.path) if place):
        os.seteuid(_NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:  # nobody else could load a module of the project, or of Python, that is not loaded yet
        _set_capabilities(lambda effective: effective & ~_OVER_RIGHTS)
        try:
            yield
        finally:
            _set_capabilities(lambda effective: effective | _OVER_RIGHTS)


def _is_open_to_all(place: Path) -> bool:
    place = place.resolve()
    return not place.exists() or all(each.stat().st_mode & 0o001 for each in (place, *place.parents))


def _set_capabilities(change: Callable[[int], int]) -> None:
    """Change what this thread may do of what it was allowed to."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable, of two words each
    if libc.capget(header, sets) == 0:
        sets[0] = change(sets[0])
        if libc.capset(header, sets) == 0:
            return
    raise OSError(ctypes.get_errno(), "capabilities cannot be changed")
