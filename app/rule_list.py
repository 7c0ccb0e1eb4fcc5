"""The list of checks, a row each, with how they came out in a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from app.rule_words import explanation
from pipeline.wording.labels import FAMILY, SEVERITY, label
from rules.compiled_check import Check
from rules.other_rules import OtherRule

if TYPE_CHECKING:
    from pipeline.judging.rule_outcomes import LastRun

RULE_FIELDS: Final = (
    "rule", "family", "severity", "title", "explain", "file", "line", "holds", "violated", "not_evaluable",
)  # fmt: skip
"""Names of the fields for programs; the counts are null where there is no run to count."""
RULE_COLUMNS: Final = ("规则", "类别", "程度", "要求", "成立", "不成立", "无法判断")
"""Heads of the columns for people."""


def other_rule_rows(
    rules: Sequence[OtherRule], family: str | None, severity: str | None, *, coded: bool
) -> list[tuple[Any, ...]]:
    """The rules that are no checks, as `rule_rows`; they have no equations, so nothing is counted."""
    asked = [
        rule
        for rule in rules
        if family in (None, rule.family, label(FAMILY, rule.family)) and severity in (None, rule.severity)
    ]
    if coded:
        return [
            (rule.id, rule.family, rule.severity, rule.title, rule.explain, f"rules/{rule.file.name}", rule.line,
             None, None, None)
            for rule in asked
        ]  # fmt: skip
    return [
        (rule.id, label(FAMILY, rule.family), label(SEVERITY, rule.severity), rule.title, "", "", "") for rule in asked
    ]


def idle_rule_lines(checks: Sequence[Check], last: LastRun) -> list[str]:
    """The checks for which the last run met no figure to judge, by file with their lines, and what to do about it."""
    idle: dict[str, list[str]] = {}
    for check in checks:
        if check.id not in last.by_rule:
            idle.setdefault(check.file.name, []).append(f"{check.id}（第 {check.line} 行）")
    if not idle:
        return []
    number = sum(map(len, idle.values()))
    return [
        f"上次运行里，{number} 条勾稽规则没有碰到要判断的数：",
        *(f"  {file}：{'、'.join(rules)}" for file, rules in idle.items()),
        "报告里本来没有这类数的，不必理会；本应碰到的，用 hedui rules explain 编号 看是哪个条件把数筛掉了。",
    ]


def rule_rows(
    checks: Sequence[Check], family: str | None, severity: str | None, last: LastRun | None, *, coded: bool
) -> list[tuple[Any, ...]]:
    """The checks of a `family` (code or Chinese word) and a `severity`, as written.

    `coded`: as `RULE_FIELDS`, else in Chinese as `RULE_COLUMNS`. A rule without counts had nothing to judge.
    """
    rows: list[tuple[Any, ...]] = []
    for check in checks:
        text = check.text
        if family is not None and family not in (text.family, label(FAMILY, text.family)):
            continue
        if severity is not None and severity != text.severity:
            continue
        outcome = last.by_rule.get(check.id) if last else None
        counts = (outcome.holds, outcome.violated, outcome.not_evaluable) if outcome else (0, 0, 0)
        known = counts if last else (None, None, None)
        if coded:
            file = f"rules/checks/{check.file.name}"
            rows.append(
                (check.id, text.family, text.severity, text.title, explanation(check), file, check.line, *known)
            )
        else:
            words = (label(FAMILY, text.family), label(SEVERITY, text.severity), text.title)
            rows.append((check.id, *words, *("" if count is None else f"{count:,}" for count in known)))
    return rows
