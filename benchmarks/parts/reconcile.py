"""Reconciliation: intervals against checks written by hand with tolerances, on made facts whose slips are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from benchmarks.facts_file import write_facts
from benchmarks.findings import ENOUGH, NOT_ARITHMETIC
from benchmarks.measure import LeftOut, Measure, Options, Outcome, Spread, Tick
from benchmarks.peer import Peer, PeerFailed, started
from pipeline.reconcile import reconcile
from pipeline.synth import Archive, make_archive
from pipeline.synth.fact_frames import fact_id, frames_of
from pipeline.synth.report import Planted

_WORDS: Final = """\
Facts straight from the truth of made reports (`hedui synth`), without slips and with slips in three of ten, as if all
had been read rightly. The same facts, as numbers in a frame, are given to pandera with checks as one writes them by
hand ([peers/pandera.py](peers/pandera.py), vectorised): the months of a year add up, taxes and other revenue make
revenue, districts make the total, shares, completions, growths and changes are what the printed figures give. Each
stands with three tolerances: *rounded* (equal once rounded to the printed digits), *0.1* (亿元, or points), *0.5%*.

*Falsely flagged*: sums and percentages that the checks flag where nothing is wrong, as a share of those checked; of
hedui, findings that are errors or warnings (policy and pace aside), as a share of the equations judged. *Slips found*:
planted slips that break an equation by at least two of their own last digits and whose figure is among what is flagged;
*of hand-written kinds*: only slips that break a family of equations that these checks have (hedui has more of each).
*Flagged without a slip*: what is flagged beside, in the reports with slips, per hundred reports.

*Seconds* are those of the clock, the facts in memory, in turn. pandera only says which rows fail its seven checks;
hedui judges all its rules, two processes at once, and says which figure is suspect, with repairs and a sentence."""

_TOLERANCES: Final = ("rounded", "0.1", "0.5%")
_CHECKED: Final = frozenset({"roll_forward", "sum", "share", "completion", "growth"})
"""Families of equations that the checks written by hand have."""


@dataclass(frozen=True)
class _Sizes:
    """Units and months of made reports; facts and rounds for speed."""

    clean: tuple[int, int]
    slipped: tuple[int, int]
    facts: tuple[int, ...]
    rounds: int


_FULL: Final = _Sizes(clean=(60, 22), slipped=(120, 22), facts=(100_000, 1_000_000), rounds=2)
_QUICK: Final = _Sizes(clean=(12, 11), slipped=(20, 11), facts=(10_000,), rounds=2)


@dataclass(frozen=True)
class _Told:
    """What was checked and flagged, and the facts of each thing that was flagged."""

    checked: int
    flagged: int
    facts: Sequence[frozenset[str]]

    def found(self, slips: Sequence[Planted]) -> int:
        named = frozenset[str]().union(*self.facts)
        return sum(fact_id(planted.place) in named for planted in slips)

    def beside(self, archive: Archive) -> int:
        slipped = {fact_id(planted.place) for planted in archive.planted}
        return sum(not facts & slipped for facts in self.facts)


def measure_reconcile(options: Options, tick: Tick) -> Outcome:
    """Silence on clean reports, slips found, seconds."""
    sizes = _QUICK if options.quick else _FULL
    measures: list[Measure] = []
    left_out: list[LeftOut] = []
    with ExitStack() as running:
        try:
            pandera = running.enter_context(started("pandera"))
        except PeerFailed as error:
            return Outcome(_WORDS, (), (LeftOut("pandera", str(error)),))
        command = options.command("reconcile")
        tick(0.0, "reports without slips")
        clean = make_archive(*sizes.clean, seed=options.seed)
        measures += _clean(clean, *_both(clean, pandera, options.folder), pandera, command)
        tick(0.2, "reports with slips")
        slipped = make_archive(*sizes.slipped, Fraction(3, 10), options.seed)
        measures += _slipped(slipped, *_both(slipped, pandera, options.folder), pandera, command)
        tick(0.4, "making facts")
        hedui = running.enter_context(started("hedui_judging"))
        for number, facts in enumerate(sizes.facts):
            tick(0.4 + 0.6 * number / len(sizes.facts), f"{facts:,} facts")
            try:
                measures.append(_speed(facts, sizes.rounds, hedui, pandera, options))
            except PeerFailed as error:
                left_out.append(LeftOut(f"seconds for {facts:,} facts", str(error)))
                break  # who did not answer in time would answer the next question with it
    return Outcome(_WORDS, tuple(measures), tuple(left_out))


def _both(archive: Archive, pandera: Peer, folder: Path) -> tuple[_Told, dict[str, _Told]]:
    """What hedui says of an archive, and what hand-written checks say by tolerance."""
    file = folder / "facts.csv"
    write_facts(frames_of(archive.reports)[0], file)
    pandera.ask({"load": str(file)})
    theirs = {}
    for tolerance in _TOLERANCES:
        told = pandera.ask({"tolerance": tolerance, "which": True}).content
        theirs[tolerance] = _Told(told["checked"], told["flagged"], [frozenset(ids) for ids in told["which"]])
    return _ours(archive), theirs


def _ours(archive: Archive) -> _Told:
    outcome = reconcile(*frames_of(archive.reports))
    arithmetic = [
        finding for finding in outcome.findings if finding.family not in NOT_ARITHMETIC and finding.severity != "notice"
    ]  # fmt: skip
    judged = sum(one.count for one in outcome.equations if one.outcome != "not_evaluable")
    return _Told(judged, len(arithmetic), [frozenset(finding.fact_ids) for finding in arithmetic])


def _clean(
    archive: Archive, ours: _Told, theirs: dict[str, _Told], pandera: Peer, command: str
) -> Iterator[Measure]:  # fmt: skip
    group = f"{len(archive.reports)} reports without slips"
    for tolerance, told in theirs.items():
        shares = [Spread.of([100 * one.flagged / one.checked]) for one in (ours, told)]
        yield Measure(
            group, "falsely flagged", "%", shares[0], command, _title(pandera, tolerance), shares[1],
            more_is_better=False,
            note=f"{told.flagged:,} of {told.checked:,}; hedui {ours.flagged:,} of {ours.checked:,}",
        )  # fmt: skip


def _slipped(
    archive: Archive, ours: _Told, theirs: dict[str, _Told], pandera: Peer, command: str
) -> Iterator[Measure]:  # fmt: skip
    slips = [planted for planted in archive.planted if planted.worst >= ENOUGH]
    common = [planted for planted in slips if any(_by_hand(planted, broken) for broken in planted.breaks)]
    group = f"{len(archive.reports)} reports, {len(slips)} slips, {len(common)} of hand-written kinds"
    for tolerance, told in theirs.items():
        title = _title(pandera, tolerance)
        for what, asked in (("slips found", slips), ("of hand-written kinds", common)):
            shares = [Spread.of([100 * one.found(asked) / max(len(asked), 1)]) for one in (ours, told)]
            yield Measure(group, what, "%", shares[0], command, title, shares[1])
        beside = [Spread.of([100 * one.beside(archive) / len(archive.reports)]) for one in (ours, told)]
        yield Measure(
            group, "flagged without a slip", "per 100 reports", beside[0], command, title, beside[1],
            more_is_better=False,
        )  # fmt: skip


def _by_hand(planted: Planted, broken: Any) -> bool:
    equation = broken.equation
    return (
        equation.family in _CHECKED and not equation.at_most and not equation.judged and broken.widths >= ENOUGH
        and planted.place in equation.places
    )  # fmt: skip


def _speed(facts: int, rounds: int, hedui: Peer, pandera: Peer, options: Options) -> Measure:
    """In turn, once more than counts."""
    file = options.folder / "many.csv"
    made = hedui.ask({"make": facts, "file": str(file)}).content["facts"]
    pandera.ask({"load": str(file)})
    ours, theirs = [], []
    for _ in range(rounds):
        answer = hedui.ask({"workers": 2})
        ours.append(answer.seconds)
        other = pandera.ask({"tolerance": "rounded"})
        theirs.append(other.seconds)
    return Measure(
        f"Seconds for {made:,} facts", "judging", "s", Spread.of(ours), options.command("reconcile"), pandera.title,
        Spread.of(theirs), Spread.of([their / own for own, their in zip(ours, theirs, strict=True)]),
        more_is_better=False,
        note=f"{answer.content['equations']:,} equations judged, pandera {other.content['checked']:,}",
    )  # fmt: skip


def _title(pandera: Peer, tolerance: str) -> str:
    """A tolerance is a peer of its own in the tables."""
    return pandera.title.replace(" ", f"({tolerance}) ", 1)
