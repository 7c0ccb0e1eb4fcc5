"""Nothing is left of a program that is killed."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

import pytest
from servers.processes import is_running, wait_for

PROGRAM = """
import os, time
from pipeline.reconcile.copies import in_copies

def work(number):
    print(os.getpid(), flush=True)
    time.sleep(300)

list(in_copies(work, range(2), 2))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no copies of processes")
def test_copies_that_judge_end_with_a_program_that_is_killed() -> None:
    """They would hold its lock on the store, and no later run could begin."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        copies = [int(program.stdout.readline()) for _ in range(2)]
        program.kill()
    wait_for(lambda: not any(is_running(pid) for pid in copies))
