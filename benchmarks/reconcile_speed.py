"""Measures how fast reconciliation judges: all rules over archives of different size, and one more report in a store.

    .venv/bin/python benchmarks/reconcile_speed.py [--facts 10000 100000 1000000] [--slips 1/100] [--workers 2]

The facts come straight from the truth of made reports (`pipeline.synth`), with slips planted in a share of the reports.
Up to 100,000 are made; more are the same units under other names, each with texts and numbers of its own in memory.
Every size runs in a process of its own, so that the memory is that size's; `base` is the memory before reconciling,
with the facts in it. Seconds of the processor are given beside those of the clock, for machines that do other work too.
`--stages` tells what preparing, the rules and the findings took, `--rules` each rule; `judging_speed.py` measures the
judging stage on a store.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import threading
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.reconcile import reconcile
from pipeline.reconcile.every_check import acquit, judge_check
from pipeline.reconcile.fact_book import FactBook
from pipeline.reconcile.findings import make_findings
from pipeline.reconcile.portions import sorted_facts
from pipeline.synth import make_archive
from pipeline.synth.fact_frames import frames_of
from rules.check import checks_in_force

MADE = 100_000
FACTS_A_UNIT = 790
MONTHS = 22
NAMED = ("report_id", "source_name", "unit_name", "region")
OWN = ("evidence", "printed")
NUMBERS = ("value", "low", "high")
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def made_frames(facts: int, slips: Fraction) -> Frames:
    """About so many facts with their items and reports; text columns of few distinct words as categories."""
    units = max(round(min(facts, MADE) / FACTS_A_UNIT), 1)
    made = frames_of(make_archive(units, MONTHS, slips).reports)
    copies = max(round(facts / len(made[0])), 1)
    # What facts count in is called `unit` like the unit that submits.
    own = (NAMED, NAMED, (*NAMED, "unit"))
    joined = [
        {str(name): _copied(str(name), frame[name].to_numpy(dtype=object), copies, named) for name in frame}
        for frame, named in zip(made, own, strict=True)
    ]
    facts_frame, items, reports = (pd.DataFrame(columns) for columns in joined)
    return facts_frame.iloc[:facts], items, reports


def _copied(name: str, cells: np.ndarray[Any, Any], copies: int, named: tuple[str, ...]) -> Any:
    if name in NUMBERS:
        return _objects([Decimal(str(cell)) for _ in range(copies) for cell in cells])
    if name in OWN:
        return _objects([None if cell is None else "".join(list(cell)) for _ in range(copies) for cell in cells])
    if name in ("fact_id", "item_id"):
        return _objects([f"{copy}/{cell}" if copy else cell for copy in range(copies) for cell in cells])
    codes, words = pd.factorize(cells)
    if name not in named:
        return pd.Categorical.from_codes(np.tile(codes, copies), pd.Index(words, dtype=object))
    renamed = [f"{word}（{copy}）" if copy else word for copy in range(copies) for word in words]
    moved = [np.where(codes < 0, -1, codes + copy * len(words)) for copy in range(copies)]
    return pd.Categorical.from_codes(np.concatenate(moved), pd.Index(renamed, dtype=object))


def _objects(cells: list[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array


class Clock:
    """Seconds of the clock and of the processor, by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = {}

    def timed(self, name: str, work: Callable[[], Any]) -> Any:
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        self.spent[name] = (time.perf_counter() - wall, time.process_time() - processor)
        return result


class Memory(threading.Thread):
    """Watches how much memory this process and its helpers hold together; what they share is counted once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.2):
            self.peak = max(self.peak, self.now())

    def stop(self) -> None:
        self._over.set()
        self.join()

    @staticmethod
    def now() -> float:
        """In MB."""
        own = [os.getpid(), *(process.pid for process in multiprocessing.active_children())]
        held = 0
        for number in own:
            try:
                lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii").splitlines()
            except OSError:
                continue  # a helper that has ended, or another system than Linux
            held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return held / 1024


def measure(facts: int, slips: Fraction, workers: int, stages: bool, rules: bool) -> None:
    """Print one line for an archive of this size, and what its stages took."""
    frames = made_frames(facts, slips)
    checks_in_force()
    base = Memory.now()
    memory = Memory()
    memory.start()
    clock = Clock()
    if stages:
        findings, counts = staged(frames, clock, rules)
    else:
        outcome = clock.timed("all", lambda: reconcile(*frames, workers=workers))
        findings = len(outcome.findings)
        counts = Counter(dict.fromkeys(("holds", "violated", "not_evaluable"), 0))
        for one in outcome.equations:
            counts[one.outcome] += one.count
    memory.stop()
    wall, processor = (sum(times) for times in zip(*clock.spent.values(), strict=True))
    processor += sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(
        f"{len(frames[0]):>9,} facts {len(frames[2]):>6,} reports: {wall:6.2f} s (processor {processor:.2f} s, "
        f"{1e6 * processor / len(frames[0]):.1f} µs a fact), peak {memory.peak:,.0f} MB (base {base:,.0f} MB), "
        f"{findings:,} findings, {dict(counts)}",
        flush=True,
    )
    if stages:
        order = sorted(clock.spent.items(), key=lambda entry: -entry[1][1])
        print("    " + ", ".join(f"{name} {spent[1]:.2f} s" for name, spent in order if spent[1] >= 0.005), flush=True)


def staged(frames: Frames, clock: Clock, rules: bool) -> tuple[int, Counter[str]]:
    """Reconcile stage by stage, all facts at once; the number of findings, and of equations by outcome."""
    facts = clock.timed("sorting", lambda: sorted_facts(frames[0]))
    book = clock.timed("preparing", lambda: FactBook.of(facts, *frames[1:]))
    in_force = checks_in_force()
    if rules:
        judged = [clock.timed(check.id, lambda check=check: judge_check(book, check)) for check in in_force]
    else:
        judged = clock.timed("rules", lambda: [judge_check(book, check) for check in in_force])
    clock.timed("acquitting", lambda: acquit(book, judged))
    findings = clock.timed("grouping, suspects, sentences", lambda: make_findings(book, judged))
    counts = Counter(
        holds=sum(len(one.holds) for one in judged),
        violated=sum(len(one.violated) for one in judged),
        not_evaluable=sum(len(rows) for one in judged for _, rows in one.missing.items()),
    )
    return len(findings), counts


def in_own_process(work: Callable[..., None], *arguments: Any) -> None:
    """Run `work` where no memory of an earlier one is left."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--facts", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--slips", type=Fraction, default=Fraction(1, 100))
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--stages", action="store_true", help="one process, all facts at once, by stage")
    arguments.add_argument("--rules", action="store_true", help="with --stages: each rule by itself")
    given = arguments.parse_args()
    for facts in given.facts:
        in_own_process(measure, facts, given.slips, given.workers, given.stages or given.rules, given.rules)


if __name__ == "__main__":
    main()
