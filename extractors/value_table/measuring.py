"""How a cell of values measures: its unit, kind, role, base, basis and period."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import regex

from extractors.attribution.period import Dated
from extractors.attribution.setting import Setting, Subject
from extractors.fact import FactRole, Kind, Period, PeriodSource
from extractors.value_table.caption import Caption
from extractors.value_table.cell import ValueCell
from extractors.value_table.columns import a_year_before, cumulative_until, is_left_of_a_time
from extractors.value_table.layout import Shape
from extractors.value_table.measure_unit import PERCENT, PLACES, POINTS, MeasureUnit
from extractors.value_table.value_column import Measured, ValueColumn
from rules.metrics import catalogue
from rules.table_heads import MeasureKind, table_heads

_FLOWED = regex.compile(r"(?<!未)(?:拨付|支出|支付|发放|下达|发行|入库|征收|兑现)")
_TOTAL = regex.compile(r"额度|限额|指标|累计(?=\p{Han}{0,6}投资)|以来|至今")
_OF_FLOWS: Final[tuple[Kind, ...]] = ("amount", "completion")
_FITTING: Final[dict[Measured, tuple[str, ...]]] = {
    "growth": ("percent", "multiple"), "completion": ("percent",), "share": ("percent",), "rank": ("rank",),
}  # fmt: skip
_BY_ROW: Final[dict[MeasureKind, Measured]] = {
    "amount": "level", "moved": "growth", "growth": "growth", "change": "change", "change_pp": "change_pp",
    "completion": "completion", "share": "share", "rank": "rank",
}  # fmt: skip


def unit_of(cell: ValueCell, metric: str, caption: Caption, beside: MeasureUnit | None = None) -> MeasureUnit | None:
    """The unit of a figure printed without one: the head's, the row's, that of its kind, the caption's.

    `beside` is what other figures of the row are printed with: a count (人) goes before a caption of money, an amount
    stands in where nothing else is stated.
    """
    measured = _measured(cell)
    for unit in (cell.column.words.unit, cell.row.unit):
        if unit is not None and unit.dimension in _FITTING.get(measured, (unit.dimension,)):
            return unit
    match measured:
        case "growth" | "completion" | "share":
            return PERCENT if _in_percent(cell.column, caption) else None
        case "change_pp":
            return POINTS
        case "rank":
            return PLACES
    if beside is not None and beside.dimension == "count":
        return beside
    return _unit_of_caption(metric, caption) or beside


def kind_of(cell: ValueCell, unit: MeasureUnit, caption: Caption) -> Kind | None:
    """The kind by head, row and unit; None where unit and kind cannot go together."""
    measured = _measured(cell)
    if unit.dimension == "points":
        return "change_pp"
    if measured == "level":
        return _kind_of_level(unit, caption)
    if measured == "growth" and unit.dimension not in _FITTING["growth"]:
        return "change"
    if measured in ("completion", "share") and unit.dimension != "percent":
        return None
    return measured


def role_of(cell: ValueCell, kind: Kind) -> FactRole:
    """The role by the column, else by the row (上年同期 as the name of a row)."""
    measure = cell.row.words.measure
    if cell.column.role == "actual" and measure is not None and measure.role is not None and kind == "amount":
        return measure.role
    return cell.column.role


def base_of(cell: ValueCell, kind: Kind, subject: Subject, caption: Caption, shape: Shape) -> str | None:
    """What a completion or share is of, what a growth is against: as a head prints it, else the whole of a part."""
    base = cell.column.base or cell.row.words.base
    if kind == "growth" and base is None and "环比" in cell.column.words.text + cell.row.words.text:
        return "上月"
    if kind != "share" or base is not None:
        return base
    if cell.axis == "metrics":
        # The share of a total (合计 100%) is of the same whole as those of its parts.
        return subject.parent or (subject.metric or None if cell.row.words.total else None)
    metric = catalogue().by_name.get(subject.metric)
    if metric is None or metric.of is None:
        return None
    whole = catalogue().by_code[metric.of].name
    heads = [level for band in shape.bands for levels in band.levels for level in levels]
    return whole if whole in (caption.subject, *heads) else None


def basis_of(cell: ValueCell, kind: Kind, caption: Caption) -> str | None:
    """The basis of growth by head or row, else as a note under the table says for all rates."""
    if kind not in ("growth", "change", "amount", "change_pp"):
        return None
    noted = caption.basis if kind == "growth" else None
    return cell.column.words.basis or cell.row.words.basis or noted


def dated(cell: ValueCell, kind: Kind, metric: str, caption: Caption, setting: Setting) -> Dated:
    """The period that the row, the column, the caption or the report tells."""
    column = cell.column
    period: Period | None = column.period
    source: PeriodSource | None = column.period_source
    if cell.row.period is not None and (period is None or cell.axis == "times"):
        period, source = cell.row.period, "inherited" if cell.row.leans else "explicit"
        if column.column == "cumulative" and period.start is not None:
            period = cumulative_until(period.end)
        if column.role == "baseline":
            period = a_year_before(period)
    if period is None:
        period, source = _about(caption, setting)
        if period is not None and period.start is None and kind in _OF_FLOWS and _has_flowed(cell, metric):
            period = cumulative_until(period.end)  # 截至11月底 over 已拨付: since January
    if period is not None and kind in ("amount", "count") and period.start is not None and _is_stock(cell, metric):
        period = Period(None, period.end, "instant")
    return Dated(period, source if period else None)


def _about(caption: Caption, setting: Setting) -> tuple[Period | None, PeriodSource | None]:
    if caption.period is not None and caption.period != setting.document_period:
        return caption.period, "inherited"
    return setting.document_period, setting.document_period_source


def _measured(cell: ValueCell) -> Measured:
    """What the column measures, or, where that is no more than amounts, what the row's name says (同比增长)."""
    measure = cell.row.words.measure
    if cell.column.measured != "level" or measure is None:
        return cell.column.measured
    return _BY_ROW[measure.kind]


def _in_percent(column: ValueColumn, caption: Caption) -> bool:
    """Whether rates without any percent sign are in percent; all of them small, they may be parts of one."""
    stated = column.words.percent or any(unit.dimension == "percent" for unit in caption.units)
    return stated or not column.parts_of_one


def _unit_of_caption(metric: str, caption: Caption) -> MeasureUnit | None:
    plain = [unit for unit in caption.units if unit.dimension not in ("percent", "points")]
    counted = next((word for ending, word in table_heads().words.counted.items() if metric.endswith(ending)), None)
    if counted:
        named = next((unit for unit in plain if unit.dimension == "count"), None)
        return named or MeasureUnit(counted, Fraction(1), "count")
    money = [unit for unit in plain if unit.dimension == "money"]
    things = [unit for unit in plain if unit.dimension == "count"]
    if money and len(things) == 1 and metric.endswith(table_heads().words.things):
        return things[0]  # 单位：亿元、个 over 新签约项目
    if money or plain:
        return (money or plain)[0]
    return caption.units[0] if caption.units else None


def _kind_of_level(unit: MeasureUnit, caption: Caption) -> Kind:
    match unit.dimension:
        case "money":
            return "unit_price" if unit.per else "amount"
        case "percent":
            titled = caption.measure
            return "growth" if titled is not None and titled.kind in ("growth", "moved") else "share"
        case "multiple" | "rank" | "ratio":
            return unit.dimension
        case _:
            return "count"


def _has_flowed(cell: ValueCell, metric: str) -> bool:
    """Whether the head says that money went, of this year as far as one can tell (已拨付, 支出进度)."""
    head = cell.column.words.text
    return _FLOWED.search(head) is not None and not _TOTAL.search(head) and not _is_stock(cell, metric)


def _is_stock(cell: ValueCell, metric: str) -> bool:
    """Whether the metric is what there is at a time, or a part (其中：一般债务) of what there is."""
    if is_left_of_a_time(cell.column.words.text + metric):
        return False
    if cell.row.parent is not None and cell.row.leans and _is_stock_metric(cell.row.parent):
        return True
    return _is_stock_metric(metric)


def _is_stock_metric(metric: str) -> bool:
    known = catalogue().by_name.get(metric)
    return known.nature == "stock" if known is not None else metric.endswith(table_heads().words.stocks)
