"""A place with little room: a disk of its own where the system permits one, else bounded sizes of files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

_NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--mount")
_MOUNT: Final = 'mount -t tmpfs -o size="$1" hedui "$0" && shift && exec "$@"'


@cache
def has_small_disks() -> bool:
    """Whether a program can be given a disk of its own, which nobody else sees and which goes with it."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    command = [*_NAMESPACE, "sh", "-c", _MOUNT, "/tmp", "64k", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def on_small_disk(place: Path, size: str, command: list[str]) -> list[str]:
    """The command, run where `place` is an empty disk of `size` ("1m")."""
    return [*_NAMESPACE, "sh", "-c", _MOUNT, str(place), size, *command]


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Within, the system lets this process write no file beyond so many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
