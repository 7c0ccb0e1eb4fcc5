"""What is said of owed reports that are missing, unreadable or late: the typed loader of coverage.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from rules.errors import RuleMistake
from rules.yaml_files import RuleModel, load_yaml_and_lines

FILE: Final = Path(__file__).with_name("coverage.yaml")
COVERAGE_FAMILY: Final = "coverage"
"""The family of the findings on owed reports."""

CoverageRuleId = Literal["report_missing", "report_unreadable", "report_late"]

_PLACES: Final = ("unit", "period", "kind", "due", "file", "arrived")


class CoverageRule(RuleModel):
    """One way in which an owed report falls short. `line` is that of the file on which it begins."""

    id: CoverageRuleId
    severity: Literal["warning", "notice"]
    title: str
    explain: str
    message: str
    line: int = 0

    def say(self, **words: str) -> str:
        """The message with its places filled."""
        return self.message.format(**{place: words.get(place, "") for place in _PLACES})


def load_coverage_rules(file: Path = FILE) -> dict[CoverageRuleId, CoverageRule]:
    """The rules by id. Raises RuleMistake."""
    listed, lines = load_yaml_and_lines(file, list[CoverageRule])
    for index, rule in enumerate(listed):
        try:
            rule.say()
        except (KeyError, IndexError, ValueError) as error:
            known = "、".join(f"{{{place}}}" for place in _PLACES)
            raise RuleMistake(
                file, lines(index, "message"), f"message 里的括号写得不对（{error}）", f"括号里只能写 {known}。"
            ) from error
    rules = {rule.id: rule.model_copy(update={"line": lines(at)}) for at, rule in enumerate(listed)}
    if len(listed) != len(get_args(CoverageRuleId)) or len(rules) != len(listed):
        raise RuleMistake(file, None, "三条规则应各写一次", f"写 {'、'.join(get_args(CoverageRuleId))} 各一条。")
    return rules


@cache
def coverage_rules() -> dict[CoverageRuleId, CoverageRule]:
    """The rules in force."""
    return load_coverage_rules()
