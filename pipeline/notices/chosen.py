"""Which findings go to which unit, and what the notice says of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.store.connection import Store
from pipeline.store.contract import Row
from pipeline.store.finding_ranks import SEVERITIES
from pipeline.store.lookup import FindingDetail, find_finding, list_findings
from pipeline.wording.fact_words import item_words, place_words
from pipeline.wording.labels import FAMILY, REPAIR, SEVERITY, label

OPEN: Final = frozenset({"new", "assigned", "confirmed", "regressed"})
"""Statuses of findings that a notice may tell of; what a unit was told of already is not said twice."""

UNIT_UNKNOWN: Final = "（报告未写明单位）"


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A finding as the unit reads it; all in Chinese words. `report`, `place`, `printed` and `repair` may be empty."""

    finding_id: str
    family: str
    severity: str
    message: str
    report: str
    place: str
    printed: str
    repair: str


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What is to be told to a unit, worst first."""

    unit: str
    entries: tuple[NoticeEntry, ...]

    @property
    def owed(self) -> int:
        """How many of them are about reports that did not come as they should; the others are about figures."""
        return sum(entry.family == FAMILY["coverage"] for entry in self.entries)


def drafts(store: Store, severity: str = "error", unit: str | None = None) -> list[NoticeDraft]:
    """The notices that are to be written now, by unit: open findings of `severity` and worse, and of any severity
    where a person has confirmed them. `unit` (part of a name) leaves out the others."""
    told = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return _by_unit(
        store,
        (
            finding
            for finding in list_findings(store, status=OPEN)
            if finding["severity"] in told or finding["status"] == "confirmed"
        ),
        unit,
    )


def confirmed_drafts(store: Store) -> list[NoticeDraft]:
    """The notices of what a person has confirmed, and of nothing else: for what is sent by itself."""
    return _by_unit(store, list_findings(store, status={"confirmed"}))


def drafts_of(store: Store, finding_ids: Iterable[str]) -> list[NoticeDraft]:
    """The notices of these findings, of those among them that may be told of; in the order given within a unit."""
    return _by_unit(store, ({"finding_id": finding_id} for finding_id in finding_ids), only=OPEN)


def _by_unit(
    store: Store, findings: Iterable[Row], unit: str | None = None, only: Collection[str] | None = None
) -> list[NoticeDraft]:
    by_unit: dict[str, list[NoticeEntry]] = defaultdict(list)
    for finding in findings:
        detail = find_finding(store, finding["finding_id"])
        if detail is None:
            continue  # a run has replaced it meanwhile
        if only is not None and detail.finding["status"] not in only:
            continue
        fact = _stated(detail)
        whose = _unit(detail, fact)
        if unit is None or unit in whose:
            by_unit[whose].append(_entry(detail, fact))
    return [NoticeDraft(whose, tuple(entries)) for whose, entries in sorted(by_unit.items())]


def _stated(detail: FindingDetail) -> Row | None:
    """The figure that the finding is about: its suspect, else the last that its report printed."""
    suspect = detail.finding["suspect_fact_id"]
    return next(
        (fact for fact in detail.facts if fact["fact_id"] == suspect), detail.facts[-1] if detail.facts else None
    )


def _unit(detail: FindingDetail, fact: Row | None) -> str:
    reports: Sequence[Row] = detail.reports
    if fact is not None:
        reports = [report for report in reports if report["report_id"] == fact["report_id"]]
    named = next((report["unit"] for report in reports if report["unit"]), None)
    return named or detail.about_unit or UNIT_UNKNOWN


def _entry(detail: FindingDetail, fact: Row | None) -> NoticeEntry:
    finding = detail.finding
    places = [item_words(fact), *place_words(fact["spans"])] if fact is not None else []
    sources = [fact["source_name"]] if fact is not None else list(finding["source_names"])
    titles = {report["source_name"]: report["title"] for report in detail.reports}
    suspect = fact is not None and fact["fact_id"] == finding["suspect_fact_id"]
    return NoticeEntry(
        finding["finding_id"],
        label(FAMILY, finding["family"]),
        label(SEVERITY, finding["severity"]),
        finding["message"],
        "；".join(f"《{titles[name]}》（{name}）" if titles.get(name) else name for name in sources),
        "，".join(filter(None, places)),
        _printed(detail, fact) if fact is not None and suspect else "",
        _repair(detail, fact) if suspect else "",
    )


def _printed(detail: FindingDetail, fact: Row) -> str:
    """The figure as it is printed: as a person corrected its reading, where that was done."""
    told = [one for one in detail.corrections if one["fact_id"] == fact["fact_id"] and not one["ended_at"]]
    return str(told[-1]["printed"] if told and told[-1]["fits"] else fact["printed"])


def _repair(detail: FindingDetail, fact: Row | None) -> str:
    """The likeliest repair of the suspect, said as a question: the unit knows, we do not."""
    best = next(iter(detail.finding["suggestion"] or ()), None)
    if best is None or fact is None or best["fact_id"] != fact["fact_id"]:
        return ""
    return f"是否应为 {best['printed']}（{label(REPAIR, best['kind'])}）"
