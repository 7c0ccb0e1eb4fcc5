"""Measures what reconciliation finds: slips planted in made reports, and silence on clean ones.

`python benchmarks/findings.py --units 40 --months 16` goes two roads: `truth` gives the engine the facts straight from
the truth (its own measure), `files` writes the reports and runs the whole pipeline over them (the measure of all).
Prints a table and, with `--json FILE`, writes the numbers; `--misses FILE` lists every slip that was not found.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.judging.frames import facts_frame, items_frame, reports_frame
from pipeline.reconcile import reconcile
from pipeline.reconcile.finding import Finding
from pipeline.run import run_inbox
from pipeline.store import open_store
from pipeline.synth import Archive, make_archive, write_archive
from pipeline.synth.fact_frames import fact_id, frames_of
from pipeline.synth.report import Planted
from pipeline.synth.unit import HABITS
from pipeline.synth.writing import REPORTS_FOLDER, text_around
from rules.metrics import catalogue

ENOUGH = Fraction(2)
"""A slip counts if it breaks an equation by at least so many of its own printed widths."""
NOT_ARITHMETIC = ("progress", "deadline", "habit")
"""Families of findings about policy, pace and habits: they may name a wrong figure, but do not say that it is wrong."""

Ids = Mapping[str, frozenset[str]]
"""The ids of the facts that stand for a figure, by its id in the truth."""


@dataclass
class Tally:
    """`of` slips, so many `found`; `named` and `repaired` first, out of those where the evidence determines it."""

    of: int = 0
    found: int = 0
    as_error: int = 0
    determined: int = 0
    named: int = 0
    repairable: int = 0
    repaired: int = 0

    def row(self) -> list[str]:
        return [
            f"{self.found}/{self.of}", _share(self.found, self.of), _share(self.as_error, self.of),
            f"{self.named}/{self.determined}", _share(self.named, self.determined),
            f"{self.repaired}/{self.repairable}", _share(self.repaired, self.repairable),
        ]  # fmt: skip


@dataclass
class Measured:
    """`groups` by heading; `misses` in words; `severities` of the findings that no planted slip explains."""

    groups: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[str] = field(default_factory=list)
    unexplained: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    unread: int = 0


def measure(archive: Archive, findings: Sequence[Finding], ids: Ids) -> Measured:
    """Compare the findings with what was planted."""
    by_fact: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for fact in finding.fact_ids:
            by_fact[fact].append(finding)
    measured = Measured()
    explained: set[str] = set()
    reports = {report.key: report for report in archive.reports}
    for planted in archive.planted:
        ours = ids.get(fact_id(planted.place), frozenset())
        about = [finding for fact in sorted(ours) for finding in by_fact[fact] if finding.family not in NOT_ARITHMETIC]
        about.sort(key=lambda finding: ("error", "warning", "notice").index(finding.severity))
        explained |= {finding.finding_id for fact in ours for finding in by_fact[fact]}
        if planted.worst < ENOUGH:
            continue
        report = reports[planted.place.report]
        found = bool(about)
        named = any(finding.suspect_fact_id in ours for finding in about)
        repaired = any(
            finding.suggestion and finding.suggestion[0].fact_id in ours
            and Fraction(finding.suggestion[0].value) == planted.right.value
            for finding in about
        )  # fmt: skip
        headings = (
            "all", f"evidence: {planted.evidence}", f"form: {report.form_name}", f"slip: {planted.kind}",
            f"families: {'+'.join(sorted({broken.equation.family for broken in planted.breaks}))}",
        )  # fmt: skip
        for heading in headings:
            tally = measured.groups[heading]
            tally.of += 1
            tally.found += found
            tally.as_error += found and about[0].severity == "error"
            tally.determined += planted.suspect_is_determined
            tally.named += named and planted.suspect_is_determined
            tally.repairable += planted.repair_is_determined
            tally.repaired += repaired and planted.repair_is_determined
        if not ours:
            measured.unread += 1
        words = _words(planted, report.source_name, text_around(report, planted.place.name))
        if not found:
            measured.misses.append(f"MISSED {'' if ours else '(not read as printed) '}{words}")
        elif planted.suspect_is_determined and not named:
            measured.misses.append(f"WRONG SUSPECT {words}\n    {_said(about[0])}")
        elif planted.repair_is_determined and not repaired:
            measured.misses.append(f"WRONG REPAIR {words}\n    {_said(about[0])}")
    for finding in findings:
        if finding.finding_id not in explained and finding.family not in NOT_ARITHMETIC:
            measured.unexplained[f"{finding.severity} {finding.rule}"] += 1
            measured.examples.append(f"{finding.severity} {finding.rule} {finding.source_names[0]}: {finding.message}")
    return measured


def _words(planted: Planted, source: str, text: str) -> str:
    broken = ", ".join(f"{one.equation.name} ({float(one.widths):.3g}w {one.evidence})" for one in planted.breaks)
    return (
        f"{planted.kind} {planted.place.name} in {source}: {planted.wrong.quantity} for {planted.right.quantity}; "
        f"breaks {broken}\n    {text}"
    )


def _said(finding: Finding) -> str:
    repairs = ", ".join(f"{one.fact_id}={one.printed} ({one.kind} {one.odds})" for one in finding.suggestion[:3])
    return f"{finding.rule}: suspect {finding.suspect_fact_id}; {repairs or 'no repair'}; {finding.message}"


def from_truth(archive: Archive) -> tuple[Sequence[Finding], Ids]:
    """Findings on the frames made from the truth."""
    facts, items, reports = frames_of(archive.reports)
    outcome = reconcile(facts, items, reports)
    return outcome.findings, {fact: frozenset([fact]) for fact in facts["fact_id"]}


def from_files(archive: Archive, folder: Path, workers: int) -> tuple[Sequence[Finding], Ids]:
    """Findings of a run over the written reports, judged again on the stored frames; ids by place in print."""
    write_archive(archive, folder)
    url = f"sqlite:///{folder / 'hedui.db'}"
    summary = run_inbox(folder / REPORTS_FOLDER, url, workers=workers)
    if summary.quarantine:
        raise SystemExit(f"quarantined: {summary.quarantine}")
    store = open_store(url)
    try:
        facts, items, reports = (frame(store, True) for frame in (facts_frame, items_frame, reports_frame))
    finally:
        store.close()
    return reconcile(facts, items, reports).findings, _planted_ids(archive, facts)


def _planted_ids(archive: Archive, facts: pd.DataFrame) -> Ids:
    """Which facts were read where each slip is printed: of the same report, cell and value."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in facts.itertuples():
        rows[row.source_name, str(row.printed).replace(",", "").lstrip("-+")].append(row)
    reports = {report.key: report for report in archive.reports}
    ids: dict[str, frozenset[str]] = {}
    for planted in archive.planted:
        report, wrong = reports[planted.place.report], planted.wrong
        meaning = wrong.meaning
        text = "".join(text_around(report, planted.place.name).split())
        found = rows[report.source_name, wrong.quantity.replace(",", "").lstrip("-")]
        found = [row for row in found if row.kind == meaning.kind and row.value == _decimal(wrong.value)]
        if report.form_name == "bulletin":
            found = [row for row in found if _plain(row.evidence) in text]
            found = [row for row in found if row.metric_name == _catalogue_name(meaning.metric)] or found
        else:
            found = [row for row in found if meaning.item is None or row.item == meaning.item.strip()]
            found = [row for row in found if row.column == meaning.column] or found
        if found:
            ids[fact_id(planted.place)] = frozenset(row.fact_id for row in found)
    return ids


def _plain(text: str | None) -> str:
    return "".join((text or "").split())


def _catalogue_name(metric: str) -> str | None:
    entry = catalogue().named(metric)
    return entry.name if entry else None


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def table(measured: Measured) -> Iterable[str]:
    """The measure in lines; percentages of each group."""
    heads = ["", "found", "%", "error %", "suspect", "%", "repair", "%"]
    order = ("all", "evidence", "form", "slip", "families")
    groups = sorted(measured.groups.items(), key=lambda group: (order.index(group[0].partition(":")[0]), group[0]))
    rows = [heads, *([name, *tally.row()] for name, tally in groups)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
    yield f"slips whose figure was not read as printed: {measured.unread}"
    yield f"findings that no slip explains: {dict(measured.unexplained) or 'none'}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--months", type=int, default=16)
    parser.add_argument("--slips", type=Fraction, default=Fraction(3, 10))
    parser.add_argument("--seed", default="1")
    parser.add_argument("--habits", nargs="*", choices=HABITS, default=[], help="what makes some units' reports harder")
    parser.add_argument("--roads", nargs="+", choices=["truth", "files"], default=["truth", "files"])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--misses", type=Path)
    given = parser.parse_args()
    archive = make_archive(given.units, given.months, given.slips, given.seed, habits=given.habits)
    print(f"{len(archive.reports)} reports, {len(archive.planted)} slips")
    with tempfile.TemporaryDirectory() as folder:
        roads: dict[str, Callable[[], tuple[Sequence[Finding], Ids]]] = {
            "truth": lambda: from_truth(archive),
            "files": lambda: from_files(archive, Path(folder), given.workers),
        }
        numbers: dict[str, Any] = {}
        misses: list[str] = []
        for road in given.roads:
            began = time.monotonic()
            measured = measure(archive, *roads[road]())
            print(f"\n== {road} ({time.monotonic() - began:.0f} s)")
            print("\n".join(table(measured)))
            numbers[road] = {
                "groups": {name: vars(tally) for name, tally in measured.groups.items()},
                "unexplained": dict(measured.unexplained),
                "unread": measured.unread,
            }
            misses += [f"== {road}", *measured.misses, *measured.examples]
    if given.json:
        given.json.write_text(json.dumps(numbers, ensure_ascii=False, indent=1), encoding="utf-8")
    if given.misses:
        given.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
