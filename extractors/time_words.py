"""Finds the times that are written in a string: 6月份, 1-6月, 上半年, 截至6月底, 年底前, 2021-2025年每年."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import regex

from extractors.fact import PeriodKind
from extractors.periods import TimeMention, span_kind

_YEAR = r"(?P<year>(?:19|20)\d{2})\s?年度?"
_Y = rf"(?:{_YEAR}|(?P<rel>今年|去年|上年|本年|明年|当年|前年|同年))?"
_YEARS = r"(?P<y1>(?:19|20)\d{2})\s?年?[-—~～至到](?P<y2>(?:19|20)\d{2})\s?年?(?:度|期间|间)?"
_TO = r"(?:[-—~～至到]|--)"
_PERIODS_BEHIND = r"(?:[一二三四两2-4]个?季度|(?:\d{1,2}|十[一二]?|[两三四五六七八九])个?月)"
_BEFORE = rf"(?:之前|以前|前(?!{_PERIODS_BEHIND}))"
_QUARTER = r"[一二三四1-4]"
_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_NOT_INITIAL = r"(?!初|代编|预算|度?(?:累计)?结[转余])"

# Tried in this order at each place; the first that fits is taken, so the more particular come first.
_PATTERNS: tuple[tuple[str, regex.Pattern[str]], ...] = tuple(
    (name, regex.compile(pattern))
    for name, pattern in (
        ("each_year", rf"{_YEARS}[，]?(?:每年|年均|平均每年)"),
        ("each_year", rf"{_YEARS}(?=[，]?\p{{Han}}{{0,10}}每年)"),
        (
            "years_and_months",
            rf"(?P<y1>(?:19|20)\d{{2}})年(?P<m1>\d{{1,2}})月份?{_TO}"
            rf"(?P<y2>(?:19|20)\d{{2}})年(?P<m2>\d{{1,2}})月(?:份|底|末)?(?!\d{{1,2}}日)",
        ),
        ("years", rf"{_YEARS}(?<=[年度间])"),
        ("plan", r"[“\"]?十(?P<plan>[一二三四五]?)五[”\"]?(?:时期|期间|以来|期末|末)"),
        ("plan", r"[“\"]十(?P<plan>[一二三四五]?)五[”\"](?=累计|年均|全市|全省|全县|全区|共|末)"),
        ("as_of_now", r"截[至止]到?(?:目前|现在|报告期末|今日?|[本当]?月[底末])|到目前为止|目前(?=为止|已|全|共|累计)"),
        ("as_of", rf"截[至止]到?{_Y}(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日|底|末|份)?(?!\d)"),
        ("as_of_quarter", rf"截[至止]到?{_Y}第?(?P<q>{_QUARTER})季度末?"),
        ("as_of_year", rf"截[至止]到?(?:{_YEAR}|(?P<rel>去年|上年))(?:年?[底末])?"),
        ("deadline_month", rf"{_Y}(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日|[底末]|份)?{_BEFORE}"),
        ("deadline_part", rf"{_Y}(?P<part>上半年|年中|{_QUARTER}季度末?){_BEFORE}"),
        ("deadline_year", rf"(?:{_YEAR}|(?P<rel>今年|明年|当年|本年))?(?:年)?[底末]{_BEFORE}|{_YEAR}{_BEFORE}"),
        ("until_month", rf"[到至]{_YEAR}(?P<m>\d{{1,2}})月[底末]?"),
        ("until", rf"[到至]{_YEAR}[底末]?"),
        ("months", rf"{_Y}(?P<m1>\d{{1,2}})月?份?{_TO}(?P<m2>\d{{1,2}})月(?:份|底|末)?"),
        ("months", rf"{_Y}(?P<c1>{_MONTH}){_TO}(?P<c2>{_MONTH})月份?"),
        ("first_months", rf"{_Y}[头前](?P<n>\d{{1,2}}|十[一二]?|[两三四五六七八九])个?月(?!底|末|前)"),
        ("half", rf"{_Y}(?P<half>[上下])半年"),
        ("first_quarters", rf"{_Y}(?:前|1-|一至|1至|一到)(?P<q>[二三四两2-4])个?季度"),
        ("quarter_end", rf"{_Y}第?(?P<q>{_QUARTER})季度末"),
        ("quarter", rf"{_Y}第?(?P<q>{_QUARTER})季度"),
        ("day", rf"{_Y}(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日"),
        ("month_end", rf"{_Y}(?P<m>\d{{1,2}})月[底末]"),
        ("month", rf"{_Y}(?P<m>\d{{1,2}})月份?(?:当月)?"),
        ("month_end", rf"{_Y}(?P<c>{_MONTH})月[底末]"),
        ("month", rf"{_Y}(?P<c>{_MONTH})月(?:份(?:当月)?|当月)"),
        ("so_far", rf"(?:{_YEAR}|今年|本年|年初)(?:以来|至今)|年内(?=累计|已|共)"),
        ("this_month", r"(?<!同)[当本]月(?!底|末)"),
        ("this_quarter", r"[当本]季度?(?!末|度末)"),
        ("whole_year", rf"{_Y}(?:全年|年内)"),
        ("year_end", rf"{_YEAR}年?[底末]|(?P<rel>去年|上年|今年|本年)年?[底末]|年[底末]"),
        ("year", rf"{_YEAR}初?|(?P<rel>去年|上年|前年|今年|明年|本年度|本年|当年){_NOT_INITIAL}"),
        ("bare_year", r"(?P<year>20[0-4]\d)(?= \d{1,3}(?:[. ]\d+)?\s?(?:[%‰]|个|家|万|亿|套|公里)|：)"),
    )
)  # fmt: skip
_FIRST = '“"十截到至目上下前头第一二三四五六七八九当本今去明同年全'
_FIRST_DIGIT = r"(?<=\d)(?<!\d\d)(?=\d?(?:月|个?季度|[-—~～至到])|(?<=[12])[09]\d{2})"
_LONGEST_TITLE = 200
_OFFSETS = {"去年": -1, "上年": -1, "前年": -2, "明年": 1}
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11,
             "十二": 12, "一": 1, "": 0}  # fmt: skip
_COMPARED = regex.compile(r"(?:同?比|较|与|高于|低于|快于|超过|好于|基于)$")
_SINCE = regex.compile(r"(?:起|开始|前后|印发|出台|实施|成立|召开|以前)(?!止|步)")
_MULTIPLE_OF = regex.compile(r"的[\d.一二三四五六七八九十]+[多余]?倍")
_INDEX_BEFORE = regex.compile(r"(?:^|[。；：\n])\d{1,2}\.$")
_REACHED = regex.compile(r"(?:增加|提高|提升|上升|增长|扩大|下降|降低|减少|压减|增|升|降)$")
_MAY_BE_A_SLIP = regex.compile(r"(?!龄|子|票|租|供|息|薪|大|均|岁)")
"""What must not stand behind months that there are not (13月): 18月龄 is no slip of a date."""
_SAME_TIME = regex.compile(r"的?(?:同期|同月|同季|同口径)")


def time_mentions(string: str) -> tuple[TimeMention, ...]:
    """All times in `string` (of a Prose), from left to right, without overlaps. Linear in its length."""
    found: list[TimeMention] = []
    position = 0
    begins = _begins()
    while begin := begins.search(string, position):
        mention = _mention_at(string, begin.start())
        if mention is None:
            position = begin.start() + 1
        else:
            found.append(mention)
            position = mention.end
    return tuple(found)


@cache
def _begins() -> re.Pattern[str]:
    """Where a time may begin, by its first two characters: tried far more often than anything behind it."""
    written = {*"0123456789", *(char for _, pattern in _PATTERNS for char in pattern.pattern)}
    pairs = [_FIRST_DIGIT]
    for first in _FIRST:
        seconds = {
            char for char in written
            if any(pattern.match(first + char, partial=True) for _, pattern in _beginning_with(first))
        }  # fmt: skip
        pairs.append(f"(?<={re.escape(first)})(?=[{re.escape(''.join(sorted(seconds)))}])")
    return re.compile(rf"[\d{re.escape(_FIRST)}](?:{'|'.join(pairs)})")


@cache
def _beginning_with(char: str) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """The patterns that can match from `char` on, in their order."""
    return tuple((name, pattern) for name, pattern in _PATTERNS if pattern.match(char, partial=True))


def _mention_at(string: str, at: int) -> TimeMention | None:
    if string[at].isdigit() and at and (string[at - 1].isdigit() or string[at - 1] == "."):
        indexed_year = _INDEX_BEFORE.search(string[max(0, at - 4) : at]) and string[at : at + 2] in ("19", "20")
        if not indexed_year:
            return None
    reached = string[at] in "到至" and _REACHED.search(string[max(0, at - 3) : at]) is not None
    for name, pattern in _beginning_with(string[at]):
        if reached and name.startswith("until"):
            continue
        match = pattern.match(string, at)
        if match and match.end() > at:
            mention = _read(name, match)
            if mention is not None:
                return _with_relation(string, mention)
    return None


def _read(name: str, match: regex.Match[str]) -> TimeMention | None:
    groups: dict[str, str | None] = match.groupdict()
    months = _months(name, groups)
    if months and not all(1 <= month <= 12 for month in months) and not _MAY_BE_A_SLIP.match(match.string, match.end()):
        return None
    years, offset = _years(groups)
    return TimeMention(
        match.start(),
        match.end(),
        _kind(name, months),
        years,
        offset,
        months,
        int(groups["d"] or 0) if groups.get("d") else None,
        "own",
        name in ("as_of_now", "so_far", "this_month", "this_quarter"),
        name == "year" and groups.get("rel") in ("今年", "本年", "当年"),
    )


def _years(groups: dict[str, str | None]) -> tuple[tuple[int, int] | None, int]:
    if groups.get("y1"):
        return (int(groups["y1"] or 0), int(groups["y2"] or 0)), 0
    if groups.get("year"):
        year = int(groups["year"] or 0)
        return (year, year), 0
    if (plan := groups.get("plan")) is not None:
        return (2001 + 5 * _NUMERALS[plan], 2005 + 5 * _NUMERALS[plan]), 0
    return None, _OFFSETS.get(groups.get("rel") or "", 0)


def _months(name: str, groups: dict[str, str | None]) -> tuple[int, int] | None:
    if groups.get("m1"):
        return int(groups["m1"] or 0), int(groups["m2"] or 0)
    if groups.get("c1"):
        return _NUMERALS[groups["c1"] or ""], _NUMERALS[groups["c2"] or ""]
    if groups.get("c"):
        return _NUMERALS[groups["c"] or ""], _NUMERALS[groups["c"] or ""]
    if groups.get("m"):
        return int(groups["m"] or 0), int(groups["m"] or 0)
    if count := groups.get("n"):
        return 1, int(count) if count.isdigit() else _NUMERALS[count]
    if half := groups.get("half"):
        return (1, 6) if half == "上" else (7, 12)
    if part := groups.get("part"):
        last = 6 if part in ("上半年", "年中") else _quarter_end(part[0])
        return last, last
    if quarter := groups.get("q"):
        last = _quarter_end(quarter)
        return (1, last) if name == "first_quarters" else (last - 2, last) if name == "quarter" else (last, last)
    return None


def _quarter_end(numeral: str) -> int:
    return 3 * (int(numeral) if numeral.isdigit() else _NUMERALS[numeral])


def _kind(name: str, months: tuple[int, int] | None) -> PeriodKind:
    match name:
        case "each_year":
            return "each_year"
        case "years" | "plan":
            return "range"
        case "as_of_now" | "as_of" | "as_of_quarter" | "as_of_year" | "day" | "month_end" | "quarter_end" | "year_end":
            return "instant"
        case "deadline_month" | "deadline_part" | "deadline_year" | "until" | "until_month":
            return "deadline"
        case "first_months" | "first_quarters" | "so_far":
            return "ytd"
        case "half":
            return "half"
        case "quarter" | "this_quarter":
            return "quarter"
        case "month" | "this_month":
            return "month"
        case "months" if months:
            return span_kind(*months)
        case "years_and_months":
            return "range"
        case _:
            return "year"


def _with_relation(string: str, mention: TimeMention) -> TimeMention:
    same_time = _SAME_TIME.match(string, mention.end)
    if same_time:
        mention = replace(mention, end=same_time.end())
    if _SINCE.match(string, mention.end) or _MULTIPLE_OF.match(string, mention.end):
        return replace(mention, relation="comparison")
    nearest = max(0, mention.start - _LONGEST_TITLE)
    if string.rfind("《", nearest, mention.start) > string.rfind("》", nearest, mention.start):
        return replace(mention, relation="title")
    relative = mention.year_offset == -1 and mention.months is None
    if same_time or relative or _COMPARED.search(string[max(0, mention.start - 4) : mention.start]):
        return replace(mention, relation="comparison")
    return mention
