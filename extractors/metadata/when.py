"""The period that a report is about, from its title, its heads, its file name or its text."""

from __future__ import annotations

from collections import Counter
from datetime import date

import regex

from extractors.fact import Period
from extractors.periods import Anchor, TimeMention, month_end
from extractors.prose import prose
from extractors.text import Text
from extractors.time_words import time_mentions

_FILE_NAME_PERIODS: tuple[tuple[str, regex.Pattern[str]], ...] = (
    ("quarter", regex.compile(r"(?P<y>20\d{2})[-_年.]?(?:[Qq](?P<q>[1-4])|第?(?P<c>[一二三四1-4])季度)")),
    ("half", regex.compile(r"(?P<y>20\d{2})[-_年.]?(?:[Hh]1|上半年)")),
    ("months", regex.compile(r"(?P<y>20\d{2})[-_年.](?P<m1>\d{1,2})[-_至到](?P<m2>\d{1,2})(?!\d)月?")),
    ("month", regex.compile(r"(?P<y>20\d{2})(?:[-_年.](?P<m>\d{1,2})(?!\d)|(?P<mm>0[1-9]|1[0-2])(?!\d))月?")),
    ("year", regex.compile(r"(?<!\d)(?P<y>20\d{2})(?!\d)年?")),
)
_EXECUTED = regex.compile(r"[^，；：]{0,14}?(?:执行|完成|决算|工作总结|工作情况|收支情况)(?![^，；：]{0,4}草案)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def period_in_words(words: str, year: int | None = None) -> Period | None:
    """The period written in a title or a caption; the most particular one where several are written.

    `year` is the one to take where none is written.
    """
    string = prose(Text(words, (None,) * len(words))).string
    mentions = [m for m in time_mentions(string) if m.kind not in ("deadline",)]
    years = [mention.years[0] for mention in mentions if mention.years]
    years = years or ([year] if year and any(mention.months for mention in mentions) else [])
    plans = [mention for mention in mentions if mention.years and mention.years[0] != mention.years[1]]
    if plan := regex.search(r"[“\"]?十([一二三四五]?)五[”\"]?", string):
        nth = " 一二三四五".index(plan[1]) if plan[1] else 0
        return Period(date(2001 + 5 * nth, 1, 1), date(2005 + 5 * nth, 12, 31), "range")
    if not years:
        return None
    if plans:
        return plans[0].period(Anchor())
    executed = [mention for mention in mentions if mention.years and _EXECUTED.match(string, mention.end)]
    mentions = executed if executed and len(set(years)) > 1 else mentions
    with_months = [mention for mention in mentions if mention.months and mention.kind != "instant"]
    instants = [mention for mention in mentions if mention.kind == "instant" and mention.months]
    chosen = with_months or instants or mentions
    period = chosen[-1].period(Anchor(year=years[-1]))
    if period is not None and period.start is None:
        return Period(date(period.end.year, 1, 1), period.end, "ytd")
    return period


def period_in_file_name(name: str) -> Period | None:
    """The period that a file name holds: 2018-06, 201806, 2021Q2, 2021年上半年, 2017-01-02 (months)."""
    for kind, pattern in _FILE_NAME_PERIODS:
        match = pattern.search(name)
        if match is None:
            continue
        year = int(match["y"])
        if kind == "quarter":
            last = 3 * _QUARTERS[match["q"] or match["c"]]
            return Period(date(year, last - 2, 1), month_end(year, last), "quarter")
        if kind == "half":
            return Period(date(year, 1, 1), date(year, 6, 30), "half")
        if kind == "months":
            first, last = int(match["m1"]), int(match["m2"])
            if 1 <= first < last <= 12:
                return Period(date(year, first, 1), month_end(year, last), "ytd" if first == 1 else "range")
            continue
        if kind == "month":
            month = int(match["m"] or match["mm"])
            if 1 <= month <= 12:
                return Period(date(year, month, 1), month_end(year, month), "month")
            continue
        return Period(date(year, 1, 1), date(year, 12, 31), "year")
    return None


def usual_year(strings: list[str]) -> int | None:
    """The year that the text writes most often (the later of equals); None where it writes none."""
    counted: Counter[int] = Counter()
    for string in strings:
        counted.update(mention.years[1] for mention in time_mentions(string[:20000]) if mention.years)
    return max(counted, key=lambda year: (counted[year], year)) if counted else None


def period_of_months(mentions: list[TimeMention], year: int) -> Period | None:
    """The latest month that heads or text speak of, as a month of `year`."""
    months = [m.months[1] for m in mentions if m.months and m.relation == "own" and m.kind != "deadline"]
    return Period(date(year, max(months), 1), month_end(year, max(months)), "month") if months else None
