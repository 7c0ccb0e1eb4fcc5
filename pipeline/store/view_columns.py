"""The documented columns of the views: a name, what it is made of, and what it means in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Numeric, Select, case, cast, extract, func

from pipeline.store.finding_models import StoredFinding
from pipeline.store.report_models import Report, StoredFact

FACTS: Final = StoredFact.__table__
REPORTS: Final = Report.__table__
FINDINGS: Final = StoredFinding.__table__


@dataclass(frozen=True)
class ViewColumn:
    """A column of a view."""

    name: str
    expression: ColumnElement[Any]
    comment: str
    doc: str


@dataclass(frozen=True)
class View:
    """A view: its name, what it is, its columns and the statement that makes it."""

    name: str
    comment: str
    doc: str
    columns: tuple[ViewColumn, ...]
    statement: Select[Any]


def plain(column: ColumnElement[Any], name: str = "") -> ViewColumn:
    """A column as it stands in its table, with the words of the model."""
    source: Any = column
    return ViewColumn(name or source.name, column, source.comment, source.doc)


def year_of(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The year of a date, an integer."""
    return cast(extract("year", day), Integer)


def month_of(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The month of a date, an integer from 1."""
    return cast(extract("month", day), Integer)


def number(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """A decimal kept as text, as a number that SQL compares and sums (in SQLite a float where it is not whole)."""
    return cast(value, Numeric)


def percent() -> ColumnElement[Any]:
    """The value of a rate in percent; 倍 become percent, too."""
    return case((FACTS.c.unit == "倍", number(FACTS.c.value) * 100), else_=number(FACTS.c.value))


METRIC: Final = func.coalesce(FACTS.c.metric_name, FACTS.c.metric)
REGION: Final = func.coalesce(FACTS.c.region, REPORTS.c.region)

WHOSE: Final = (
    plain(REPORTS.c.unit),
    ViewColumn("region", REGION, "地区（数字的；没写则报告的）", "Place of the figure, else of its report."),
    plain(FACTS.c.scope),
    plain(FACTS.c.metric_code),
    ViewColumn("metric", METRIC, "指标标准名；目录外的为原文", "The catalogue's name, else as printed."),
    ViewColumn("year", year_of(FACTS.c.period_end), "年（时期结束日的）", "Year of the period's last day."),
    ViewColumn("month", month_of(FACTS.c.period_end), "月（时期结束日的）", "Month of the period's last day, from 1."),
)
"""Whose figure it is, of what, and when."""

WHENCE: Final = (
    plain(FACTS.c.role),
    plain(FACTS.c.comparator),
    plain(FACTS.c["column"], "sheet_column"),
    plain(FACTS.c.basis),
    plain(FACTS.c.parent_metric),
    plain(FACTS.c.period_start),
    plain(FACTS.c.period_end),
    plain(FACTS.c.period_kind),
    plain(FACTS.c.printed),
    plain(FACTS.c.evidence),
    plain(FACTS.c.item),
    plain(REPORTS.c.source_name),
    plain(FACTS.c.report_id),
    plain(FACTS.c.fact_id),
)
"""In what role it stands, how it is printed, and where it comes from."""

AMOUNT_FEN: Final = ViewColumn(
    "amount_fen",
    FACTS.c.amount_fen,
    "金额（分，整数；人民币且为整分，否则为空）",
    "Amount in whole fen, exact; null if it is no whole fen of CNY.",
)
CURRENCY: Final = ViewColumn("currency", FACTS.c.unit, "币种（CNY、USD）", "CNY or USD.")
VALUE: Final = ViewColumn(
    "value", number(FACTS.c.value), "数值（基本单位）", "Value in the base unit, a number for comparing."
)
MEASURE: Final = ViewColumn(
    "measure_unit", FACTS.c.unit, "计量单位（CNY、%、家……）", "CNY, %, pp, 倍 or the classifier."
)
PERCENT: Final = ViewColumn("percent", percent(), "百分数（7.1 即 7.1%）", "Percent: 7.1 is 7.1 %; 倍 are converted.")
BASE: Final = plain(FACTS.c.base)
KIND: Final = plain(FACTS.c.kind)
