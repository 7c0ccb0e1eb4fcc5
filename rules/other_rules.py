"""The rules of findings that no check makes: reports that are owed, and habits of a publisher."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rules import coverage, cutting
from rules.check_text import Severity

_OWED_WAY: Final = "把应报清单里的每一期与收到的报告对照，hedui coverage 列出对照的结果"
_CUT_WAY: Final = "先按四舍五入核对该单位各期报告，对不上的再按去尾核对，数一数各有几处（标准见文件里的 learned）"


@dataclass(frozen=True, slots=True)
class OtherRule:
    """A rule with no equation of its own: `way` (Chinese) says how it is judged; it begins on `line` of `file`."""

    id: str
    family: str
    severity: Severity
    title: str
    explain: str
    way: str
    message: str
    file: Path
    line: int


def other_rules() -> tuple[OtherRule, ...]:
    """All of them; together with the checks in force, every rule that a finding can name."""
    owed = tuple(
        OtherRule(
            rule.id, coverage.COVERAGE_FAMILY, rule.severity, rule.title, rule.explain, _OWED_WAY, rule.message,
            coverage.FILE, rule.line,
        )
        for rule in coverage.coverage_rules().values()
    )  # fmt: skip
    cut = cutting.load_cutting()
    habit = OtherRule(
        cutting.CUTTING_RULE, cutting.CUTTING_FAMILY, "notice", cut.title, cut.explain, _CUT_WAY, cut.message,
        cutting.FILE, cut.line,
    )  # fmt: skip
    return (*owed, habit)
