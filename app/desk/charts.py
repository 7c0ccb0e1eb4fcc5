"""The chart of a metric over a year, as a bureau puts it into a briefing: sum to date, months, growth, one below the
other on the same months, so that no figure needs a second axis and no label lies upon another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.desk.chart_panel import INK, PALE, ChartSize, Panel, drawn_panel, month_name, month_names, shown
from app.desk.drawing import Drawing, Word
from app.desk.drawing.shapes import Shape, fitting
from app.desk.words import CHINESE, Words
from pipeline.review.metric_year import Cell, MetricYear
from pipeline.wording.labels import UNIT, label

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
    say: Words = CHINESE,
) -> Drawing:
    """The drawing, as wide as a page; a `middle` one is for half a screen. A small one has only the panels that tell
    of the odd point; `expected` is what that should be (in the measure of the series, of rates in percent) and is
    marked beside it. `chosen` says that the odd point is only the one that was asked for, and not in doubt; the words
    are those of `say`, names and printed figures stay as they are."""
    size = replace(_SMALL if small else _MIDDLE if middle else _LARGE, chosen=chosen, say=say)
    panels = [panel for panel in _panels(series, say) if _has_points(series, panel)]
    if small:
        panels = _telling(series, panels)
    title = series_title(series, say)
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
        shapes.append(Word(16, top + 30, say("没有可以画的数字。"), size.text, PALE))
        top += 40
    height = round(top) + size.foot
    if not small:
        shapes += _source(series, height, say)
    return Drawing(size.width, height, title, _described(series, panels, say), tuple(shapes))


def series_title(series: MetricYear, say: Words = CHINESE) -> str:
    """Unit, year, scope and metric in a line."""
    name = series.name
    what = f"{name.scope or ''}{name.metric}"
    return say("{unit} {year}年{what}", unit=name.unit or say("未写明单位"), year=name.year, what=what)


def scale_of(series: MetricYear) -> tuple[Decimal, str]:
    """What the figures are divided by to be legible, and what they are called then: 亿元, 万元, 家 …"""
    values = [abs(point.value) for cell in _LEVEL_CELLS for point in series.of(cell).values()]
    most = max(values, default=Decimal(0))
    unit = label(UNIT, series.measure)
    if series.measure in {"%", "pp", "倍"}:
        return Decimal(1), unit
    if most >= _YI:
        return _YI, f"亿{unit}"
    return (_WAN, f"万{unit}") if most >= _WAN else (Decimal(1), unit)


_LEVEL_CELLS: Final[tuple[Cell, ...]] = ("month", "cumulative", "target")


def _panels(series: MetricYear, say: Words) -> list[Panel]:
    divisor, unit = scale_of(series)
    alone = say("当季" if any(point.of_quarter for point in series.of("month").values()) else "当月")
    sums = say("累计" if series.sums else "数值")
    one = Decimal(1)
    growth: tuple[tuple[Cell, str], ...] = (("growth", say("累计增幅")), ("month_growth", say("当月增幅")))
    return [
        Panel(f"{sums}（{unit}）", None, (("cumulative", sums),), "target", divisor, unit),
        Panel(f"{alone}（{unit}）", "month", (), None, divisor, unit),
        Panel(f"{say('增幅')}（%）", None, growth, "target_growth", one, "%"),
        Panel(f"{say('完成率')}（%）", None, (("completion", say("完成率")),), None, one, "%"),
    ]


def _has_points(series: MetricYear, panel: Panel) -> bool:
    return any(series.of(cell) for cell in panel.cells)


def _telling(series: MetricYear, panels: list[Panel]) -> list[Panel]:
    """For a small chart: where the odd point stands and, for sums, the months beside them."""
    amounts = [panel for panel in panels if panel.aim == "target" or panel.bars]
    if series.odd_cell is None or series.odd_cell in _LEVEL_CELLS:
        return amounts or panels[:1]
    return [panel for panel in panels if series.odd_cell in (*panel.cells, panel.aim)] or panels[:1]


def _source(series: MetricYear, height: int, say: Words) -> list[Shape]:
    reports = {point.source_name for points in series.points.values() for point in points.values()}
    unit = series.name.unit or say("未写明单位")
    said = say("资料来源：{unit}报送的 {number} 份报告，数字照报告原样。", unit=unit, number=len(reports))
    if any(point.doubtful for points in series.points.values() for point in points.values()):
        said += say("有的数字识别存疑。")
    return [Word(16, height - 12, said, 11, PALE)]


def _described(series: MetricYear, panels: list[Panel], say: Words) -> str:
    """What the chart shows, in words, for those who cannot see it."""
    parts = [
        f"{panel.heading}：" + "，".join(f"{month_name(month, say)} {shown(point.value, panel.divisor)}"
                                       for month, point in sorted(series.of(cell).items()))
        for panel in panels for cell in panel.cells if series.of(cell)
    ]  # fmt: skip
    return "；".join(parts) or say("没有数字")
