"""The engine that reads pictures does so by itself: its runtime would otherwise ask for a server of its maker."""

from __future__ import annotations

import subprocess
import sys

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
