"""Which light a row of a progress sheet gets: the typed loader of lights.yaml, and the judgement itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from rules.check_text import Family, Severity
from rules.errors import RuleMistake
from rules.printed import plain_decimal, read_printed
from rules.yaml_files import RuleModel, load_yaml_and_lines

FILE = Path(__file__).with_name("lights.yaml")

LightName = Literal["红灯", "黄灯", "蓝灯"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row stands. `completion` and `time` are percent, None where they are not known; `findings` are severity
    and family of the findings that involve the row; `untold` where no progress is reported at all."""

    completion: Fraction | None = None
    time: Fraction | None = None
    overdue: bool = False
    deadline: str = ""
    untold: bool = False
    findings: frozenset[tuple[str, str]] = frozenset()

    @property
    def behind(self) -> Fraction | None:
        """Percentage points behind the time that has gone by; None where that cannot be told."""
        if self.completion is None or self.time is None or self.completion >= 100:
            return None
        return self.time - self.completion


class Condition(RuleModel):
    """All that is given must be so; the fields are explained in the file."""

    say: str
    overdue: Literal[True] | None = None
    behind: int | None = None
    finding: Severity | None = None
    family: tuple[Family, ...] = ()
    untold: Literal[True] | None = None

    def holds(self, standing: Standing) -> bool:
        if self.overdue and not standing.overdue:
            return False
        if self.untold and not standing.untold:
            return False
        if self.behind is not None and (standing.behind is None or standing.behind < self.behind):
            return False
        return self.finding is None or any(
            severity == self.finding and (not self.family or family in self.family)
            for severity, family in standing.findings
        )


class LightExample(RuleModel):
    """A row that must get the light."""

    completion: str | None = None
    time: str | None = None
    overdue: bool = False
    untold: bool = False
    findings: tuple[str, ...] = ()

    def standing(self) -> Standing:
        pairs = (finding.split() for finding in self.findings)
        return Standing(
            _percent(self.completion),
            _percent(self.time),
            self.overdue,
            "",
            self.untold,
            frozenset((pair[0], pair[-1]) for pair in pairs),
        )


class LightRule(RuleModel):
    """One light and what makes it; the last has no `when` and takes what is left."""

    light: LightName
    meaning: str
    when: tuple[Condition, ...] = ()
    say: str = ""
    examples: tuple[LightExample, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class JudgedLight:
    """The light of a row, and why, in one Chinese phrase."""

    light: LightName
    reason: str


def judged_light(rules: Iterable[LightRule], standing: Standing) -> JudgedLight:
    """The first light of `rules` (of which the last takes everything) that `standing` calls for."""
    for rule in rules:
        if not rule.when:
            return JudgedLight(rule.light, _said(rule.say, standing))
        for condition in rule.when:
            if condition.holds(standing):
                return JudgedLight(rule.light, _said(condition.say, standing))
    raise AssertionError("the last light takes everything")


@cache
def load_lights(file: Path = FILE) -> tuple[LightRule, ...]:
    """The lights in their order. Raises RuleMistake where the last does not take all, or an example gets another."""
    loaded, lines = load_yaml_and_lines(file, list[LightRule])
    rules = tuple(loaded)
    names = [rule.light for rule in rules]
    if not rules or rules[-1].when or any(not rule.when for rule in rules[:-1]) or len(set(names)) != len(names):
        raise RuleMistake(
            file, lines(len(rules) - 1), "只有最后一盏灯可以没有 when，每盏灯写一次", "补上 when，或调整次序。"
        )
    for index, rule in enumerate(rules):
        for number, example in enumerate(rule.examples):
            given = judged_light(rules, example.standing()).light
            if given != rule.light:
                raise RuleMistake(
                    file,
                    lines(index, "examples", number),
                    f"{rule.light}的例子评出来是{given}",
                    "改正 when 或例子。",
                )
    return rules


def _said(words: str, standing: Standing) -> str:
    return words.format(
        completion=_shown(standing.completion),
        time=_shown(standing.time),
        behind=_shown(standing.behind).removesuffix("%"),
        deadline=standing.deadline,
    )


def _shown(percent: Fraction | None) -> str:
    return "不详" if percent is None else f"{plain_decimal(percent, 1)}%"


def _percent(written: str | None) -> Fraction | None:
    printed = read_printed(written) if written else None
    return printed.value if printed else None
