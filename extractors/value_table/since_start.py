"""Columns that sum up since a project began: 累计完成投资 beside 1-8月完成投资 or 本年完成投资."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.fact import Period
from extractors.value_table.value_column import ValueColumn

_SINCE_START = regex.compile(
    r"(?:开工|建设|立项|启动|项目)(?:以来|至今|累计)|累计(?=\p{Han}{0,6}(?:投资|支付|拨付|支出|到位|资金))"
)
_THIS_YEAR = regex.compile(r"^(?:本年|当年|今年|年内|本年度|其中[:：]?(?:本年|当年))(?!.{0,2}计划)")


def since_the_start(columns: Sequence[ValueColumn], about: Period | None) -> list[ValueColumn]:
    """`columns` with the totals of projects as of the end of `about`, where another column has the year to date.

    Both would be of the same period otherwise, though the total runs over more than one year.
    """
    totals = [c for c in columns if _is_total(c)]
    if about is None or not any(_is_this_year(c, about) and _alike(c, total) for c in columns for total in totals):
        return list(columns)
    as_of = Period(None, about.end, "instant")
    return [replace(c, period=as_of, period_source="column") if c in totals else c for c in columns]


def _is_total(column: ValueColumn) -> bool:
    plain = column.measured == "level" and column.role == "actual" and column.words.time is None
    return plain and _SINCE_START.search(column.words.text) is not None and not _THIS_YEAR.match(column.words.text)


def _is_this_year(column: ValueColumn, about: Period) -> bool:
    """Whether a column has what came about in this year up to the end of the report."""
    if column.measured != "level" or column.role != "actual":
        return False
    written, period = column.words.time is not None, column.period
    to_date = period is not None and period.start is not None and period.end == about.end and period.start.month == 1
    return (written and to_date) or _THIS_YEAR.match(column.words.text) is not None


def _alike(column: ValueColumn, total: ValueColumn) -> bool:
    """Whether the two measure the same, or one of them names nothing of its own."""
    one, other = column.words.phrase, total.words.phrase
    return not one or not other or one.endswith(other) or other.endswith(one)
