"""A block of text with everything that was found in it: times, scopes, quantities, each by its offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extractors.attribution.scopes import ScopeMention, scope_mentions
from extractors.attribution.sentences import Clause
from extractors.periods import TimeMention
from extractors.prose import Prose, prose
from extractors.quantities.quantity import Quantity
from extractors.quantities.scanner import scan
from extractors.text import Text
from extractors.time_words import time_mentions

_OF_A_BASE = regex.compile(
    r"(?:年?初)?(?:代编|调整)?预算数?的|\p{Han}{0,6}?(?:预算|任务|目标|计划|预期|指标)\p{Han}{0,3}的(?=[\d近约不超])"
)
_COMPARED_WITH = regex.compile(r"(?:占|为|是|完成|达到?|相当于|实现|完成了)$")
_SOME_WHOLE = regex.compile(
    r"(?:的|度)?\p{Han}{0,8}?(?:目标|计划|任务|预算|预期|总额|总量|总数|资金|投资|额度|指标|安排|控制|概算|限额|收入|支出)(?:任务|数|值|额|总数|的)*"
    r"(?:[\d.]+[万亿]{0,2}\p{Han}{1,3})?的?(?:约|近|超)?[\d.]+%"
)
_OF_THOSE = regex.compile(r"的\p{Han}{0,12}?(?:共?有|为|达到?|增[至加]到?|共)?")
_BOUND_BEFORE = regex.compile(r"(?:超过?|突破|高于|低于|大于|小于|不足|不到|不低于|不少于|不高于|不超过|达到?|在)$")
_OF_A_CLASS = regex.compile(r"(?:及|或)?以[上下](?:的?\p{Han}{1,14}?|的(?:共?有)?)")
_THE_ONES = regex.compile(r"(?:及|或)?以[上下]的(?:共?有)?")
_OF_ONE_PLACE = frozenset({"全市", "全县", "全区", "全州", "全镇"})
_MEASURES = frozenset(
    {"亩", "平方米", "平方公里", "公里", "米", "千瓦", "千瓦时", "兆瓦", "吨", "立方米", "公顷", "张", "人"}
)
_BROKEN_OFF = regex.compile(r"(?:较|比|与|高于|低于|快于|慢于)[^，；：。（）\d]{2,24}$")
_OF_A_NAMED_WHOLE = regex.compile(r"(?:占|仅?为|是|完成了?|达到?|相当于)[^，；：。（）\d]{2,24}$")
_CLOSES_A_WHOLE = "）的"
_PLAN_TITLE = regex.compile(r"计划|预算|安排|方案|任务")


@dataclass(frozen=True, slots=True)
class Written:
    """`string` is the block's prose; the mentions are in order of their start, which `*_starts` repeat for search."""

    prose: Prose
    string: str
    times: tuple[TimeMention, ...]
    scopes: tuple[ScopeMention, ...]
    quantities: tuple[Quantity, ...]
    time_starts: tuple[int, ...]
    scope_starts: tuple[int, ...]
    quantity_starts: tuple[int, ...]
    class_ends: Mapping[int, int]
    """Where the words of a class end (收入超[10亿元]的县有4个), by the start of the figure that counts it."""

    def times_in(self, start: int, end: int) -> tuple[TimeMention, ...]:
        """Times that begin in `[start, end)`."""
        if not self.times:
            return ()
        return self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]

    def scopes_in(self, start: int, end: int) -> tuple[ScopeMention, ...]:
        """Scopes that lie whole in `[start, end)`."""
        if not self.scopes:
            return ()
        found = self.scopes[bisect_left(self.scope_starts, start) : bisect_left(self.scope_starts, end)]
        return tuple(scope for scope in found if scope.end <= end)

    def quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Quantities that begin in `[start, end)`."""
        return self.quantities[bisect_left(self.quantity_starts, start) : bisect_left(self.quantity_starts, end)]

    def apart_from_phrase(self, start: int, end: int) -> list[tuple[int, int]]:
        """Times and scopes of `[start, end)` by their offsets from `start`: they are no part of a metric's name."""
        mentions: list[TimeMention | ScopeMention] = [*self.times_in(start, end), *self.scopes_in(start, end)]
        return [(mention.start - start, min(mention.end, end) - start) for mention in mentions]

    def evidence(self, clause: Clause) -> str:
        """The words of a clause."""
        return self.string[clause.start : clause.end].strip()

    def says_the_base(self, quantity: Quantity) -> bool:
        """Whether a figure in （…） is only what the next is compared with or of: 较序时进度（[91.7%]）快1.7个百分点,
        完成年度任务（[7.2万人]）的60.8%."""
        aside = self.string.rfind("（", max(0, quantity.start - 12), quantity.start)
        return aside >= 0 and self._broken_off(aside, quantity.end) is not None

    def whole_in_front(self, quantity: Quantity) -> str | None:
        """What a figure in （…） is, where the percentage behind is of it: 完成[年初预算]（13.4亿元）的73.6%."""
        if not self.string.startswith(_CLOSES_A_WHOLE, quantity.end):
            return None
        aside = self.string.rfind("（", max(0, quantity.start - 12), quantity.start)
        return self._broken_off(aside, quantity.end) if aside >= 0 else None

    def _broken_off(self, aside: int, closing: int) -> str | None:
        """The words before the （ at `aside` that go on behind the ） at `closing`; None where they do not."""
        of_whole = self.string.startswith(_CLOSES_A_WHOLE, closing)
        ends = _OF_A_NAMED_WHOLE if of_whole else _BROKEN_OFF
        found = ends.search(self.string, max(0, aside - 40), aside)
        return found.group() if found else None

    def words_before(self, quantity: Quantity, start: int) -> str:
        """The words from `start` to a figure; those before an aside, too, that breaks a comparison off.

        较序时进度（91.7%）快1.7个百分点 compares with 序时进度; 完成年度任务（7.2万人）的60.8% is of 年度任务.
        """
        words = self.string[start : quantity.start]
        aside = self.string.rfind("（", 0, start) if words.startswith("）") else -1
        broken_off = self._broken_off(aside, start) if aside >= 0 else None
        return broken_off + words[1:] if broken_off else words

    def dates_a_base(self, time: TimeMention) -> bool:
        """为2018年初预算的64%: the year belongs to what the figure is compared with."""
        if _OF_A_BASE.match(self.string, time.end):
            return True
        compared = _COMPARED_WITH.search(self.string, max(0, time.start - 4), time.start)
        return bool(compared and _SOME_WHOLE.match(self.string, time.end))

    def dates_a_first_level(self, time: TimeMention) -> bool:
        """由2021年的87%提升至…: the year is of the first level only."""
        return self.string[time.start - 1 : time.start] in ("由", "从") and self.string[time.end : time.end + 1] == "的"

    def in_title_of_a_plan(self, time: TimeMention) -> bool:
        """《2021年…计划》: the year of the plan, and so of what the plan arranges."""
        if time.relation != "title":
            return False
        start = self.string.rfind("《", 0, time.start)
        end = self.string.find("》", time.end)
        return bool(_PLAN_TITLE.search(self.string, start, end if end >= 0 else len(self.string)))

    def in_brackets(self, mention: TimeMention | ScopeMention | Quantity) -> bool:
        """Whether something stands, and so holds, only inside （…）."""
        nearest = max(0, mention.start - 200)
        return self.string.rfind("（", nearest, mention.start) > self.string.rfind("）", nearest, mention.start)


def in_percent(text: Written) -> Written:
    """The cell of a column of percentages whose head has the sign: a number alone is in percent."""
    if len(text.quantities) != 1 or text.quantities[0].dimension != "bare":
        return text
    number = text.quantities[0]
    if text.string.strip() != text.string[number.start : number.end]:
        return text
    return replace(text, quantities=(replace(number, unit="%", dimension="percent"),))


def _classes(string: str, quantities: tuple[Quantity, ...]) -> Mapping[int, int]:
    """The ends of what only says of which size the things are that are counted behind it: [10亿元]以上项目4个."""
    pairs = pairwise(quantities)
    return {each.end: counted.start for each, counted in pairs if _says_a_class(string, each, counted)}


def _says_a_class(string: str, quantity: Quantity, counted: Quantity) -> bool:
    """Whether `quantity` only bounds what is counted behind it: 10亿元以上项目4个, 收入超10亿元的县有4个."""
    if counted.dimension != "count":
        return False
    bounded = _BOUND_BEFORE.search(string, max(0, quantity.start - 4), quantity.start)
    if (
        bounded
        and quantity.dimension in ("money", "percent")
        and _OF_THOSE.fullmatch(string, quantity.end, counted.start)
    ):
        return True
    sized = quantity.dimension == "money" or quantity.unit in _MEASURES
    return sized and _OF_A_CLASS.fullmatch(string, quantity.end, counted.start) is not None


def written(text: Text, region: str | None = None) -> Written:
    """Find all times, scopes and quantities of `text`; `region` is the place that the report is about."""
    mapped = prose(text)
    times = time_mentions(mapped.string)
    scopes = scope_mentions(mapped.string)
    of_one_place = (region and region != "全国") or any(scope.scope in _OF_ONE_PLACE for scope in scopes)
    if of_one_place and "中央" not in mapped.string:
        # 地方一般公共预算收入 of one county is a metric by that name, not the sum of all places
        scopes = tuple(scope for scope in scopes if scope.scope != "地方")
    found = scan(mapped.string, [(time.start, time.end) for time in times])
    classes = _classes(mapped.string, found)
    quantities = tuple(quantity for quantity in found if quantity.end not in classes)
    return Written(
        mapped, mapped.string, times, scopes, quantities,
        tuple(time.start for time in times),
        tuple(scope.start for scope in scopes),
        tuple(quantity.start for quantity in quantities),
        {
            counted: counted if _THE_ONES.fullmatch(mapped.string, end, counted) else end
            for end, counted in classes.items()
            if mapped.string[end] == "的" or _THE_ONES.fullmatch(mapped.string, end, counted)
        },
    )  # fmt: skip
