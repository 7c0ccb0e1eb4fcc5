"""Nothing is left of a program that is killed."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import os, time
from pipeline.reconcile.portions import in_processes

def work(number):
    print(os.getpid(), flush=True)
    time.sleep(300)

list(in_processes(work, 2, 2))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no copies of processes")
def test_copies_that_judge_end_with_a_program_that_is_killed() -> None:
    """They would hold its lock on the store, and no later run could begin."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        copies = [int(program.stdout.readline()) for _ in range(2)]
        program.kill()
    end = time.monotonic() + 60
    while any(_is_running(pid) for pid in copies):
        assert time.monotonic() < end
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
