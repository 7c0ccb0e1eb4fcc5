"""One panel of a chart over the months of a year: its scale, bars, lines, the target, and the odd point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.desk.drawing import Bar, Dot, Line, Track, Word
from app.desk.drawing.shapes import Shape, text_width
from app.desk.words import CHINESE, Words
from pipeline.review.metric_year import Cell, MetricYear, Point

INK: Final = "#1f2933"
PALE: Final = "#52606d"
_GRID: Final = "#d9dfe5"
_BARS: Final = "#4a78ad"
_LINE: Final = "#9c3d12"
_GROWTH: Final = "#5b4a9e"
_AIM: Final = "#2c6e49"
_ODD: Final = "#c00000"


_MONTHS: Final = range(1, 13)


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: what is drawn in it, its heading, and what its figures are divided by and called."""

    heading: str
    bars: Cell | None
    lines: tuple[tuple[Cell, str], ...]
    aim: Cell | None
    divisor: Decimal
    unit: str

    @property
    def cells(self) -> list[Cell]:
        """What is drawn in it, the target aside."""
        return [cell for cell in (self.bars, *(cell for cell, _ in self.lines)) if cell is not None]


@dataclass(frozen=True, slots=True)
class ChartSize:
    """Dots: of the chart, of a panel, of the room to its left, of its print, above and below; whether `values` stand at
    the points, what `say`s its words, and whether the marked point is just `chosen` and not in doubt."""

    width: int
    panel: int
    left: int
    text: float
    head: int
    foot: int
    values: bool
    say: Words = CHINESE
    chosen: bool = False

    @property
    def mark(self) -> tuple[str, str]:
        """The word for the marked point, and its colour."""
        return (self.say("所选"), INK) if self.chosen else (self.say("存疑"), _ODD)


def shown(value: Decimal, divisor: Decimal = Decimal(1)) -> str:
    """The figure with at most two decimals, of one below 1 with as many as tell it."""
    scaled = value / divisor
    places = 2 if abs(scaled) >= 1 or not scaled else min(6, 1 - scaled.adjusted())
    text = f"{scaled:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def drawn_panel(series: MetricYear, panel: Panel, size: ChartSize, top: float, expected: Decimal | None) -> list[Shape]:
    """The shapes of a panel that begins at `top`; `expected` is what its odd point should be."""
    right, floor = size.width - 16, top + size.panel - (26 if size.values else 14)
    points = [point for cell in panel.cells for point in series.of(cell).values()]
    aims = list(series.of(panel.aim).values()) if panel.aim else []
    odd = next((point for point in (*points, *aims) if point.odd), None)
    values = [point.value / panel.divisor for point in (*points, *aims)]
    if odd is not None and expected is not None:
        values.append(expected / panel.divisor)
    axis = _Axis.over([*values, Decimal(0)], top + 26 + size.text, floor)
    shapes: list[Shape] = [Word(size.left - 50, top + 14, panel.heading, size.text, INK, bold=True)]
    for level in axis.levels:
        y = axis.y(level)
        shapes.append(Line(size.left, y, right, y, PALE if level == 0 else _GRID))
        shapes.append(Word(size.left - 6, y + 4, shown(level), size.text - 1, PALE, "end"))
    if panel.bars:
        shapes += _bars(series.of(panel.bars), panel, size, axis)
    legend = size.left + text_width(panel.heading, size.text)
    if aims:
        shapes += _aim(aims, panel, size, axis, top)
    for number, (cell, called) in enumerate(panel.lines):
        of_cell = series.of(cell)
        if not of_cell:
            continue
        colour = (_GROWTH if panel.unit == "%" and series.measure != "%" else _LINE) if number == 0 else _BARS
        others = next((series.of(each) for each, _ in panel.lines if each != cell), {})
        shapes += _track(of_cell, others, panel, size, axis, colour, diamond=number > 0)
        if sum(bool(series.of(each)) for each, _ in panel.lines) > 1:
            shapes.append(Dot(legend, top + 10, 4, colour, diamond=number > 0))
            shapes.append(Word(legend + 9, top + 14, called, size.text - 1, INK))
            legend += 24 + text_width(called, size.text)
    if odd is not None:
        shapes += _odd(odd, panel, size, axis, expected)
        shapes += _odd_told(odd, panel, size, (legend, top + 14), expected)
    return shapes


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale of round levels from `low` to `high`, drawn between `ceiling` and `floor`."""

    low: Decimal
    high: Decimal
    step: Decimal
    ceiling: float
    floor: float

    @staticmethod
    def over(values: list[Decimal], ceiling: float, floor: float) -> _Axis:
        least, most = min(values), max(values)
        step = _round_step((most - least) / 3 if most > least else Decimal(1))
        low = math.floor(least / step) * step
        return _Axis(low, max(math.ceil(most / step) * step, low + step), step, ceiling, floor)

    @property
    def levels(self) -> list[Decimal]:
        return [self.low + self.step * part for part in range(int((self.high - self.low) / self.step) + 1)]

    def y(self, value: Decimal) -> float:
        return self.floor - (self.floor - self.ceiling) * float((value - self.low) / (self.high - self.low))


def _round_step(least: Decimal) -> Decimal:
    """The smallest round number that is no less: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(10) ** least.adjusted()
    return next(part * power for part in map(Decimal, ("1", "2", "2.5", "5", "10")) if part * power >= least)


def _x(month: int, size: ChartSize) -> float:
    return size.left + (size.width - 16 - size.left) / 12 * (month - 0.5)


def _bars(points: Mapping[int, Point], panel: Panel, size: ChartSize, axis: _Axis) -> list[Shape]:
    shapes: list[Shape] = []
    half = (size.width - 16 - size.left) / 12 * 0.3
    for month, point in sorted(points.items()):
        value = point.value / panel.divisor
        top, foot = sorted((axis.y(value), axis.y(Decimal(0))))
        colour = size.mark[1] if point.odd else _BARS
        tip, x = _tip(point, panel, size.say), _x(month, size)
        shapes.append(Bar(x - half, top, 2 * half, max(1.0, foot - top), colour, tip=tip, link=_link(point)))
        if size.values:
            y = top - 5 if value >= 0 else foot + size.text
            shapes.append(Word(x, y, shown(point.value, panel.divisor), size.text - 1, INK, "middle"))
    return shapes


def _track(
    points: Mapping[int, Point],
    others: Mapping[int, Point],
    panel: Panel,
    size: ChartSize,
    axis: _Axis,
    colour: str,
    *,
    diamond: bool,
) -> list[Shape]:
    """A line and its points; where `others` have a figure of the same month, the larger one is told above."""
    shapes: list[Shape] = []
    above = {month for month in points if month not in others or others[month].value <= points[month].value}
    if diamond:  # of two equal figures the first stands above
        above -= {month for month in above if month in others and others[month].value == points[month].value}
    for run in _runs(sorted(points)):
        places = tuple((_x(month, size), axis.y(points[month].value / panel.divisor)) for month in run)
        if len(places) > 1:
            shapes.append(Track(places, colour))
    for month, point in sorted(points.items()):
        x, y = _x(month, size), axis.y(point.value / panel.divisor)
        shapes.append(Dot(x, y, 4, colour, diamond=diamond, tip=_tip(point, panel, size.say), link=_link(point)))
        if size.values:
            at = y - 8 if month in above else y + size.text + 6
            said = shown(point.value, panel.divisor)
            shapes.append(Word(x, at, said, size.text - 1, colour, "middle", halo=True))
    return shapes


def _runs(months: list[int]) -> list[list[int]]:
    """Months that follow each other without a gap; January is told together with February."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _aim(aims: list[Point], panel: Panel, size: ChartSize, axis: _Axis, top: float) -> list[Shape]:
    """The target of the year, as the last report has it."""
    last = max(aims, key=lambda point: point.month)
    y = axis.y(last.value / panel.divisor)
    said = f"{size.say('全年目标')} {shown(last.value, panel.divisor)}{panel.unit}"
    right = size.width - 16
    return [
        Line(size.left, y, right, y, _AIM, 1.6, dashed=True),
        Line(right - text_width(said, size.text) - 30, top + 10, right - text_width(said, size.text) - 4, top + 10,
             _AIM, 1.6, dashed=True),
        Word(right, top + 14, said, size.text - 1, _AIM, "end"),
    ]  # fmt: skip


def _odd(point: Point, panel: Panel, size: ChartSize, axis: _Axis, expected: Decimal | None) -> list[Shape]:
    """The odd point in a ring (a bar is red), and a hollow diamond where it should be."""
    x, y = _x(point.month, size), axis.y(point.value / panel.divisor)
    shapes: list[Shape] = []
    if panel.bars is None:
        shapes.append(Dot(x, y, 7, size.mark[1], filled=False, tip=_tip(point, panel, size.say)))
        shapes.append(Dot(x, y, 3, size.mark[1], tip=_tip(point, panel, size.say), link=_link(point)))
    if expected is not None:
        tip = f"{size.say('应为')} {shown(expected, panel.divisor)}{panel.unit}"
        shapes.append(Dot(x, axis.y(expected / panel.divisor), 6, _AIM, filled=False, diamond=True, tip=tip))
    return shapes


def _odd_told(
    point: Point, panel: Panel, size: ChartSize, at: tuple[float, float], expected: Decimal | None
) -> list[Shape]:
    """The figures of the odd point in the line of the heading, where they hide nothing."""
    x, y = at
    word, colour = size.mark
    said = f"{word} {month_name(point.month, size.say)} {shown(point.value, panel.divisor)}"
    mark: Shape = Bar(x - 5, y - 9, 10, 10, colour) if panel.bars else Dot(x, y - 4, 5, colour, filled=False)
    shapes: list[Shape] = [mark, Word(x + 10, y, said, size.text, colour, bold=True)]
    if expected is not None:
        x += 28 + text_width(said, size.text)
        said = f"{size.say('应为')} {shown(expected, panel.divisor)}"
        shapes.append(Dot(x, y - 4, 5, _AIM, filled=False, diamond=True))
        shapes.append(Word(x + 10, y, said, size.text, _AIM, bold=True))
    return shapes


def month_names(size: ChartSize, floor: float) -> list[Shape]:
    return [
        Word(_x(month, size), floor + 6, month_name(month, size.say) if size.values else str(month), size.text - 1, INK,
             "middle")
        for month in _MONTHS
    ]  # fmt: skip


def month_name(month: int, say: Words) -> str:
    return say(f"{month}月")


def _tip(point: Point, panel: Panel, say: Words) -> str:
    when = say("{quarter}季度", quarter=(point.month + 2) // 3) if point.of_quarter else month_name(point.month, say)
    doubt = say("（识别存疑）") if point.doubtful else ""
    value = shown(point.value, panel.divisor) + panel.unit
    return say("{when} {value}，原文 {printed}", when=when, value=value, printed=point.printed) + (
        f"{doubt} · {point.source_name}"
    )


def _link(point: Point) -> str:
    return f"/facts/{point.fact_id}"
