"""The memory that an export takes, by format and size: each in a process of its own, over a store of made facts.

    .venv/bin/python benchmarks/export_memory.py [--facts 100000 1000000] [--formats jsonl csv parquet xlsx]

Tells for each the peak of the process, how much of it came on top of opening the store, and the processor time; at the
end how the peak of the largest store compares with that of the smallest. Flat memory is a ratio near 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.export import export_tables
from pipeline.export.tables import FORMATS
from pipeline.store import open_store

STATUS = Path("/proc/self/status")
"""Linux; what getrusage tells includes the process that started this one."""


def peak() -> float:
    """Megabytes that this process has taken at most."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def export_and_tell(url: str, format_: str, out: Path) -> None:
    """Export, and print what it took."""
    store = open_store(url)
    before, start = peak(), time.process_time()
    export_tables(store, out, format_, lambda *_: None)
    print(json.dumps({"before": before, "peak": peak(), "seconds": time.process_time() - start}))


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--facts", type=int, nargs="+", default=[100_000, 1_000_000])
    arguments.add_argument("--formats", nargs="+", default=list(FORMATS))
    arguments.add_argument("--only", nargs=3, metavar=("STORE", "FORMAT", "OUT"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.only:
        export_and_tell(given.only[0], given.only[1], Path(given.only[2]))
        return
    from store_speed import content, fill  # not in the processes that are measured: it loads the readers

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stores = {facts: f"sqlite:///{folder}/{facts}.db" for facts in sorted(given.facts)}
        read = content(folder)
        for facts, url in stores.items():
            store = open_store(url)
            fill(store, read, facts)
            store.close()
        for format_ in given.formats:
            peaks = []
            for facts, url in stores.items():
                command = [sys.executable, __file__, "--only", url, format_, str(folder / f"{facts}.{format_}")]
                took = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                peaks.append(took["peak"])
                print(f"{format_}: {facts:,} facts, peak {took['peak']:.0f} MB ({took['peak'] - took['before']:.0f} "
                      f"on top of the open store), {took['seconds']:.0f} s of processor time")  # fmt: skip
            print(f"{format_}: largest to smallest store {peaks[-1] / peaks[0]:.2f}")


if __name__ == "__main__":
    main()
