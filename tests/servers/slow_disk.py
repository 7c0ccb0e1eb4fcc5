"""A disk that answers late, by the system's own means: a lease, for whose holder everybody waits who opens the file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_HOLD = """
import fcntl, os, signal, sys, time
signal.signal(signal.SIGIO, signal.SIG_IGN)  # told by signal that somebody waits; looked at below
late, names = float(sys.argv[1]), sys.argv[2:]
files = [os.open(name, os.O_RDONLY) for name in names]
held, asked, ready = set(), {}, False
while True:
    for file in files:
        if file not in held:
            try:
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            except BlockingIOError:
                continue  # somebody has it open
            held.add(file)
        elif fcntl.fcntl(file, fcntl.F_GETLEASE) != fcntl.F_WRLCK:
            if time.monotonic() >= asked.setdefault(file, time.monotonic() + late):
                print("late", flush=True)
                held.discard(file)
                del asked[file]
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    if not ready and len(held) == len(files):
        ready = True
        print("held", flush=True)
    time.sleep(0.005)
"""


class SlowFiles:
    """Files that come late; `times` says how often somebody has waited, once they come at once again."""

    def __init__(self) -> None:
        self.times = 0


@contextmanager
def late_files(files: Sequence[Path], seconds: float) -> Iterator[SlowFiles]:
    """Whoever opens one of the files waits for so long, until the end of the block (and no longer than the system lets
    anybody wait: 45 seconds)."""
    slow = SlowFiles()
    command = [sys.executable, "-S", "-c", _HOLD, str(seconds), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == "held\n"
            yield slow
        finally:
            holder.kill()
            slow.times = holder.stdout.read().count("late")


@pytest.fixture
def slow_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which files can be made to come late."""
    for place in (tmp_path, Path("/dev/shm")):
        if sys.platform == "linux" and place.is_dir() and _has_leases(place):
            with TemporaryDirectory(prefix="hedui-slow-", dir=place) as folder:
                yield Path(folder)
            return
    pytest.skip("no file system here knows leases (fcntl F_SETLEASE), by which files are made to come late")


def _has_leases(place: Path) -> bool:
    import fcntl
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=place) as file:
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except OSError:
            return False
    return True
