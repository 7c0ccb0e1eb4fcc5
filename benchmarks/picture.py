"""The picture of the results: how much each reader puts in the right place, and how long it takes, by kind of file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from benchmarks.measure import Measure
from benchmarks.parts.reading import PLACE, SPEED
from benchmarks.results_page import Taken, number

_WIDTH: Final = 900
_NAMES: Final = 150
_LEFT: Final = (170, 560)
"""Where the bars of accuracy and of speed begin."""
_LONG: Final = 250
_ROW: Final = 22
_OURS: Final = "#b5482f"
_THEIRS: Final = "#7aa6c2"
_GRID: Final = "#dddddd"
_INK: Final = "#222222"
_FONTS: Final = "DejaVu Sans, Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class _Bar:
    """A reader: share in the right place (None where it gives no tables) and seconds a page."""

    name: str
    share: float | None
    seconds: float | None


def picture(parts: Sequence[Taken]) -> str:
    """As SVG: a panel a kind of file, a row a reader; without measures of reading, a line that says so."""
    measures = [row for taken in parts if taken.part.name == "reading" for row in taken.outcome.measures]
    groups = list(dict.fromkeys(row.group for row in measures))
    shapes: list[str] = []
    y = 66.0
    for group in groups:
        bars = _bars([row for row in measures if row.group == group])
        shapes += _panel(group, bars, y)
        y += 34 + _ROW * len(bars)
    if not groups:
        shapes.append(_word(20, y, "reading has not been measured"))
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y + 10:.0f}" font-family="{_FONTS}">',
        f'<rect width="{_WIDTH}" height="{y + 10:.0f}" fill="#ffffff"/>',
        _word(20, 28, "Reading: hedui and what one would take instead", 17, bold=True),
        _word(_LEFT[0], 52, "figures in the right row and column, %", 12),
        _word(_LEFT[1], 52, "seconds a page; each line is ten times the one before it", 12),
    ]
    return "\n".join([*head, *shapes, "</svg>", ""])


def _bars(rows: Sequence[Measure]) -> list[_Bar]:
    """hedui first."""
    ours = {row.what: row.hedui.middle for row in rows if row.hedui}
    bars = [_Bar("hedui", ours.get(PLACE), ours.get(SPEED))]
    for peer in dict.fromkeys(row.peer for row in rows):
        theirs = {row.what: row.theirs.middle for row in rows if row.peer == peer and row.theirs}
        bars.append(_Bar(peer, theirs.get(PLACE), theirs.get(SPEED)))
    return bars


def _panel(title: str, bars: Sequence[_Bar], top: float) -> Iterator[str]:
    yield _word(20, top + 14, title, 13, bold=True)
    top += 22
    bottom = top + _ROW * len(bars)
    for share in (0, 50, 100):
        yield _line(_LEFT[0] + _LONG * share / 100, top, bottom)
    least, most = _decades(bars)
    for power in range(least, most + 1):
        yield _line(_on_scale(10.0**power, least, most), top, bottom)
    for at, bar in enumerate(bars):
        y = top + _ROW * at + 4
        colour = _THEIRS if at else _OURS
        yield _word(_NAMES + 10, y + 11, bar.name, 12, anchor="end", bold=not at)
        if bar.share is None:
            yield _word(_LEFT[0] + 6, y + 11, "gives no tables", 11)
        else:
            yield _rect(_LEFT[0], y, _LONG * bar.share / 100, colour)
            yield _word(_LEFT[0] + _LONG * bar.share / 100 + 6, y + 11, number(round(bar.share, 1)), 11)
        if bar.seconds is not None:
            end = _on_scale(bar.seconds, least, most)
            yield f'<circle cx="{end:.1f}" cy="{y + 7:.1f}" r="6" fill="{colour}"/>'
            yield _word(end + 10, y + 11, f"{number(bar.seconds)} s", 11)


def _decades(bars: Sequence[_Bar]) -> tuple[int, int]:
    """Powers of ten around all seconds; the shortest bar is not nothing."""
    seconds = [bar.seconds for bar in bars if bar.seconds]
    if not seconds:
        return -2, 1
    return math.floor(math.log10(min(seconds) / 1.5)), math.ceil(math.log10(max(seconds)))


def _on_scale(seconds: float, least: int, most: int) -> float:
    return _LEFT[1] + _LONG * (math.log10(seconds) - least) / max(1, most - least)


def _rect(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{_ROW - 8}" fill="{colour}"/>'


def _line(x: float, top: float, bottom: float) -> str:
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" stroke="{_GRID}"/>'


def _word(x: float, y: float, text: str, size: int = 12, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
    return f'<text {place} fill="{_INK}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
