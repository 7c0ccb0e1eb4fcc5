"""The list of checks, a row each, with how they came out in a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from app.labels import FAMILY, SEVERITY, label
from app.rule_words import explanation
from rules.compiled_check import Check

if TYPE_CHECKING:
    from pipeline.rule_outcomes import LastRun

RULE_FIELDS: Final = (
    "rule", "family", "severity", "title", "explain", "file", "line", "holds", "violated", "not_evaluable",
)  # fmt: skip
"""Names of the fields for programs; the counts are null where there is no run to count."""
RULE_COLUMNS: Final = ("规则", "类别", "程度", "要求", "成立", "不成立", "无法判断")
"""Heads of the columns for people."""


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
