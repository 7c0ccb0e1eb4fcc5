"""What a written time becomes: the same time a year before, or all that has gone by of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import regex

from extractors.attribution.period import Dated
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Memory, Setting
from extractors.fact import FactRole, Period, PeriodKind
from extractors.periods import TimeMention, year_before
from rules.words import any_of, words

_SUMMED_UP = regex.compile(r"(?<!当月)累计(?=完成|实现|收入|支出|拨付|发行|发放|为|达|入库|征收|\p{Han}{0,12}$)")
_OF_FLOWS = ("amount", "growth", "change", "completion", "gap_pp", "change_pp")
_FLOWS = regex.compile(
    r"(?:累计|已|共|实际)(?:经|累计|共|实际|全部)*(?:完成|实现|发行|支出|拨付|下达|下拨|支付|兑现|发放|征收|入库|收入|办理|减免|退税|争取|到位|筹集|投入)"
    r"|(?:完成|实现|发行|支出|拨付|下达|征收|入库|争取|投放|放款|化解|偿还|清偿|盘活)[^，；。]{0,16}$|(?:收入|支出|税)(?:累计|完成|实现|达到?|为|共计?|合计)*$"
)


_ALL_SINCE = regex.compile(r"累计(?!结[余转]|余额|欠)")


_BROUGHT_TO_USE = regex.compile(r"(?:盘活|收回|消化|清理|统筹)\p{Han}{0,6}存量")
"""What stood there until then: 盘活财政存量资金0.35亿元 is what was made to flow."""


@cache
def _standing() -> regex.Pattern[str]:
    return regex.compile(any_of(words().standing_words))


def _stands(words: str) -> bool:
    return _standing().search(_BROUGHT_TO_USE.sub("", words)) is not None


def flows(words: str) -> bool:
    """Whether `words` before an amount say that it came or went over a time, and not that it stands at one."""
    return _FLOWS.search(words) is not None and not _stands(words)


def of_the_year_before(when: Dated, role: FactRole, times: Sequence[TimeMention], string: str) -> Dated:
    """上年同期为22.6亿元 is of the same time of the year before, 上年为45亿元 of the whole of it.

    `times` are those said in the clause before the figure, in `string`.
    """
    said = [time for time in times if time.year_offset == -1]
    if role != "baseline" or when.period is None or not said:
        return when
    period = year_before(when.period)
    if "同" not in string[said[-1].start : said[-1].end] and period.kind in ("ytd", "half", "quarter"):
        period = Period(date(period.end.year, 1, 1), date(period.end.year, 12, 31), "year")
    return replace(when, period=period, source="explicit")


def summed_up(when: Dated, left: str, memory: Memory) -> Dated:
    """4月，…累计完成: the month is the last of those that are summed up."""
    period = when.period
    of_part = period is not None and (
        period.kind == "month" or (period.kind == "quarter" and when.source != "explicit")
    )
    if period is None or not of_part or when.source == "column" or not _SUMMED_UP.search(left):
        return when
    summed = Period(date(period.end.year, 1, 1), period.end, "ytd")
    if memory.period == period:
        memory.new_time(summed)
    return replace(when, period=summed)


def since_january(
    when: Dated, as_of: Period | None, reading: Reading, role: FactRole, words: str, since: str, setting: Setting
) -> tuple[Dated, Period | None]:
    """截至6月底，累计发行…: money that flows is of the time from the beginning of the year on.

    `as_of` is the instant up to which the flow before was told, given back for what follows; `words` stand between
    the beginning of the clause and the figure, `since` between that of the sentence and the figure.
    """
    period = when.period
    if period is None or period.kind != "instant" or role != "actual" or setting.anchor.year != period.end.year:
        return when, as_of
    if reading.kind == "amount" and (reading.left or not as_of):
        goes_on = (as_of == period or _ALL_SINCE.search(since)) and not _stands(words)
        as_of = period if flows(words) or goes_on else None
    of_flows = reading.kind in _OF_FLOWS or (reading.kind == "share" and "占" in words)
    if not of_flows or as_of != period:
        return when, as_of
    kind: PeriodKind = "year" if period.end.month == 12 else "ytd"
    return replace(when, period=Period(date(period.end.year, 1, 1), period.end, kind)), as_of
