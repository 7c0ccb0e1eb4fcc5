"""Growth: what ten and a hundred times as many reports and facts cost, with the slope of log seconds on log size."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from benchmarks.measure import Measure, Options, Outcome, Spread, Tick
from benchmarks.peer import started
from benchmarks.store_speed import UNITS, content, fill, load, report
from pipeline.run import open_run
from pipeline.store import open_store
from pipeline.synth import make_archive
from pipeline.synth.writing import write_report

GROUPS: Final = {
    "reports": "Reports: a night from files to findings and export, two processes",
    "facts": "Facts: judging by all rules, one process",
    "loaded": "Facts: loading into SQLite, a transaction a report",
    "asked": "Facts: the monthly view of one of 100 units, milliseconds",
}
SLOPE: Final = "slope"

_WORDS: Final = """\
![How cost grows](growth.svg)

Made reports (`hedui synth`: text, web pages, Word files, workbooks; slips in three of ten) go through a whole night in
an empty store; facts come straight from the truth, or from one invented sheet under many names. Every size has a
process of its own. What stands here is time of the *processor*, of all processes together, which other work on the
machine changes least; seconds of the clock stand beside it where two processes work.

The *slope* is that of the straight line through log seconds and log size: 1 is as much for the last report as for the
first, less is a start that is paid once, 2 would be a hundredfold for ten times as much. Its goal is 1.1 at most."""
_GOAL: Final = 1.1
_MONTHS: Final = 10
_ROUNDS: Final = 31
_AT_ONCE: Final = 500
"""Reports whose rows are held in memory while they are loaded."""

Series = dict[int, float]
"""Time by size."""


@dataclass(frozen=True)
class _Sizes:
    """Of each group."""

    reports: tuple[int, ...]
    facts: tuple[int, ...]
    asked: tuple[int, ...]
    """A month of each unit has 16,000 facts."""


_FULL: Final = _Sizes((100, 1000, 10_000), (10_000, 100_000, 1_000_000), (16_000, 160_000, 960_000))
_QUICK: Final = _Sizes((10, 40), (2000, 10_000), (16_000, 32_000))


def measure_growth(options: Options, tick: Tick) -> Outcome:
    """Every group at all of its sizes."""
    sizes = _QUICK if options.quick else _FULL
    command = options.command("growth")
    folder = options.folder
    nights: dict[int, dict[str, float]] = {}
    tick(0.0, "writing reports")
    inboxes = _inboxes(sizes.reports, folder, options.seed)
    for number, size in enumerate(sizes.reports):
        tick(0.2 + 0.1 * number, f"{size:,} reports")
        nights[size] = _night(inboxes[size])
    measured: dict[str, Series] = {"reports": {size: told["processor"] for size, told in nights.items()}}
    works: tuple[tuple[str, Callable[[int], float]], ...] = (
        ("facts", _judging),
        ("loaded", lambda facts: _loading(facts, folder)),
        ("asked", lambda facts: _asking(facts, folder)),
    )
    for number, (name, work) in enumerate(works):
        measured[name] = {}
        for size in sizes.asked if name == "asked" else sizes.facts:
            tick(0.6 + 0.13 * number, f"{GROUPS[name]}: {size:,}")
            measured[name][size] = work(size)
    clocks = {size: f"{told['clock']:.1f} s of the clock" for size, told in nights.items()}
    return Outcome(_WORDS, tuple(_measures(measured, clocks, command)))


def _measures(measured: Mapping[str, Series], clocks: Mapping[int, str], command: str) -> Iterator[Measure]:
    for name, series in measured.items():
        unit = "ms" if name == "asked" else "s"
        for size, took in series.items():
            note = clocks.get(size, "") if name == "reports" else ""
            yield Measure(
                GROUPS[name], f"{size:,}", unit, Spread.of([took]), command, more_is_better=False, note=note
            )  # fmt: skip
        yield Measure(
            GROUPS[name], SLOPE, "", Spread.of([slope(series)]), command, more_is_better=False, goal=_GOAL
        )  # fmt: skip


def slope(series: Series) -> float:
    """Of the line of least squares through log time and log size."""
    sizes, times = ([math.log(each) for each in side] for side in (series.keys(), series.values()))
    return statistics.linear_regression(sizes, times).slope


def _inboxes(sizes: Sequence[int], folder: Path, seed: str) -> dict[int, Path]:
    """The reports of the largest are written once; the smaller ones are links to the first of them."""
    archive = make_archive(-(-max(sizes) // _MONTHS), _MONTHS, Fraction(3, 10), f"growth {seed}")
    inboxes = {size: folder / f"inbox{size}" for size in sizes}
    for number, each in enumerate(archive.reports):
        written: Path | None = None
        for size, inbox in sorted(inboxes.items(), reverse=True):
            if number >= size:
                continue
            if written is None:
                written = write_report(each, inbox)
            else:
                link = inbox / each.source_name
                link.parent.mkdir(parents=True, exist_ok=True)
                os.link(written, link)
    return inboxes


def _night(inbox: Path) -> dict[str, float]:
    """`clock` and `processor` seconds of all stages, in a process of its own."""
    script = Path(__file__).resolve().parents[1] / "nightly_run.py"
    words = [sys.executable, str(script), str(inbox), "stages", "2"]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    whole: dict[str, float] = told["stages"]["all"]
    return whole


def _judging(facts: int) -> float:
    with started("hedui_judging") as hedui:
        hedui.ask({"make": facts})
        return hedui.ask({"workers": 1}).processor


def _loading(facts: int, folder: Path) -> float:
    """Only the loading: rows are made before, some at a time."""
    with closing(open_store(f"sqlite:///{folder / f'load{facts}.db'}")) as store:
        read = content(folder)
        run, count, took = open_run(store, folder), max(1, facts // len(read.facts)), 0.0
        for first in range(0, count, _AT_ONCE):
            rows = [report(read, number) for number in range(first, min(first + _AT_ONCE, count))]
            began = time.process_time()
            load(store, rows, run, first)
            took += time.process_time() - began
    return took


def _asking(facts: int, folder: Path) -> float:
    """Milliseconds of the processor, the median of some units."""
    read = content(folder)
    with closing(open_store(f"sqlite:///{folder / f'view{facts}.db'}")) as store:
        fill(store, read, facts)
        with store.writing() as connection:
            connection.execute(text("ANALYZE"))
        with store.reading() as connection:
            took = []
            for number in range(_ROUNDS):
                began = time.process_time()
                unit = {"unit": f"单位{number * 7 % UNITS:03}"}
                connection.execute(text("SELECT * FROM monthly WHERE unit = :unit"), unit).all()
                took.append(1000 * (time.process_time() - began))
    return statistics.median(took)
