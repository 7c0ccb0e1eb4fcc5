"""Memory that one page has freed is there for the next: the system need not clear it anew."""

from __future__ import annotations

import subprocess
import sys

import pytest

_WORK = """
import resource, sys
from extractors.readers.scan.kept_memory import keep_freed_memory
kept = keep_freed_memory() if sys.argv[1] == "kept" else None
faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):  # three pieces together: of one alone the library learns by itself that it comes back
    layers = [bytearray(20 << 20) for _ in range(3)]
    for layer in layers:
        layer[:: 4096] = b"1" * len(layer[:: 4096])
    del layer, layers
print(kept, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems keep memory in their own way")
def test_freed_memory_is_used_again() -> None:
    kept, pages = _worked("kept")
    asked, pages_anew = _worked("as it is")
    assert (kept, asked) == ("True", "None")
    assert pages < pages_anew / 5


def _worked(how: str) -> tuple[str, int]:
    done = subprocess.run([sys.executable, "-c", _WORK, how], capture_output=True, text=True, check=True)
    kept, pages = done.stdout.split()
    return kept, int(pages)
