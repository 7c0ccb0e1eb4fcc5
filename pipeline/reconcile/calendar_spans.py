"""Dates of facts as day numbers, and which stretches of the calendar they cover."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.reconcile.coding import NOTHING, CodedColumn, Codes, Flags, tuple_code
from pipeline.reconcile.fact_table import FactTable
from rules.check_text import Span

Days = NDArray[np.float64]
_DATES = {
    "start": "period_start",
    "end": "period_end",
    "head_start": "column_period_start",
    "head_end": "column_period_end",
    "report_end": "report_period_end",
}


def days_of(table: FactTable) -> dict[str, Days]:
    """The dates of each fact as day numbers and its place in the text, NaN where unknown."""
    days = {name: _day_numbers(table.coded(column)) for name, column in _DATES.items()}
    for name in ("sentence", "clause"):
        cells = pd.Series(table.column(name), dtype=object)
        days[name] = np.asarray(pd.to_numeric(cells, errors="coerce"), dtype=np.float64)
    return days


def day_codes(days: Days) -> Codes:
    """Day numbers as codes, NOTHING where unknown."""
    return np.nan_to_num(days, nan=NOTHING).astype(np.int64)


@dataclass(frozen=True, slots=True)
class CalendarSpans:
    """Which stretches of the calendar facts cover: `spans` by name, the `year` and the `month` (counted from 0) in
    which each ends, and the calendar `months` of whole-month periods within a year (106: January to June)."""

    spans: Mapping[Span, Flags]
    year: Codes
    month: Codes
    months: Codes


def spans_of(start: Days, end: Days) -> CalendarSpans:
    """The stretches from `start` to `end` (NaN where unknown)."""
    names: tuple[Span, ...] = get_args(Span)
    pairs = np.stack([day_codes(start), day_codes(end)], axis=1)
    _, firsts, which = np.unique(tuple_code([pairs[:, 0], pairs[:, 1]]), return_index=True, return_inverse=True)
    distinct = pairs[firsts]
    spans: dict[Span, Flags] = {name: np.zeros(len(distinct), dtype=bool) for name in names}
    year, month, months = (np.full(len(distinct), NOTHING, dtype=np.int64) for _ in range(3))
    for index, (first, last) in enumerate(distinct):
        if last == NOTHING:
            continue
        final = date.fromordinal(int(last))
        year[index], month[index] = final.year, final.year * 12 + final.month - 1
        if first == NOTHING or final.day != monthrange(final.year, final.month)[1]:
            continue
        begin = date.fromordinal(int(first))
        if begin.day != 1 or begin.year != final.year:
            continue
        months[index] = 100 * begin.month + final.month
        length = final.month - begin.month + 1
        spans["month"][index] = length == 1
        spans["quarter"][index] = length == 3 and final.month % 3 == 0
        spans["half"][index] = length == 6 and final.month % 6 == 0
        spans["ytd"][index] = begin.month == 1
        spans["year"][index] = length == 12
    covered = {name: flags[which] for name, flags in spans.items()}
    return CalendarSpans(covered, year[which], month[which], months[which])


def months_gone_by(month: Codes) -> Days:
    """How many months of its year have gone by at the end of each `month` (counted from 0), NaN where unknown."""
    return np.where(month == NOTHING, np.nan, month % 12 + 1.0)


def _day_numbers(column: CodedColumn) -> Days:
    lookup = np.array([*map(_ordinal, column.words), np.nan], dtype=np.float64)
    return np.asarray(lookup[column.codes])


def _ordinal(text: str) -> float:
    try:
        return float(date.fromisoformat(text[:10]).toordinal())
    except ValueError:
        return float("nan")
