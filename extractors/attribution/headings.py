"""The headings above a paragraph: the period that they name, and whether they look back or ahead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import regex

from extractors.attribution.setting import Setting
from extractors.fact import FactRole, Period
from extractors.periods import Anchor
from extractors.time_words import time_mentions
from rules.words import any_of, words

_LONGEST = 45
_LONGEST_UNNUMBERED = 20
_SAYS_MORE = regex.compile(r"[\d，。；：:！？、]")
_ARRANGED = regex.compile("预算(?:草案|安排|编制)|收支安排")
_TASKS = regex.compile("工作|任务|举措|措施|重点")
_LEVELS = tuple(
    regex.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十百\d]+[编篇部]",
        r"第[一二三四五六七八九十百\d]+章",
        r"第[一二三四五六七八九十百\d]+节",
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"（[一二三四五六七八九十]{1,3}）",
        r"\d{1,2}[.、](?!\d)",
        r"（\d{1,2}）",
    )
)
_BEGINS_LEVEL = frozenset(
    char for listed in _LEVELS for char in listed.pattern if any(level.match(char, partial=True) for level in _LEVELS)
)
"""What a numbered heading may begin with, besides a digit: looked up before the patterns are tried."""


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    period: Period | None
    role: FactRole | None


@dataclass(slots=True)
class Headings:
    """The headings that stand over the place where the reading is, outermost first."""

    above: list[_Heading] = field(default_factory=list)
    looked_back_on: int | None = None
    """The year that a heading before looked back on: what the next year's tasks are is then still to be done."""

    def note(self, string: str, marked: bool, anchor: Anchor) -> bool:
        """Take in a paragraph, if it is a heading: it ends those of its own level and below.

        True where it names a period or an outlook of its own, so that times said before it hold no longer.
        """
        if not marked and (len(string) > _LONGEST or string.endswith(("。", "；", "，")) or "\n" in string):
            return False
        may_begin = string[:1].isdigit() or string[:1] in _BEGINS_LEVEL
        level = next((n for n, pattern in enumerate(_LEVELS) if pattern.match(string)), None) if may_begin else None
        if level is None and not marked and not _is_a_line_of_outlook(string):
            return False
        level = -1 if level is None else level
        self.above = [heading for heading in self.above if heading.level < level]
        heading = self._read(level, string, anchor)
        self.above.append(heading)
        return heading.period is not None or heading.role is not None

    def _read(self, level: int, string: str, anchor: Anchor) -> _Heading:
        role, period = _role(string), _period(string, anchor)
        if role == "actual" and period is not None:
            self.looked_back_on = period.end.year
        if role is None and self.looked_back_on is not None and _TASKS.search(string):
            period = _period(string, anchor, any_heading=True)
            ahead = period is not None and period.end.year > self.looked_back_on
            role, period = ("target", period) if ahead else (None, None)
        return _Heading(level, period, role)

    def setting(self, setting: Setting) -> Setting:
        """`setting` under these headings: the innermost that names a period or an outlook decides it."""
        period = next((heading.period for heading in reversed(self.above) if heading.period), None)
        role = next((heading.role for heading in reversed(self.above) if heading.role), None)
        if period is not None and period != setting.document_period:
            anchor = Anchor(period, period.end.year)
            setting = replace(setting, anchor=anchor, document_period=period, document_period_source="document")
        return replace(setting, default_role=role, executed=role == "actual") if role else setting


def _period(string: str, anchor: Anchor, *, any_heading: bool = False) -> Period | None:
    if not any_heading and not _looking_back().search(string) and not _looking_ahead().search(string):
        return None
    periods = [
        period
        for mention in time_mentions(string)
        if mention.relation == "own" and mention.kind not in ("instant", "deadline", "each_year")
        if (mention.years or mention.months) and (period := mention.period(anchor))
    ]
    return periods[0] if len(periods) == 1 else None


def _is_a_line_of_outlook(string: str) -> bool:
    """Whether a line without a number, marked in few files only, is the heading of what was or will be done."""
    if len(string) > _LONGEST_UNNUMBERED or _SAYS_MORE.search(string):
        return False
    return _looking_back().search(string) is not None or _looking_ahead().search(string) is not None


def _role(string: str) -> FactRole | None:
    if _looking_ahead().search(string):
        return "budget" if _ARRANGED.search(string) else "target"
    return "actual" if _looking_back().search(string) else None


@cache
def _looking_back() -> regex.Pattern[str]:
    return regex.compile(any_of(words().looking_back))


@cache
def _looking_ahead() -> regex.Pattern[str]:
    """What is aimed at; how it has come (目标任务完成情况) looks back."""
    states = any_of(tuple(word for word in words().looking_back if word.endswith("情况")))
    return regex.compile(f"(?:{any_of(words().looking_ahead)})(?!的?(?:{states}))")
