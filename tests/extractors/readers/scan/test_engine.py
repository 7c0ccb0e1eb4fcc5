"""The engine that reads pictures does so by itself: its runtime would otherwise ask for a server of its maker."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from extractors.readers.scan.engine import threads

LOADED = """
import importlib.abc, os, sys

class Watching(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print("imported with", os.environ.get("ORT_DISABLE_TELEMETRY"))
        return None

sys.meta_path.insert(0, Watching())
from extractors.readers.scan.engine import engine
print("ready")
engine()
"""


def test_the_runtime_is_told_not_to_call_home_before_it_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["ready", "imported with 1"]


@pytest.mark.parametrize(
    ("said", "cores", "expected"), [("1", 8, 1), ("2", 8, 2), ("", 8, 4), ("many", 2, 2), ("0", 2, 1), ("9", 2, 2)]
)
def test_as_many_threads_read_as_are_asked_for_or_worth_it(
    said: str, cores: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert threads() == expected
