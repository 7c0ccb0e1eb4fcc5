"""A run that a worker started ends when the worker does, however that ends: nobody could tell the server of it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from typing import Final

_OF_A_WORKER: Final = "PREFECT__FLOW_RUN_ID"
"""Environment: what a worker gives the process of a run."""

_LOOK_SECONDS: Final = 1.0


def end_with_the_worker(environment: Mapping[str, str] = os.environ) -> None:
    """From now on this process ends when its worker has, as by a power cut; the next run takes up its work. Runs that
    nobody started but a person are left alone, and so are all where a process is not told who started it (Windows)."""
    if _OF_A_WORKER in environment and os.name == "posix":
        threading.Thread(target=_wait_and_end, args=(os.getppid(),), name="hedui worker", daemon=True).start()


def _wait_and_end(worker: int) -> None:
    while os.getppid() == worker:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
