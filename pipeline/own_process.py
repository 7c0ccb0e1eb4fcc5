"""A process of the program's own: what it does before its work, and how it is ended so that nothing is left of it."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from pipeline.orphans import end_with_the_program

_SECONDS_TO_END: Final = 5.0
_THREADS_SETTINGS: Final = ("OPENCV_FOR_THREADS_NUM", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def begin_within_bounds(memory: int | None, folder: str, environment: Mapping[str, str]) -> None:
    """Make this process one that opens what others have made: with no more than `memory` bytes (None: no bound) and one
    core, `folder` for temporary files, and `environment`, that of the program now: the process of which this one is a
    copy may be older. It ends with the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends its processes
    end_with_the_program()
    if environment != os.environ:
        os.environ.clear()
        os.environ.update(environment)
    keep_to_one_core()
    tempfile.tempdir = folder
    if memory is not None:
        _bound_memory(memory)


def keep_to_one_core() -> None:
    """Have the libraries that this process loads from now on use one thread, unless the environment says otherwise:
    more cores are for more files at once, not for several threads that wait for each other over one."""
    for setting in _THREADS_SETTINGS:
        os.environ.setdefault(setting, "1")


def end_process(process: BaseProcess, connection: Connection, at_once: bool) -> int | None:
    """Leave nothing of a process: it is ended `at_once`, or when it has not ended by itself after some seconds. Returns
    its exit code, minus the signal that killed it; None where not even the system can end it."""
    connection.close()
    if at_once:
        process.kill()
    process.join(_SECONDS_TO_END)
    if process.exitcode is None:
        process.kill()
        process.join(_SECONDS_TO_END)
    code = process.exitcode
    if code is not None:
        process.close()
    return code


def _bound_memory(memory: int) -> None:
    """Let allocations beyond `memory` bytes fail. Only Linux counts what a program really asks for as its data."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        bound = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
