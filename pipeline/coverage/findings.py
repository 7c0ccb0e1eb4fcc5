"""Findings for reports that are owed and missing, unreadable or late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from extractors.report import ReportKind
from pipeline import identity
from pipeline.coverage.owed_reports import OwedPeriod
from pipeline.coverage.submitted import Coverage, State
from pipeline.reconcile.finding import Finding
from pipeline.wording.report_kinds import REPORT_KIND_WORDS
from rules.coverage import COVERAGE_FAMILY as FAMILY
from rules.coverage import CoverageRuleId, coverage_rules

_RULE_OF: Final[dict[State, CoverageRuleId]] = {
    "missing": "report_missing",
    "unreadable": "report_unreadable",
    "late": "report_late",
}


def coverage_findings(covered: Iterable[Coverage], today: date) -> Iterator[Finding]:
    """A finding for each owed report that fell short; what is unreadable does so only once the day is past."""
    for one in covered:
        rule_id = _RULE_OF.get(one.state)
        if rule_id is None or (one.state == "unreadable" and one.period.due >= today):
            continue
        rule, owed = coverage_rules()[rule_id], one.period.owed
        yield Finding(
            finding_id=identity.short_hash(FAMILY, rule_id, owed.unit, owed.kind or "", one.period.end.isoformat()),
            rule=rule_id,
            family=FAMILY,
            severity=rule.severity,
            message=rule.say(
                unit=owed.unit,
                period=period_words(one.period),
                kind=kind_words(owed.kind),
                due=day_words(one.period.due),
                file=one.source_name or "",
                arrived=_arrival_words(one),
            ),
            report_ids=(one.report_id,) if one.report_id else (),
            item_ids=(),
            fact_ids=(),
            source_names=(one.source_name,) if one.source_name else (),
            about_unit=owed.unit,
        )


def _arrival_words(one: Coverage) -> str:
    """How it is known to be late: by its own date, else by the day it was taken in."""
    if one.issued is not None and one.issued > one.period.due:
        return f"成文日期{day_words(one.issued)}"
    return f"{day_words(one.arrived)}收到" if one.arrived else ""


def period_words(period: OwedPeriod) -> str:
    """The period as people name it."""
    year, month = period.end.year, period.end.month
    return {
        "month": f"{year}年{month}月",
        "quarter": f"{year}年{'一二三四'[month // 3 - 1]}季度",
        "half": f"{year}年{'上半年' if month == 6 else '下半年'}",
        "year": f"{year}年",
    }[period.owed.every]


def kind_words(kind: ReportKind | None) -> str:
    """The kind of report as people name it."""
    return REPORT_KIND_WORDS[kind] if kind else "报告"


def day_words(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
