"""The picture of growth: time by size on logarithmic scales, a line a kind of work, with its slope."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.measure import Measure
from benchmarks.parts.growth import GROUPS, SLOPE
from benchmarks.results_page import Taken, number
from benchmarks.svg import drawing, stroke, word

_WIDTH: Final = 900
_HEIGHT: Final = 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 560, 60, 390
_COLOURS: Final = ("#b5482f", "#2f6f9f", "#5b8c3a", "#8a5aa8")


@dataclass(frozen=True)
class _Line:
    """Seconds by size."""

    title: str
    points: tuple[tuple[float, float], ...]
    slope: float


def growth_picture(parts: Sequence[Taken]) -> str:
    """As SVG; without measures of growth, a line that says so."""
    measures = [row for taken in parts if taken.part.name == "growth" for row in taken.outcome.measures]
    lines = [_line(title, [row for row in measures if row.group == title]) for title in GROUPS.values()]
    lines = [line for line in lines if line.points]
    shapes = list(_drawn(lines)) if lines else [word(20, 66, "growth has not been measured")]
    title = word(20, 28, "How cost grows: seconds of the processor by reports or facts", 17, bold=True)
    return drawing(_WIDTH, _HEIGHT, [title, *shapes])


def _line(title: str, rows: Sequence[Measure]) -> _Line:
    sizes = [row for row in rows if row.what != SLOPE and row.hedui]
    seconds = [row.hedui.middle / (1000 if row.unit == "ms" else 1) for row in sizes if row.hedui]
    points = [(float(row.what.replace(",", "")), took) for row, took in zip(sizes, seconds, strict=True)]
    steep = next((row.hedui.middle for row in rows if row.what == SLOPE and row.hedui), 0.0)
    return _Line(title.replace(", milliseconds", ""), tuple(points), steep)


def _drawn(lines: Sequence[_Line]) -> Iterator[str]:
    sizes, times = ([point[side] for line in lines for point in line.points] for side in (0, 1))
    across, up = _Scale.over(sizes, _LEFT, _RIGHT), _Scale.over(times, _BOTTOM, _TOP)
    for power in range(across.least, across.most + 1):
        x = across.at(10.0**power)
        yield stroke(x, _TOP, x, _BOTTOM)
        yield word(x, _BOTTOM + 20, f"{10**power:,}", 11, anchor="middle")
    for power in range(up.least, up.most + 1):
        y = up.at(10.0**power)
        yield stroke(_LEFT, y, _RIGHT, y)
        yield word(_LEFT - 8, y + 4, f"{number(10.0**power)} s", 11, anchor="end")
    for at, (line, colour) in enumerate(zip(lines, _COLOURS, strict=False)):
        places = [(across.at(size), up.at(took)) for size, took in line.points]
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
        kind, _, rest = line.title.partition(": ")
        top = _TOP + 20 + 60 * at
        yield f'<rect x="{_RIGHT + 24}" y="{top - 10}" width="14" height="4" fill="{colour}"/>'
        yield word(_RIGHT + 46, top - 4, f"{kind}: slope {line.slope:.2f}", 12, bold=True)
        yield word(_RIGHT + 46, top + 13, rest, 10)


@dataclass(frozen=True)
class _Scale:
    """Powers of ten between two places of the page."""

    least: int
    most: int
    begin: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], begin: float, end: float) -> _Scale:
        least, most = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(least, max(most, least + 1), begin, end)

    def at(self, value: float) -> float:
        return self.begin + (self.end - self.begin) * (math.log10(value) - self.least) / (self.most - self.least)
