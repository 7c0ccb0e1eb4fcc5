"""What a part of the benchmark tells: measures, what could not be measured, and the machine they were taken on."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import psutil

Verdict = Literal["better", "equal", "worse", "met", "missed", "told"]
"""Against a peer: better, equal, worse. Against a goal: met, missed. Without either: told."""

_SECONDS_LOOKED_AT: Final = 2.0

_EQUAL: Final = 0.01
"""Middles that differ by no more than this share are equal."""


@dataclass(frozen=True)
class Spread:
    """The rounds of one figure: least, median, most."""

    low: float
    middle: float
    high: float
    rounds: int = 1

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of one value or more."""
        return cls(min(values), statistics.median(values), max(values), len(values))


@dataclass(frozen=True)
class Measure:
    """One row of the results.

    `what` is measured in `unit`; rows of a `group` stand in one table. `ratio` tells, by rounds, how many times better
    hedui is than the peer, for speed. `goal` is the bound that was set in advance, None where there is none.
    `command` takes this figure again.
    """

    group: str
    what: str
    unit: str
    hedui: Spread | None
    command: str
    peer: str = ""
    theirs: Spread | None = None
    ratio: Spread | None = None
    more_is_better: bool = True
    goal: float | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What a later measure of the same replaces; the version of a peer may change."""
        return self.group, self.what, self.peer.partition(" ")[0]

    @property
    def verdict(self) -> Verdict:
        """How hedui does, by the middles."""
        if self.hedui is None:
            return "told"
        if self.ratio is not None:  # the rounds in turn tell more than the middles of each
            middle = self.ratio.middle
            return "equal" if abs(middle - 1) <= _EQUAL else "better" if middle > 1 else "worse"
        if self.theirs is not None:
            ours, theirs = self.hedui.middle, self.theirs.middle
            if abs(ours - theirs) <= _EQUAL * max(abs(ours), abs(theirs)):
                return "equal"
            return "better" if (ours > theirs) == self.more_is_better else "worse"
        if self.goal is not None:
            reached = self.hedui.middle >= self.goal if self.more_is_better else self.hedui.middle <= self.goal
            return "met" if reached else "missed"
        return "told"


@dataclass(frozen=True)
class LeftOut:
    """What was not measured, and why, as it was seen."""

    what: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What a part found. `words` define what is measured, as Markdown."""

    words: str
    measures: tuple[Measure, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """When, where and how an outcome was taken; `busy`: the cores others kept at work just before."""

    taken: str
    cores: int
    memory_gb: float
    python: str
    system: str
    quick: bool
    seed: str
    seconds: float
    busy: float | None = None
    """None of outcomes taken before it was asked for."""


@dataclass(frozen=True)
class Options:
    """What was asked for: `quick` takes small numbers; `peers` names the only ones to compare with, empty for all."""

    quick: bool = False
    seed: str = "1"
    peers: tuple[str, ...] = ()
    folder: Path = Path()
    """Of this run, for whatever a part writes; taken away at the end."""

    def wants(self, peer: str) -> bool:
        return not self.peers or peer in self.peers

    def command(self, part: str, peer: str = "") -> str:
        """What takes one figure of `part` again."""
        words = [
            "--parts",
            part,
            *(["--peers", peer] if peer else []),
            *(["--seed", self.seed] if self.seed != "1" else []),
        ]
        return f'make {"bench-quick" if self.quick else "bench"} ARGS="{" ".join(words)}"'


Tick = Callable[[float, str], None]
"""Tells how much of a part is done (0..1) and what is being done."""


@dataclass(frozen=True)
class Part:
    """One part of the benchmark; `name` is that of --parts, `title` its heading in the results."""

    name: str
    title: str
    measure: Callable[[Options, Tick], Outcome]


def cores_at_work() -> float:
    """How many cores are at work now; the system's own load is an average that still knows what has just ended."""
    return float(psutil.cpu_percent(interval=_SECONDS_LOOKED_AT)) / 100 * (os.cpu_count() or 1)


def conditions(options: Options, busy: float, seconds: float) -> Conditions:
    """Of the machine that this runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return Conditions(
        datetime.now(UTC).strftime("%Y-%m-%d"), len(os.sched_getaffinity(0)), round(memory, 1),
        platform.python_version(), f"{platform.system()} {platform.machine()}",
        options.quick, options.seed, round(seconds, 1), round(busy, 1),
    )  # fmt: skip


def as_data(outcome: Outcome, taken: Conditions) -> dict[str, Any]:
    """For JSON."""
    return {"conditions": asdict(taken), **asdict(outcome)}


def from_data(data: dict[str, Any]) -> tuple[Outcome, Conditions]:
    """What `as_data` made. Raises KeyError, TypeError on other data."""

    def measure(row: dict[str, Any]) -> Measure:
        spreads = {name: row[name] and Spread(**row[name]) for name in ("hedui", "theirs", "ratio")}
        return Measure(**{**row, **spreads})

    outcome = Outcome(
        data["words"],
        tuple(measure(row) for row in data["measures"]),
        tuple(LeftOut(**row) for row in data["left_out"]),
    )
    return outcome, Conditions(**data["conditions"])


def renewed(before: Outcome, after: Outcome) -> Outcome:
    """`before` with what `after` measured put in its place, for a run that asked for some peers only."""
    new = {measure.key: measure for measure in after.measures}
    kept = [new.pop(measure.key, measure) for measure in before.measures]
    measured = {measure.key[2] for measure in after.measures if measure.peer}
    still = [row for row in before.left_out if not any(peer in row.what for peer in measured)]
    left = {row.what: row for row in (*still, *after.left_out)}
    return replace(after, measures=(*kept, *new.values()), left_out=tuple(left.values()))
