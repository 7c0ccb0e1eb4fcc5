"""Who submits a report and which place it is about, from title, letterhead, source line and signature."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import regex

from rules.organs import organs

_PLACE: Final = r"(?:\p{Han}{2,12}?(?:自治区|自治州|自治县|自治旗)|\p{Han}{2,5}?(?:省|市|区|县|州|旗|盟|镇|乡))"


@cache
def _unit_pattern() -> regex.Pattern[str]:
    """A place and what its organ is called, up to the first ending that ends the name."""
    known = organs()
    ends = rf"(?=$|[^\p{{Han}}]|{_any(known.before)})"
    part_of_a_word = "|".join(
        f"(?<={word[:at]}){word[at:]}" for word in known.not_organs for at in range(1, len(word) + 1)
    )
    organ = rf"(?:(?:{_any(known.firm)})(?:办公室)?|(?:{_any(known.loose)}){ends})(?!{part_of_a_word})"
    return regex.compile(
        r"(?P<unit>中共\p{Han}{2,12}?[省市区县州旗]委(?!员会)"
        rf"|(?:{_any(known.above)})?(?:中共)?{_PLACE}\p{{Han}}{{0,12}}?{organ}"
        rf"|中共\p{{Han}}{{2,10}}?委员会|(?:{_any(known.alone)})(?=$|[：，（\s]))"
    )


def _any(words: Iterable[str]) -> str:
    """An alternation, long words first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_REGION = regex.compile(
    r"^(?:中共)?(?P<region>(?:\p{Han}{2,4}?(?:省|自治区))?\p{Han}{2,8}?(?:自治州|自治县|自治旗|市|州|县|区|旗|盟)"
    r"(?:(?!城市)\p{Han}{1,4}?(?:区|县|市|旗)(?!域|级|直|长|间|政|场|民|本))?|\p{Han}{2,4}?(?:省|自治区))"
)
_NOT_A_PLACE = regex.compile(r"全市|全省|全区|全县|全国|各区|各市|各县|本市|我市|我区|市区|城市|省市|城区|地区")
_SOURCE = regex.compile(
    r"(?:来源|信息来源|发布机构|发布单位|填报单位|报送单位|编制单位|责任单位|单位名称|单位|供稿)[：:]\s*(?P<unit>(?!亿|万|元|%)\p{Han}{2,20}?)"
    r"(?=(?:填报|报送|填表|上报|编制|制表)(?:日期|时间|人)|(?:金额|计量)?单位[：:]|发布|日期|时间|浏览|点击|阅读|作者|字号|编辑|索引|[^\p{Han}]|$)"
)


def unit_in_words(words: str) -> str | None:
    """The submitting unit named in a title, letterhead or signature."""
    plain = "".join(words.split())
    plain = regex.sub(r"^.*(?:次|全体)?会议上|^(?:关于|印发|转发)+", "", plain)
    plain = regex.sub(r"^(?:19|20)\d{2}(?:[-—至](?:19|20)?\d{2})?年?度?(?:\d{1,2}月份?)?", "", plain)
    match = _unit_pattern().search(plain)
    return match["unit"] if match and not _NOT_A_PLACE.match(match["unit"]) else None


def unit_in_source_line(words: str) -> str | None:
    """The unit after 来源：, 填报单位： and the like."""
    match = _SOURCE.search(words)
    return match["unit"] if match else None


def region_in_words(words: str) -> str | None:
    """The place that a unit's name or a title begins with: 青川市财政局 → 青川市."""
    plain = "".join(words.split())
    plain = regex.sub(
        rf"^(?:中共|关于|{_any(organs().above)}|(?:19|20)\d{{2}}(?:[-—至](?:19|20)?\d{{2}})?年?度?(?:[一二三四]季度|上半年|\d{{1,2}}(?:-\d{{1,2}})?月份?)?)+",
        "",
        plain,
    )
    match = _REGION.match(plain)
    if match is None or _NOT_A_PLACE.match(match["region"]):
        return None
    return match["region"]
