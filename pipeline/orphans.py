"""A process that is left behind by the program that started it ends itself, and with it what it still holds."""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process


def end_with_the_program() -> None:
    """From now on this process ends when its program does: one that is killed cannot end its processes."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    program = parent_process()
    if program is not None:
        program.join()
        os._exit(1)
