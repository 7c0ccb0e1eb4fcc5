"""Runs one peer in a process of its own: a request a line on standard input, an answer a line on standard output.

    PYTHON benchmarks/peer_process.py benchmarks/peers/NAME.py

The peer's module has `version()` and `answer(request)`, which alone is timed. Runs in the peer's environment, which has
nothing of ours: standard library only.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Answer until there are no more requests."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [entry for entry in sys.path if str(Path(entry or ".").resolve()) != here]
    spec = importlib.util.spec_from_file_location("measured_peer", sys.argv[1])
    assert spec is not None
    assert spec.loader is not None
    peer = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(peer)
        told: dict[str, object] = {"version": peer.version()}
    except Exception as error:  # whatever a peer fails with is told, not raised
        told = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(told), file=out, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        clock, processor = time.perf_counter(), time.process_time()
        try:
            told = {"answer": peer.answer(request)}
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        told |= {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor}
        print(json.dumps(told, ensure_ascii=False, default=str), file=out, flush=True)


if __name__ == "__main__":
    main()
