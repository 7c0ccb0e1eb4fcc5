"""The view `monthly`: a wide series, one row a unit, place, scope, metric and month."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, select

from pipeline.series_cells import AMOUNT_CELLS, LEAST_TRUST, RATE_CELLS
from pipeline.store.report_models import SheetItem
from pipeline.store.view_columns import (
    FACTS,
    METRIC,
    REGION,
    REPORTS,
    View,
    ViewColumn,
    percent,
    plain,
)

_ITEMS: Final = SheetItem.__table__

_KEYS: Final = ("unit", "region", "scope", "metric_code", "metric", "year", "month")


def monthly(in_force: ColumnElement[bool]) -> View:
    """The view over the reports that meet `in_force`. One pass over the facts and no window, so that a query for one
    unit reads only that unit's facts in either database."""
    keys = (
        REPORTS.c.unit,
        REGION,
        FACTS.c.series_scope,
        FACTS.c.metric_code,
        METRIC,
        FACTS.c.series_year,
        FACTS.c.series_month,
    )
    filled = [(name, _best(name, FACTS.c.amount_fen)) for name in AMOUNT_CELLS]
    filled += [(name, _best(name, percent())) for name in RATE_CELLS]
    filled.append(("light", _worst_light()))
    columns = tuple(
        ViewColumn(name, expression, *_WORDS[name]) for name, expression in [*zip(_KEYS, keys, strict=True), *filled]
    )
    joined = FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id).outerjoin(
        _ITEMS, and_(_ITEMS.c.report_id == FACTS.c.report_id, _ITEMS.c.position == FACTS.c.item_position)
    )
    statement = (
        select(*(column.expression.label(column.name) for column in columns))
        .select_from(joined)
        .where(in_force, FACTS.c.series_cell.is_not(None))
        .group_by(*keys)
    )
    return View(
        "monthly",
        "逐月序列：每个单位、地区、范围、指标、月份一行（金额以分计；目录外指标按原文；可比口径等另有口径的不列）",
        "A wide series, one row a unit, place, scope, metric and month; comparable and other bases are left out.",
        columns,
        statement,
    )


def _best(cell: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value of the most trusted facts that fill the cell; of several equally trusted ones the largest."""
    fills = FACTS.c.series_cell == cell
    levels = (and_(fills, FACTS.c.series_trust == trust) for trust in range(LEAST_TRUST + 1))
    return func.coalesce(*(func.max(case((level, value))) for level in levels))


def _worst_light() -> ColumnElement[Any]:
    """Of the lights of several rows the worst: red before yellow before any other."""
    ours = FACTS.c.series_trust < LEAST_TRUST
    reds, yellows = (and_(ours, _ITEMS.c.light.like(f"%{word}%")) for word in ("红", "黄"))
    return func.coalesce(*(func.max(case((which, _ITEMS.c.light))) for which in (reds, yellows, ours)))


_WORDS: Final = {
    "unit": (plain(REPORTS.c.unit).comment, plain(REPORTS.c.unit).doc),
    "region": ("地区（数字的；没写则报告的）", "Place of the figure, else of its report."),
    "scope": (
        "范围；没写的随同一行里同一指标的其他数字",
        "Scope; where none is printed, that of its fellows in the row.",
    ),
    "metric_code": ("指标代码", "The catalogue's code."),
    "metric": ("指标标准名；目录外的为原文", "The catalogue's name, else as printed."),
    "year": ("年", "Year."),
    "month": ("月", "Month, from 1."),
    "month_fen": ("当月金额（分）", "Amount of the month in fen."),
    "cumulative_fen": ("年初至当月累计金额（分）", "Amount from January to the month in fen."),
    "target_fen": ("全年目标或预算金额（分）", "Target or budget of the year in fen."),
    "month_growth": ("当月增幅（%）", "Growth of the month in percent."),
    "growth": ("累计增幅（%）", "Growth of the year to date in percent."),
    "target_growth": ("全年增幅目标（%）", "Target of the year's growth in percent."),
    "completion": ("累计完成率（%，写在进度里的）", "Completion in percent, as stated with the figure."),
    "work_completion": ("累计完成工作量（%，单独一列的）", "Completion in percent, of the column of work done."),
    "light": ("亮灯；几行里最差的", "The light of the row; of several rows the worst."),
}
