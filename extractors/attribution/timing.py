"""Of which time a figure is, and whether it has happened, is aimed at or budgeted: the two depend on each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors.attribution.clause_words import is_of_a_budget
from extractors.attribution.comparator import Compared
from extractors.attribution.elapsed import flows, of_the_year_before, since_january, summed_up
from extractors.attribution.own_time import (
    in_year_ahead,
    is_long_past,
    is_past,
    only_dates_a_thing,
    stands_behind_name,
    still_to_come,
)
from extractors.attribution.period import Dated, dated
from extractors.attribution.reading import Reading
from extractors.attribution.role import role_of, role_of_whole
from extractors.attribution.said import Said
from extractors.attribution.sentences import Clause
from extractors.attribution.succession import Before
from extractors.fact import FactRole, Period
from extractors.periods import TimeMention
from extractors.quantities.quantity import Quantity

_FLOATED = regex.compile(r"[上下]浮(?:幅度|比例)?(?:为|达)?$")
_ASIDE = regex.compile(r"（[^（）]*）")
_MAY = regex.compile(r"(?:可|有望|预计|将)(?:完成|实现|达到)")
_COUNTED_UP = regex.compile(r"度?(?:全[国省市州县区])?(?:累计|已)")
_BIDS = regex.compile(
    r"(?:单位|部门|各地|[县区市州镇乡级]|街道|企业|同志)(?:都|均)?(?:要(?!求|素|点)|必须|应当|须|务必)|务必|严禁"
)
_ALREADY = regex.compile(r"已|累计|实际|目前")
_HANDED_OUT = regex.compile(r"下达(?!目标|任务)|核定|批准|批复")
_DONE = regex.compile(r"已|累计|完成|实际|(?<!公)共(?!同)")


@dataclass(slots=True)
class Timing:
    """The times of one sentence. `title` is the one in the title of a plan, `as_of` the instant counted up to;
    `handed_down` tells that the whole that a 其中 takes apart has come about where all else is planned; `of_year` is
    the year that the last part of a year was written with, and `no_such_time` tells that the last time written cannot
    be.
    """

    said: Said
    title: TimeMention | None = None
    as_of: Period | None = None
    handed_down: bool = False
    of_year: tuple[int, int] | None = None
    no_such_time: bool = False

    def role_and_time(
        self, clause: Clause, quantity: Quantity, reading: Reading, compared: Compared,
        left: str, right: str, mention: TimeMention | None, before: Before | None,
    ) -> tuple[FactRole, Dated]:  # fmt: skip
        """The role of a figure and the period that it is of, which depend on each other."""
        memory = self.said.memory
        words_before = _ASIDE.sub("", self.said.text.string[clause.start : quantity.start])
        whole = self.said.text.whole_in_front(quantity) if reading.kind in ("amount", "count") else None
        as_whole = replace(reading, whole="completion", base=whole) if whole else reading
        if as_whole.whole and (role := role_of_whole(as_whole)):
            year = self.said.setting.anchor.year
            whole_year = Period(date(year, 1, 1), date(year, 12, 31), "year") if year else None
            return role, Dated(whole_year, "inherited" if year else None)
        role = role_of(reading, compared, words_before, right, self.said.setting, memory)
        role = before.role_of_growth(reading, role, left) if before else role
        role = self._role_of_part(reading, role, left)
        begun = self.said.earlier[0].start if self.said.earlier else clause.start
        since = self.said.text.string[begun : quantity.start]
        if role == "actual" and before is not None and before.sets_a_price(reading):
            role = "standard" if "标准" in since else role
        if (
            role == "actual"
            and not _DONE.search(_MAY.sub("", left))
            and still_to_come(self.said.text.string, mention, self.said.setting.anchor)
        ):
            role = "target"
        bound = compared.comparator in ("ge", "le") and compared.stated
        if (
            role == "actual"
            and bound
            and not _DONE.search(left)
            and (self._lies_ahead(mention) or self._is_bidden(clause))
        ):
            role = "target"
        of_a_budget = role in ("arranged", "budget")
        if of_a_budget and is_of_a_budget(words_before):
            memory.year_budget = True
        happened = role == "actual" and _DONE.search(left) is not None
        when = dated(reading.kind, role, happened, mention, self.title, self.said.setting, memory)
        if mention is None and self.no_such_time:
            when = Dated(None, None, invalid=True)  # 截至2月30日，…
        if of_a_budget and memory.period and memory.period.kind == "year":
            memory.budget_period, memory.period, memory.year_budget = memory.period, None, True
        floated = reading.kind == "growth" and _FLOATED.search(left)
        if before is not None and (floated or (mention is None and before.grows_with(reading))):
            when = before.dated
        said = self.said.text.times_in(clause.start, quantity.start)
        if role == "actual" and self._is_due_later(when, left, since):
            role = "target"
        when = of_the_year_before(summed_up(when, left, memory), role, said, self.said.text.string)
        words = self._said_of_it(clause, quantity)
        when, self.as_of = since_january(when, self.as_of, reading, role, words, since, self.said.setting)
        if role == "target" and self.said.setting.default_role == "target" and is_past(when.period, self.said.setting):
            role = "actual"
        return role, when

    def _said_of_it(self, clause: Clause, quantity: Quantity) -> str:
        """The words of the clause up to a figure: 限额5.2亿元[已发行]4.8亿元 without what stands."""
        string = self.said.text.string
        earlier = self.said.text.quantities_in(clause.start, quantity.start)
        own = string[earlier[-1].end : quantity.start] if earlier else ""
        return own if flows(own) else string[clause.start : quantity.start]

    def of_the_whole_time(self) -> None:
        """累计看，…: what follows is of the year as far as the report goes."""
        about = self.said.setting.document_period
        if about is not None and about.kind in ("month", "quarter", "half", "ytd"):
            self.said.memory.new_time(Period(date(about.end.year, 1, 1), about.end, "ytd"), leading=True)

    def _is_bidden(self, clause: Clause) -> bool:
        """Whether the clauses before bid somebody do something: 各单位要加快支出，…，进度不低于60%."""
        earlier = self.said.earlier
        return bool(earlier) and _BIDS.search(self.said.text.string, earlier[0].start, clause.start) is not None

    def _is_due_later(self, when: Dated, left: str, since: str) -> bool:
        """Whether a figure is due by a day, or in a year, after the report's own, and not said to be there already.

        `left` is what stands between the clause's beginning and the figure, `since` from that of the sentence on: a
        limit of next year that has been handed out (提前下达2025年限额5亿元，其中…) is no aim.
        """
        about, period = self.said.setting.anchor.period, when.period
        if about is None or period is None or period.end <= about.end:
            return False
        next_year = period.kind == "year" and period.end.year > about.end.year
        ahead = period.kind == "deadline" or (next_year and _HANDED_OUT.search(since) is None)
        return ahead and _ALREADY.search(left) is None

    def _lies_ahead(self, mention: TimeMention | None) -> bool:
        """Whether a time is written that the report does not reach: 12月底余额保持在5亿元以上."""
        about = self.said.setting.anchor.period
        period = mention.period(self.said.setting.anchor) if mention is not None else None
        return about is not None and period is not None and period.end > about.end

    def _role_of_part(self, reading: Reading, role: FactRole, left: str) -> FactRole:
        """支出总预算8652万元，其中基本支出3126万元，占36%: the parts are as much budgeted as the whole."""
        if self.said.parts.among and reading.kind in ("amount", "share") and not reading.base:
            whole_role = self.said.memory.whole_role
            if role == "actual":
                return role if _DONE.search(left) else whole_role
            if role == "arranged" and whole_role == "budget" and "安排" not in left:
                return whole_role
        if self.said.parts.among and self.handed_down and reading.kind == "amount" and role == "target":
            return "actual"
        if reading.kind == "amount" and not self.said.parts.among:
            self.handed_down = role == "actual" and self.said.setting.default_role == "target"
            self.said.memory.whole_role = role if role in ("budget", "arranged") else "actual"
        return role

    def times_until(self, start: int, end: int) -> TimeMention | None:
        """The last time of its own that is written in `[start, end)`; it holds for what follows, too."""
        own, text, memory = None, self.said.text, self.said.memory
        for time in text.times_in(start, end):
            if text.in_title_of_a_plan(time):
                self.title = time
            if time.relation != "own" or text.dates_a_base(time):
                continue
            time = in_year_ahead(time, memory, self.said.setting.anchor)
            if self.of_year and time.months and not time.years and not time.year_offset:
                time = replace(time, years=self.of_year)  # 2023年前三季度…，第四季度…
            running = memory.running_period
            if time.anchored and time.kind == "month" and running is not None:
                at = (running.end.month, running.end.month)  # 1-11月…，其中当月
                time = replace(time, anchored=False, months=at, years=(running.end.year, running.end.year))
            self.of_year = time.years if time.months and time.kind != "deadline" else None
            period = time.period(self.said.setting.anchor)
            self.no_such_time = period is None and time.months is not None
            if time.kind == "deadline" and period is not None and is_long_past(period, self.said.setting):
                continue  # 改造2000年底前建成的老旧小区: says of which time the things are
            if period and only_dates_a_thing(time, period, memory) and _COUNTED_UP.match(text.string, time.end):
                continue  # 截至7月底，2024年累计发行
            own = time
            if period is None or stands_behind_name(text, time) or only_dates_a_thing(time, period, memory):
                continue
            if not text.in_brackets(time) and not text.dates_a_first_level(time):
                leading = text.string[time.start - 1 : time.start] in ("", "。", "\n", "；", "：")
                about = self.said.setting.document_period
                if memory.running_period is None and about and "当月" in text.string[time.start : time.end]:
                    memory.running_period = about  # 10月份当月…: the report goes on to be of what it is about
                memory.new_time(period, leading=leading, this_year=time.this_year)
        return own
