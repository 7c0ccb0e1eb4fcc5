"""Times that are written for one figure, and those that hold for the figures behind them, too."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.attribution.setting import Memory, Setting
from extractors.attribution.written import Written
from extractors.fact import Period
from extractors.periods import Anchor, TimeMention

_ONLY_REACHES = regex.compile(r"(?:要|应|须|力争|确保|预计)?(?:达到?|为|完成|实现)?(?=[\d约近超])")
_NAME_BEFORE = regex.compile(r"\p{Han}(?<![在到至前后末底由从于按比较和与及])$")


def without_own_time(text: Written, start: int, end: int) -> str:
    """`string[start:end]` without a time between a metric and its figure: 支出进度[9月底]达80%."""
    times = text.times_in(start, end)
    if not times or not stands_behind_name(text, times[-1]):
        return text.string[start:end]
    return text.string[start : times[-1].start] + text.string[times[-1].end : end]


def stands_behind_name(text: Written, time: TimeMention) -> bool:
    """Whether a deadline stands between a metric and its figure, so that it is of this figure only."""
    if time.kind not in ("deadline", "instant"):
        return False
    named = _NAME_BEFORE.search(text.string, max(0, time.start - 1), time.start) or text.string[time.start - 1] == "、"
    return bool(named and _ONLY_REACHES.match(text.string, time.end))


def in_year_ahead(time: TimeMention, memory: Memory, anchor: Anchor) -> TimeMention:
    """A time with its year: months without one are of the year to come that the paragraph began with (2024年，…)."""
    ahead = memory.block_period
    if time.years or time.year_offset or time.anchored or ahead is None or anchor.year is None or not time.months:
        return time
    year = ahead.end.year
    return replace(time, years=(year, year)) if ahead.kind == "year" and year > anchor.year else time


def still_to_come(string: str, time: TimeMention | None, anchor: Anchor) -> bool:
    """Whether 全年 is written in a report that does not reach to the end of the year, so that it tells of a plan."""
    if time is None or anchor.period is None or "全年" not in string[time.start : time.end]:
        return False
    period = time.period(anchor)
    return period is not None and anchor.period.end < period.end


def only_dates_a_thing(time: TimeMention, period: Period, memory: Memory) -> bool:
    """截至5月31日，2023年承诺的36件实事中，完成3件: the year is of the promise, what is done is as of the day."""
    said = memory.period
    if said is None or memory.period_of_before or time.kind != "year" or period.kind != "year" or not time.years:
        return False
    return said.kind == "instant" and said.end.year == period.end.year


def is_past(period: Period | None, setting: Setting) -> bool:
    """Whether a period lies before the one that the plan is for."""
    own = setting.document_period
    return bool(own and own.start and period and period.end < own.start and not setting.column)


def is_long_past(deadline: Period, setting: Setting) -> bool:
    """Whether a deadline ended before the year began that the report is about."""
    year = setting.anchor.year
    return year is not None and deadline.end.year < year and setting.default_role != "baseline"
