"""Percentages that others are measured against: 高于省定50%的要求2.1个百分点, 高于年度目标（85%）3.3个百分点."""

from __future__ import annotations

import regex

from extractors.attribution.reading import Reading
from extractors.quantities.quantity import Quantity

_AIM = (
    r"(?:年度|控制|规划|考核|预期|约束性|最低|序时|进度)*"
    r"(?:目标|任务|要求|标准|平均水平|平均值|水平|下限|上限|红线)(?:值|任务)?"
)
_VERB = r"(?P<verb>高于|低于|超过|超出|快于|慢于|优于|高出|比|较)"
_OVER = regex.compile(rf"{_VERB}(?P<base>\p{{Han}}{{0,10}}?)的?$")
_OVER_BRACKET = regex.compile(rf"{_VERB}(?P<base>\p{{Han}}{{0,10}}?{_AIM})（$")
_BEHIND = regex.compile(rf"的?(?P<what>{_AIM})(?P<verb>高出?|低|快|慢)?(?:了|约|近)?")
_BEHIND_BRACKET = regex.compile(r"）(?P<verb>高出?|低|快|慢)?(?:了|约|近)?")
_AVERAGE = regex.compile(r"(?:平均)?(?:水平|值)$")
_UNDER = ("低于", "慢于", "低", "慢")


def measured_against(quantity: Quantity, before: str, right: str) -> Reading | None:
    """The reading of a percentage that is the aim or standard of the one before it; None where it is none.

    `before` are the words of the clause up to the figure, `right` those behind it up to the next one.
    """
    if quantity.dimension != "percent":
        return None
    bracketed = before.endswith("（")
    over = (_OVER_BRACKET if bracketed else _OVER).search(before)
    aim = (_BEHIND_BRACKET if bracketed else _BEHIND).fullmatch(right)
    if over is None or aim is None:
        return None
    verb = aim["verb"] if over["verb"] in ("比", "较") else over["verb"]
    against = over["base"] if bracketed else over["base"] + aim["what"]
    return Reading("share", "", verb in _UNDER, against=against)


def average_of(reading: Reading) -> str | None:
    """The places whose average a percentage is (全国, 同类城市); None where it is an aim or a standard."""
    return _AVERAGE.sub("", reading.against) or None if _AVERAGE.search(reading.against) else None
