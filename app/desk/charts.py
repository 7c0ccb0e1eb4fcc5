"""The chart of a metric over a year, as a bureau puts it into a briefing: sum to date, months, growth, one below the
other on the same months, so that no figure needs a second axis and no label lies upon another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.desk.chart_panel import INK, PALE, ChartSize, Panel, drawn_panel, month_names, shown
from app.desk.drawing import Drawing, Word
from app.desk.drawing.shapes import Shape, fitting
from pipeline.review.metric_year import Cell, MetricYear

_YI, _WAN = Decimal(10) ** 8, Decimal(10) ** 4
_LARGE: Final = ChartSize(width=960, panel=170, left=78, text=13, head=46, foot=54, values=True)
_MIDDLE: Final = ChartSize(width=760, panel=158, left=70, text=12, head=46, foot=54, values=True)
_SMALL: Final = ChartSize(width=460, panel=104, left=58, text=11, head=26, foot=24, values=False)


def series_chart(
    series: MetricYear,
    *,
    small: bool = False,
    middle: bool = False,
    expected: Decimal | None = None,
    chosen: bool = False,
) -> Drawing:
    """The drawing, as wide as a page; a `middle` one is for half a screen. A small one has only the panels that tell
    of the odd point; `expected` is what that should be (in the measure of the series, of rates in percent) and is
    marked beside it. `chosen` says that the odd point is only the one that was asked for, and not in doubt."""
    size = replace(_SMALL if small else _MIDDLE if middle else _LARGE, chosen=chosen)
    panels = [panel for panel in _panels(series) if _has_points(series, panel)]
    if small:
        panels = _telling(series, panels)
    title = series_title(series)
    shapes: list[Shape] = [
        Word(8 if small else 16, 18 if small else 28, fitting(title, 12 if small else 16, size.width - 24),
             12 if small else 16, INK, bold=True)
    ]  # fmt: skip
    top = float(size.head)
    for panel in panels:
        shapes += drawn_panel(series, panel, size, top, expected)
        top += size.panel
    if panels:
        shapes += month_names(size, top)
    else:
        shapes.append(Word(16, top + 30, "没有可以画的数字。", size.text, PALE))
        top += 40
    height = round(top) + size.foot
    if not small:
        shapes += _source(series, height)
    return Drawing(size.width, height, title, _described(series, panels), tuple(shapes))


def series_title(series: MetricYear) -> str:
    """Unit, year, scope and metric in a line."""
    name = series.name
    scope = f"{name.scope}" if name.scope else ""
    return f"{name.unit or '未写明单位'} {name.year}年{scope}{name.metric}"


def scale_of(series: MetricYear) -> tuple[Decimal, str]:
    """What the figures are divided by to be legible, and what they are called then: 亿元, 万元, 家 …"""
    values = [abs(point.value) for cell in _LEVEL_CELLS for point in series.of(cell).values()]
    most = max(values, default=Decimal(0))
    unit = {"CNY": "元", "USD": "美元", "pp": "个百分点"}.get(series.measure, series.measure)
    if series.measure in {"%", "pp", "倍"}:
        return Decimal(1), unit
    if most >= _YI:
        return _YI, f"亿{unit}"
    return (_WAN, f"万{unit}") if most >= _WAN else (Decimal(1), unit)


_LEVEL_CELLS: Final[tuple[Cell, ...]] = ("month", "cumulative", "target")


def _panels(series: MetricYear) -> list[Panel]:
    divisor, unit = scale_of(series)
    alone = "当季" if any(point.of_quarter for point in series.of("month").values()) else "当月"
    sums = "累计" if series.sums else "数值"
    one = Decimal(1)
    return [
        Panel(f"{sums}（{unit}）", None, (("cumulative", sums),), "target", divisor, unit),
        Panel(f"{alone}（{unit}）", "month", (), None, divisor, unit),
        Panel("增幅（%）", None, (("growth", "累计增幅"), ("month_growth", "当月增幅")), "target_growth", one, "%"),
        Panel("完成率（%）", None, (("completion", "完成率"),), None, one, "%"),
    ]


def _has_points(series: MetricYear, panel: Panel) -> bool:
    return any(series.of(cell) for cell in panel.cells)


def _telling(series: MetricYear, panels: list[Panel]) -> list[Panel]:
    """For a small chart: where the odd point stands and, for sums, the months beside them."""
    amounts = [panel for panel in panels if panel.aim == "target" or panel.bars]
    if series.odd_cell is None or series.odd_cell in _LEVEL_CELLS:
        return amounts or panels[:1]
    return [panel for panel in panels if series.odd_cell in (*panel.cells, panel.aim)] or panels[:1]


def _source(series: MetricYear, height: int) -> list[Shape]:
    reports = {point.source_name for points in series.points.values() for point in points.values()}
    said = f"资料来源：{series.name.unit or '未写明单位'}报送的 {len(reports)} 份报告，数字照报告原样。"
    if any(point.doubtful for points in series.points.values() for point in points.values()):
        said += "有的数字识别存疑。"
    return [Word(16, height - 12, said, 11, PALE)]


def _described(series: MetricYear, panels: list[Panel]) -> str:
    """What the chart shows, in words, for those who cannot see it."""
    parts = [
        f"{panel.heading}：" + "，".join(f"{month}月 {shown(point.value, panel.divisor)}"
                                       for month, point in sorted(series.of(cell).items()))
        for panel in panels for cell in panel.cells if series.of(cell)
    ]  # fmt: skip
    return "；".join(parts) or "没有数字"
