"""The whole night over synthetic reports of mixed kinds: seconds and memory by stage, two processes, Prefect, growth.

    PYTHONPATH=.:tests .venv/bin/python benchmarks/nightly_speed.py [--reports 1000] [--scans 0] [--rounds 3]
        [--parts stages workers prefect dask growth] [--growth 100 300 1000]

`stages`: intake, reading, loading, reconciling and export, each with seconds of the clock, of the processor in the
program itself and in the processes that it starts, and the peak of all their memory. `workers`: the same files all in
one process, which is the work of one core, and with one and two reading processes. `prefect`: `flows.ingest` against
`pipeline.run`; the start of its server is told apart. `dask`: a cluster of two worker processes, its start and end
with it, against two local processes. `growth`: cost per report by number of reports. Every run is a process of its own
with a fresh store. On a machine that does other work too, look at seconds of the processor, not of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from nightly_inbox import make_inbox
from nightly_run import STAGES
from rich.progress import Progress

Measured = dict[str, Any]
PARTS = ("stages", "workers", "prefect", "dask", "growth")


def run_alone(inbox: Path, runner: str, workers: int) -> Measured:
    """One run in a process of its own."""
    words = [sys.executable, str(Path(__file__).with_name("nightly_run.py")), str(inbox), runner, str(workers)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, env=os.environ)
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def told_by_stage(measured: Measured, label: str) -> None:
    """A table of one run."""
    print(
        f"\n{label}: {measured['reports']} reports, {measured['quarantined']} quarantined, {measured['facts']:,} facts"
    )
    print(f"{'stage':<12}{'clock':>9}{'program':>10}{'processes':>11}{'peak':>10}")
    for name in (*STAGES, "all"):
        one = measured["stages"].get(name)
        if one:
            print(f"{name:<12}{one['clock']:>7.1f} s{one['program']:>8.1f} s{one['processes']:>9.1f} s"
                  f"{one['peak']:>7.0f} MB")  # fmt: skip


def compared(label: str, first: list[Measured], second: list[Measured], key: str) -> None:
    """The ratio first / second by rounds, and of their medians."""
    ratios = [one["stages"]["all"][key] / other["stages"]["all"][key] for one, other in zip(first, second, strict=True)]
    medians = [statistics.median(run["stages"]["all"][key] for run in runs) for runs in (first, second)]
    print(f"{label}, {key}: {medians[0]:.1f} s / {medians[1]:.1f} s = {medians[0] / medians[1]:.2f} "
          f"(rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)})")  # fmt: skip


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=1000)
    arguments.add_argument("--scans", type=int, default=0)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    arguments.add_argument("--growth", nargs="+", type=int, default=[100, 300, 1000])
    given = arguments.parse_args()
    sizes = sorted({*given.growth, given.reports} if "growth" in given.parts else {given.reports})
    runs = ("stages" in given.parts) + 3 * given.rounds * ("workers" in given.parts)
    runs += 2 * given.rounds * sum(part in given.parts for part in ("prefect", "dask"))
    runs += len(given.growth) * ("growth" in given.parts)
    with tempfile.TemporaryDirectory() as name, Progress(transient=True, disable=not sys.stdout.isatty()) as bars:
        made = bars.add_task("inbox", total=sum(sizes) + given.scans * len(sizes))
        for size in sizes:
            make_inbox(Path(name, str(size)), size, given.scans, lambda: bars.advance(made))
        inbox, run_bar = Path(name, str(given.reports)), bars.add_task("runs", total=runs)

        def run(place: Path, runner: str, workers: int) -> Measured:
            measured = run_alone(place, runner, workers)
            bars.advance(run_bar)
            return measured

        if "stages" in given.parts:
            told_by_stage(run(inbox, "stages", 1), "one reading process")
        if "workers" in given.parts:
            rounds = [[run(inbox, "stages", workers) for workers in (0, 1, 2)] for _ in range(given.rounds)]
            alone, one, two = (list(each) for each in zip(*rounds, strict=True))
            told_by_stage(alone[-1], "all in one process")
            told_by_stage(two[-1], "two reading processes")
            print()
            for key in ("clock", "processor"):
                compared("all in one process / two reading processes", alone, two, key)
                compared("one reading process / two", one, two, key)
            serial = [each["stages"]["all"]["program"] / each["stages"]["all"]["processor"] for each in two]
            print(f"of all processor time in the program itself: {statistics.median(serial):.1%}")
        if "prefect" in given.parts:
            rounds = [[run(inbox, runner, 1) for runner in ("run", "flow")] for _ in range(given.rounds)]
            plain, flow = (list(each) for each in zip(*rounds, strict=True))
            started, served = (statistics.median(each[key] for each in flow) for key in ("server", "served"))
            print(f"\nPrefect's server took {started:.1f} s to start, and {served:.1f} s of the processor meanwhile")
            for key in ("clock", "processor"):
                compared("flows.ingest / pipeline.run", flow, plain, key)
            # A further runner (Dask) is a further row here: its readers in RUNNERS of nightly_run.py, compared as flow.
        if "dask" in given.parts:
            rounds = [[run(inbox, runner, 2) for runner in ("run", "dask")] for _ in range(given.rounds)]
            local, dask = (list(each) for each in zip(*rounds, strict=True))
            print()
            for key in ("clock", "processor"):
                compared("two Dask workers / two local processes", dask, local, key)
        if "growth" in given.parts:
            print()
            for size in given.growth:
                measured = run(Path(name, str(size)), "stages", 1)
                whole = measured["stages"]["all"]
                each = {key: 1000 * whole[key] / size for key in ("clock", "processor")}
                print(f"{size} reports: {each['clock']:.0f} ms of the clock each, {each['processor']:.0f} ms of the "
                      f"processor; peak {whole['peak']:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
