"""Parts of an archive that no equation crosses: what comes out in one does not depend on any other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.check_text import FactWanted, Key
from rules.compiled_check import Check

FACTS_AT_ONCE: Final = 100_000
"""Larger archives are judged in portions of about so many facts: memory stays bounded, and time grows in line."""

_WITHIN_A_PUBLISHER: Final[frozenset[Key]] = frozenset({"report", "item", "sentence", "clause", "series"})


@dataclass(frozen=True, slots=True)
class Submitted:
    """What of a report decides which others it can stand in an equation with."""

    report_id: str
    unit: str | None
    region: str | None
    kind: str | None

    @property
    def publisher(self) -> str:
        """As the key `series`: the unit, or where none is known the region."""
        return self.unit or self.region or ""

    @property
    def place(self) -> str:
        """As the key `region`."""
        return self.region or self.unit or ""


def parts_of(reports: Iterable[Submitted], checks: Sequence[Check]) -> dict[str, str]:
    """The name of each report's part, by its id: the first in order of the publishers in it.

    Reports of one publisher are in one part, and those of publishers that a check joins by their region or by nothing
    of that kind.
    """
    reports = list(reports)
    parts = _Parts()
    for check in checks:
        for together in _joined_beyond_publishers(check, reports):
            for report in together[1:]:
                parts.join(together[0].publisher, report.publisher)
    names: dict[str, str] = {}
    for report in reports:
        head = parts.head(report.publisher)
        names[head] = min(names.get(head, report.publisher), report.publisher)
    return {report.report_id: names[parts.head(report.publisher)] for report in reports}


def _joined_beyond_publishers(check: Check, reports: Sequence[Submitted]) -> Iterator[list[Submitted]]:
    """Groups of reports of several publishers whose facts can stand in one equation of `check`."""
    reach = _reach(check)
    if reach == "publisher":
        return
    groups: dict[str, list[Submitted]] = defaultdict(list)
    for report in reports:
        groups[report.place if reach == "region" else ""].append(report)
    wanted = [fact.report_kind for fact in check.text.facts.values()]
    needed = [fact.report_kind for fact in check.text.facts.values() if not fact.optional]
    for group in groups.values():
        # Without a report for each of its facts the check can make no equation here.
        if all(any(_is_of_kind(report, kinds) for report in group) for kinds in needed):
            yield [report for report in group if any(_is_of_kind(report, kinds) for kinds in wanted)]


def _is_of_kind(report: Submitted, kinds: Sequence[str]) -> bool:
    return not kinds or (report.kind or "none") in kinds


def _reach(check: Check) -> str:
    """How far apart the facts of one equation can stand: in one `publisher`'s reports, in one `region`'s, or
    `anywhere`."""
    inputs = dict(check.inputs)
    first = next(iter(inputs))
    shared = set(check.text.for_each) - set(inputs[first].free)
    if len(inputs) == 1:
        return _reach_of(shared)
    near = {first}
    far = "publisher"
    for name, wanted in inputs.items():
        if name == first:
            continue
        reach = _reach_of(_ties(wanted, shared, near))
        if reach == "publisher":
            near.add(name)
        elif far != "anywhere":
            far = reach
    return far


def _ties(wanted: FactWanted, shared: set[Key], near: set[str]) -> set[Key]:
    """The keys that a fact surely shares with a fact that stands near the first."""
    kept = shared - {*wanted.free, *wanted.loose, *wanted.match}
    for key, source in wanted.match.items():
        name, _, field = source.partition(".")
        if field == key and name in near:
            kept.add(key)
    return kept


def _reach_of(shared: Iterable[Key]) -> str:
    keys = set(shared)
    if keys & _WITHIN_A_PUBLISHER:
        return "publisher"
    return "region" if "region" in keys else "anywhere"


class _Parts:
    """Sets of nodes that grow together."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        self._leader[self.head(one)] = self.head(other)

    def head(self, node: str) -> str:
        leader = self._leader.setdefault(node, node)
        while leader != self._leader[leader]:
            self._leader[leader] = self._leader[self._leader[leader]]
            leader = self._leader[leader]
        self._leader[node] = leader
        return leader


def in_portions(parts: Mapping[str, str], sizes: Mapping[str, int], most: int) -> list[list[str]]:
    """The reports in portions of whole parts, of at most `most` facts unless one part alone has more.

    `parts` are the parts of the reports, `sizes` the number of facts of each, both by report id.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for report_id, part in parts.items():
        members[part].append(report_id)
    portions: list[list[str]] = []
    room = 0
    for part in sorted(members):
        size = sum(sizes.get(report_id, 0) for report_id in members[part])
        if not portions or size > room:
            portions.append([])
            room = most
        portions[-1].extend(members[part])
        room -= size
    return portions
