"""The picture of the results: how much each reader puts in the right place, and how long it takes, by kind of file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.measure import Measure
from benchmarks.parts.reading import PLACE, SPEED
from benchmarks.results_page import Taken, number
from benchmarks.svg import drawing, stroke, word

_WIDTH: Final = 900
_NAMES: Final = 150
_LEFT: Final = (170, 560)
"""Where the bars of accuracy and of speed begin."""
_LONG: Final = 250
_ROW: Final = 22
_OURS: Final = "#b5482f"
_THEIRS: Final = "#7aa6c2"


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
    panels = {group: _bars([row for row in measures if row.group == group]) for group in groups}
    scale = _decades([bar for bars in panels.values() for bar in bars])
    for group, bars in panels.items():
        shapes += _panel(group, bars, y, scale)
        y += 34 + _ROW * len(bars)
    if not groups:
        shapes.append(word(20, y, "reading has not been measured"))
    head = [
        word(20, 28, "Reading: hedui and what one would take instead", 17, bold=True),
        word(_LEFT[0], 52, "figures in the right row and column, %", 12),
        word(_LEFT[1], 52, "seconds a page", 12),
    ]
    return drawing(_WIDTH, y + 10, [*head, *shapes])


def _bars(rows: Sequence[Measure]) -> list[_Bar]:
    """hedui first."""
    ours = {row.what: row.hedui.middle for row in rows if row.hedui}
    bars = [_Bar("hedui", ours.get(PLACE), ours.get(SPEED))]
    for peer in dict.fromkeys(row.peer for row in rows):
        theirs = {row.what: row.theirs.middle for row in rows if row.peer == peer and row.theirs}
        bars.append(_Bar(peer, theirs.get(PLACE), theirs.get(SPEED)))
    return bars


def _panel(title: str, bars: Sequence[_Bar], top: float, scale: tuple[int, int]) -> Iterator[str]:
    yield word(20, top + 14, title, 13, bold=True)
    top += 22
    bottom = top + _ROW * len(bars)
    for share in (0, 50, 100):
        x = _LEFT[0] + _LONG * share / 100
        yield stroke(x, top, x, bottom)
    least, most = scale
    for power in range(least, most + 1):
        x = _on_scale(10.0**power, least, most)
        yield stroke(x, top, x, bottom)
        yield word(x, top - 4, f"{number(10.0**power)} s", 10, anchor="middle")
    for at, bar in enumerate(bars):
        y = top + _ROW * at + 4
        colour = _THEIRS if at else _OURS
        yield word(_NAMES + 10, y + 11, bar.name, 12, anchor="end", bold=not at)
        if bar.share is None:
            yield word(_LEFT[0] + 6, y + 11, "gives no tables", 11)
        else:
            yield _rect(_LEFT[0], y, _LONG * bar.share / 100, colour)
            yield word(_LEFT[0] + _LONG * bar.share / 100 + 6, y + 11, number(round(bar.share, 1)), 11)
        if bar.seconds is not None:
            end = _on_scale(bar.seconds, least, most)
            yield f'<circle cx="{end:.1f}" cy="{y + 7:.1f}" r="6" fill="{colour}"/>'
            yield word(end + 10, y + 11, f"{number(bar.seconds)} s", 11)


def _decades(bars: Sequence[_Bar]) -> tuple[int, int]:
    """Powers of ten around all seconds."""
    seconds = [bar.seconds for bar in bars if bar.seconds]
    if not seconds:
        return -2, 1
    return math.floor(math.log10(min(seconds) / 1.5)), math.ceil(math.log10(max(seconds)))


def _on_scale(seconds: float, least: int, most: int) -> float:
    return _LEFT[1] + _LONG * (math.log10(seconds) - least) / max(1, most - least)


def _rect(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{_ROW - 8}" fill="{colour}"/>'
