"""The setting that a stretch of text is read in: whose text it is, which column, and what it inherits."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.fact import Column, FactRole, Period, PeriodSource
from extractors.periods import Anchor


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before the first word. `column_period` is the period that stands for the column (from its head,
    else by what the column is); `default_role` is the role of figures that say nothing else;
    `aside` tells that the cell's column has no role of its own (存在问题, 备注);
    `row_amount` is the only metric of money that the target of the row names (完成投资);
    `executed` tells that a heading above looks back, so that 预计完成 is an estimate of what has happened."""

    anchor: Anchor
    region: str | None = None
    item: str | None = None
    item_position: int | None = None
    row_amount: str = ""
    column: Column | None = None
    column_period: Period | None = None
    head_period: Period | None = None
    default_role: FactRole = "actual"
    document_period: Period | None = None
    document_period_source: PeriodSource = "document"
    aside: bool = False
    torn: bool = False
    executed: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A metric as printed, with the whole that it is a part of, and where it was said."""

    metric: str
    parent: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class Memory:
    """What the sentences so far have said and the next may leave unsaid. Reset by `new_sentence`, `new_block`.

    `headed_period` is the period that a line without figures named for those below it; `told_own_period` tells that
    figures were told of a time that reaches to the end of what the report is about; `whole_role` is the role of the
    whole that a 其中 takes apart, also one that begins the next sentence.
    """

    period: Period | None = None
    running_period: Period | None = None
    block_period: Period | None = None
    headed_period: Period | None = None
    told_own_period: bool = False
    this_year: bool = False
    period_of_before: bool = False
    lead: Subject | None = None
    scope: str | None = None
    topic_scope: str | None = None
    scope_from_before: bool = False
    divided: bool = False
    main: Subject | None = None
    main_before: Subject | None = None
    main_unit: str = ""
    main_before_unit: str = ""
    topic: Subject | None = None
    whole: Subject | None = None
    block_main: Subject | None = None
    deeds: dict[str, Subject] = field(default_factory=dict)
    counted: dict[str, Subject] = field(default_factory=dict)
    last: Subject | None = None
    last_is_part: bool = False
    whole_role: FactRole = "actual"
    year_budget: bool = False
    budget_period: Period | None = None
    stretch: bool = False
    planned: bool = False
    ahead: bool = False
    lists_aims: bool = False
    basis: str | None = None

    def new_time(self, period: Period, *, leading: bool = False, this_year: bool = False) -> None:
        """A time was written: an instant or a deadline holds for its sentence, a period until another is written.

        A year holds on to the end of its paragraph, if it is `leading` (2023年，…); `this_year` tells that it was
        written as 今年, which is the whole year for what is planned, and so far for what has happened.
        """
        self.period = period
        self.period_of_before = False
        self.this_year = this_year
        running = self.running_period
        if running and _is_last_of(period, running) and not this_year:
            self.block_period = period if leading else self.block_period  # 其中10月当月…: the next paragraph goes on
        elif period.kind in ("month", "ytd", "quarter", "half") and not this_year:
            self.running_period = self.block_period = period
        elif period.kind == "instant" and self.block_period and period.end > self.block_period.end:
            self.running_period = self.block_period = None  # 10月…；截至11月底…: the month is past
        elif period.kind == "year":
            if self.running_period and self.running_period.end.year == period.end.year and not this_year:
                self.running_period = None  # 前三季度…，全年…: what follows is of the year again
            if leading:
                self.block_period = period

    def new_scope(self, scope: str) -> None:
        """A scope was written; the first of a paragraph is what the paragraph is about."""
        if not self.divided and (self.topic_scope is None or self.scope_from_before):
            self.topic_scope = scope
        self.scope = scope
        self.scope_from_before = False

    def new_sentence(self, in_cell: bool, *, among: bool = False) -> None:
        """Forget what does not reach over a full stop; `among` tells that the sentence takes the one before apart."""
        as_of = self.period if among and self.period and self.period.kind == "instant" else None
        self.period = as_of or (None if in_cell else self.block_period)
        self.period_of_before = True
        self.this_year = False
        self._step_back()
        self.main = None
        self.whole_role = self.whole_role if among else "actual"
        self.year_budget = False
        self.budget_period = None
        self.stretch = self.planned = self.lists_aims = False
        self.basis = None

    def _step_back(self) -> None:
        if self.main is not None:
            if self.last_is_part:
                self.last = self.main  # what a new sentence says without a name is of the whole, not of its last part
            self.main_before, self.main_before_unit = self.main, self.main_unit

    def end_block(self, about: Period | None, has_figures: bool) -> None:
        """Keep what a paragraph told of times; `about` is the period of the report."""
        running = self.running_period
        if not has_figures:
            self.headed_period = running
        elif about is not None and (running is None or running.end == about.end):
            self.told_own_period = True
        elif about is not None and self.told_own_period and _is_before(running, about):
            self.running_period = self.headed_period  # 前7个月…: the next paragraph is of what the report is about

    def new_block(self) -> None:
        """Forget what does not reach into the next paragraph.

        A heading is none the better for being marked as one: few files do, and the same words must say the same.
        """
        self._step_back()
        self.period = self.block_period = self.running_period
        self.period_of_before = True
        self.lead = None
        self.divided = False
        self.scope = self.topic_scope
        self.scope_from_before = self.scope is not None
        self.main = self.last = self.block_main = None
        self.counted, self.deeds = {}, {}
        self.year_budget = self.stretch = self.planned = self.ahead = False
        self.basis = None


def _is_before(running: Period | None, about: Period) -> bool:
    """Whether `running` ends earlier in the year than what the report, on a part of the year, is about."""
    if running is None or about.kind not in ("month", "quarter", "half", "ytd"):
        return False
    return running.end < about.end and running.end.year == about.end.year


def _is_last_of(period: Period, running: Period) -> bool:
    """Whether `period` is but the last month or quarter of the longer time that the text is about."""
    if running.end != period.end or running.kind == period.kind:
        return False
    return period.kind == "month" or (period.kind == "quarter" and running.kind in ("half", "ytd", "year"))
