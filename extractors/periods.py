"""The periods that written times name, once the document says which year it is about."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractors.fact import Period, PeriodKind

Relation = Literal["own", "comparison", "title"]
"""own: the time of the figures that follow; comparison: what they are compared with (比2015年, 较上年);
title: stands inside 《…》."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the document itself is about: its period where known, else at least a year."""

    period: Period | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time written in `string[start:end]`.

    `years` and `months` are first and last, None where not written; `year_offset` is -1 for 去年. `anchored` times
    (截至目前, 今年以来, 当月) are counted from the end of the document's own period; so is `this_year` (今年), where
    that period ends within the year.
    """

    start: int
    end: int
    kind: PeriodKind
    years: tuple[int, int] | None = None
    year_offset: int = 0
    months: tuple[int, int] | None = None
    day: int | None = None
    relation: Relation = "own"
    anchored: bool = False
    this_year: bool = False

    def period(self, anchor: Anchor) -> Period | None:
        """The dates, with the year taken from `anchor` where none is written; None where neither tells."""
        if self.anchored:
            return self._anchored(anchor)
        if self.this_year and anchor.period is not None and anchor.period.end.month < 12:
            return Period(date(anchor.period.end.year, 1, 1), anchor.period.end, "ytd")
        year = self._first_year(anchor)
        if year is None:
            return None
        last_year = self.years[1] if self.years else year
        first_month, last_month = self.months or (1, 12)
        if not (1 <= first_month <= 12 and 1 <= last_month <= 12) or (year, first_month) > (last_year, last_month):
            return None
        end = month_end(last_year, last_month)
        if self.day is not None:
            if not 1 <= self.day <= end.day:
                return None
            end = date(last_year, last_month, self.day)
        if self.kind in ("instant", "deadline"):
            return Period(None, end, self.kind)
        return Period(date(year, first_month, 1), end, self.kind)

    def _anchored(self, anchor: Anchor) -> Period | None:
        if anchor.period is None:
            return None
        end = anchor.period.end
        match self.kind:
            case "instant":
                return Period(None, end, "instant")
            case "month":
                return Period(date(end.year, end.month, 1), month_end(end.year, end.month), "month")
            case "quarter":
                return Period(date(end.year, end.month - (end.month - 1) % 3, 1), end, "quarter")
            case _:
                return Period(date(self.years[0] if self.years else end.year, 1, 1), end, "ytd")

    def _first_year(self, anchor: Anchor) -> int | None:
        if self.years:
            return self.years[0]
        if anchor.year is None:
            return None
        year = anchor.year + self.year_offset
        written = self.months[1] if self.months else None
        current = anchor.period.end.month if anchor.period else None
        looks_back = self.kind not in ("deadline", "year", "each_year") and not self.year_offset
        if looks_back and written and current and current <= 2 and written >= 10:
            return year - 1  # a January report that speaks of December means last year's
        return year


def year_before(period: Period) -> Period:
    """The same time of the year before; the last day of February stays the last."""
    end = period.end
    last = month_end(end.year - 1, end.month)
    of_month = end == month_end(end.year, end.month)
    earlier = last if of_month else date(end.year - 1, end.month, min(end.day, last.day))
    start = period.start and date(period.start.year - 1, period.start.month, min(period.start.day, 28))
    return Period(start, earlier, period.kind)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def span_kind(first: int, last: int) -> PeriodKind:
    """What the months `first` to `last` of one year are called."""
    if first == last:
        return "month"
    if first == 1:
        return "ytd"
    if (first, last) in ((4, 6), (7, 9), (10, 12)):
        return "quarter"
    return "half" if (first, last) == (7, 12) else "range"
