"""The period that a figure is of, and where that was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.attribution.setting import Memory, Setting
from extractors.fact import FactRole, Kind, Period, PeriodSource
from extractors.periods import TimeMention

_OF_WHAT_WAS = ("month", "quarter", "half", "ytd")


@dataclass(frozen=True, slots=True)
class Dated:
    """A period with its source; `invalid` where a time was written that cannot be (13月)."""

    period: Period | None
    source: PeriodSource | None
    invalid: bool = False


def dated(
    kind: Kind,
    role: FactRole,
    happened: bool,
    mention: TimeMention | None,
    title: TimeMention | None,
    setting: Setting,
    memory: Memory,
) -> Dated:
    """The period of a figure: written in its clause, else inherited, else the column's, else the document's.

    `happened` tells that the words say it is done (已拨付), so that the year of a budget before it is not its own.
    `mention` is the last time of its own clause, `title` a year inside the title of a plan or budget (《2021年…计划》).
    """
    if setting.column == "completion":
        return Dated(setting.column_period, "column")
    if happened and memory.period is not None and memory.period.kind == "deadline" and setting.head_period is not None:
        return Dated(setting.column_period, "column")  # done by the time of the report, whatever the deadline was
    planned = role in ("arranged", "budget", "target", "stretch_target")
    if planned and (mention.this_year if mention else memory.this_year) and (year := _year(setting)):
        return Dated(year, "explicit" if mention else "inherited")
    if mention is not None:
        period = mention.period(setting.anchor)
        if period is not None and not _only_dates_the_budget(kind, period, setting):
            return Dated(period, "explicit")
        if period is None:
            return Dated(None, None, invalid=bool(mention.months))
    year = _year(setting)
    aimed = role in ("target", "stretch_target")
    said = memory.period.kind if memory.period is not None and mention is None else None
    if aimed and year and (said == "instant" or (memory.period_of_before and said in _OF_WHAT_WAS)):
        return Dated(year, "inherited")
    if role == "budget" and year and said in _OF_WHAT_WAS:
        return Dated(memory.budget_period or year, "inherited")  # 1-8月完成80亿元（年度预算为120亿元）
    if memory.period is not None and not _only_dates_the_budget(kind, memory.period, setting):
        return Dated(memory.period, "inherited")
    of_the_year = (
        role in ("budget", "standard")
        or (kind == "unit_price" and role == "baseline")
        or (memory.year_budget and kind != "completion" and not happened)
    )
    if year and of_the_year:
        return Dated(memory.budget_period or year, "inherited")
    if title is not None and (period := title.period(setting.anchor)):
        return Dated(period, "inherited")
    by_the_way = setting.aside and setting.default_role == "actual"
    if aimed and year and (by_the_way or setting.column in ("current", "cumulative")):
        return Dated(year, "inherited")
    if setting.column_period is not None:
        return Dated(setting.column_period, "column")
    of_years = setting.document_period is not None and setting.document_period.kind in ("year", "range")
    if year and role in ("target", "stretch_target") and not of_years:
        return Dated(year, setting.document_period_source)
    if setting.document_period is not None:
        return Dated(setting.document_period, setting.document_period_source)
    return Dated(None, None)


def _only_dates_the_budget(kind: Kind, period: Period, setting: Setting) -> bool:
    """2018年初预算均已落实，完成进度100%: the year is the budget's, the degree of completion is the column's."""
    return kind == "completion" and setting.column in ("current", "cumulative") and period.kind == "year"


def _year(setting: Setting) -> Period | None:
    if setting.document_period is not None and setting.document_period.kind == "range":
        return setting.document_period
    year = setting.anchor.year
    return Period(date(year, 1, 1), date(year, 12, 31), "year") if year else None
