"""Work as somebody who may not write everywhere: root, as which tests run in containers, may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def who_may_only_read(folder: Path, rights: int = 0o555) -> Iterator[None]:
    """Within, this process may read what lies in the folder and write nothing there; or it has these `rights`."""
    above = [parent for parent in folder.parents if not parent.stat().st_mode & 0o005]
    modes = {path: path.stat().st_mode for path in (*above, folder, *folder.rglob("*"))}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(rights)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)
