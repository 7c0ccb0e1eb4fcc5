"""Seals that have no colour (grey and bilevel scans): told by their ring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_RADIUS_POINTS: Final = (25.0, 75.0)
"""Least and greatest radius of a seal: 9 to 26 mm."""

_SKETCH: Final = 0.7
"""Dots of the sketch, on which rings are looked for, to a point."""

_CANDIDATES: Final = 12
_ARC_POINTS: Final = 20.0
"""What is smaller is print, not a piece of a ring."""

_ANGLES: Final = 240
_STROKE: Final = 0.06
"""Part of its radius that the stroke of a ring is wide."""

_DRAWN: Final = 0.8
"""Part of a ring that must be drawn; print that a circle happens to pass through covers a third of it."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The ring of a seal, in dots."""

    x: float
    y: float
    radius: float


def rings(dark: Pixels, dots_per_point: float) -> list[Ring]:
    """The rings as large as a seal's among the print (bool dots) of a page."""
    scale = min(1.0, _SKETCH / dots_per_point)
    size = (max(1, round(dark.shape[1] * scale)), max(1, round(dark.shape[0] * scale)))
    sketch = cv2.resize(_large(dark, _ARC_POINTS * dots_per_point), size, interpolation=cv2.INTER_AREA)
    least, most = (round(radius * dots_per_point * scale) for radius in _RADIUS_POINTS)
    circles = cv2.HoughCircles(
        sketch,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=least / 4,
        param1=120,
        param2=25,
        minRadius=least,
        maxRadius=most,
    )
    if circles is None:
        return []
    found: list[Ring] = []
    levels = list(_thickened(dark, 2.0 / scale))
    for x, y, radius in np.asarray(circles)[0][:_CANDIDATES]:
        ring = _fitted(levels, Ring(float(x) / scale, float(y) / scale, float(radius) / scale))
        if ring is not None and not any(_same(ring, other) for other in found):
            found.append(ring)
    return found


def _large(dark: Pixels, least: float) -> Pixels:
    """The figures of at least `least` dots (0 or 255): rings, rules, and print that touches them."""
    _, found, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= least
    large[0] = False
    labels: Pixels = np.asarray(found)
    return np.asarray(large[labels].astype(np.uint8) * 255)


def _thickened(dark: Pixels, reach: float) -> Iterator[tuple[float, Pixels]]:
    """Ever smaller steps, from half of `reach` to one dot, each with print thickened so that no step can miss it."""
    step = reach / 2
    while step > 1:
        width = 2 * round(step) + 1
        yield step, np.asarray(cv2.dilate(dark.astype(np.uint8), np.ones((width, width), np.uint8)) > 0)
        step /= 2
    yield 1.0, dark


def _fitted(levels: list[tuple[float, Pixels]], guess: Ring) -> Ring | None:
    """The ring near `guess`, if there is one."""
    ring, drawn = guess, 0.0
    for step, dark in levels:
        ring, drawn = _best_drawn(dark, ring, step)
        if drawn < _DRAWN:
            return None
    return ring


def _same(a: Ring, b: Ring) -> bool:
    return abs(a.x - b.x) + abs(a.y - b.y) < 0.2 * a.radius


def _best_drawn(dark: Pixels, ring: Ring, step: float) -> tuple[Ring, float]:
    """Of the rings up to two steps from `ring` the one of which most is drawn, and how much of it is."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    moves = step * np.arange(-2.0, 3.0)
    x, y, radius = (axis.reshape(-1, 1) for axis in np.meshgrid(ring.x + moves, ring.y + moves, ring.radius + moves))
    drawn = _dark_at(dark, x + radius * np.cos(angles), y + radius * np.sin(angles)).mean(axis=1)
    at = int(drawn.argmax())
    return Ring(float(x[at, 0]), float(y[at, 0]), float(radius[at, 0])), float(drawn[at])


def _dark_at(dark: Pixels, xs: Pixels, ys: Pixels) -> Pixels:
    """Which of the places lie on the page and on print."""
    columns, rows = np.rint(xs).astype(int), np.rint(ys).astype(int)
    on_page = (rows >= 0) & (rows < dark.shape[0]) & (columns >= 0) & (columns < dark.shape[1])
    print_ = dark[np.clip(rows, 0, dark.shape[0] - 1), np.clip(columns, 0, dark.shape[1] - 1)]
    return np.asarray(on_page & print_)


def ring_dots(found: list[Ring], shape: tuple[int, ...], em: float) -> Pixels:
    """The dots (bool) that the rings themselves cover."""
    dots = np.zeros(shape[:2], dtype=np.uint8)
    for ring in found:
        cv2.circle(dots, (round(ring.x), round(ring.y)), round(ring.radius), 1, max(3, round(0.55 * em)))
    return np.asarray(dots > 0)


def ring_strokes(found: list[Ring], shape: tuple[int, ...]) -> Pixels:
    """The same, only as wide as a ring is drawn."""
    dots = np.zeros(shape[:2], dtype=np.uint8)
    for ring in found:
        cv2.circle(dots, (round(ring.x), round(ring.y)), round(ring.radius), 1, max(3, round(_STROKE * ring.radius)))
    return np.asarray(dots > 0)


def inside(found: list[Ring], shape: tuple[int, ...], beyond: float = 0.0) -> Pixels:
    """The dots (bool) within the rings and up to `beyond` dots outside them."""
    dots = np.zeros(shape[:2], dtype=np.uint8)
    for ring in found:
        cv2.circle(dots, (round(ring.x), round(ring.y)), round(1.03 * ring.radius + beyond), 1, -1)
    return np.asarray(dots > 0)


def thick_dots(dark: Pixels, em: float) -> Pixels:
    """The dots (bool) of figures thicker than any stroke of print (a seal's star, a filled bar)."""
    reach = max(3, round(0.45 * em))
    core = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.dilate(core, np.ones((reach, reach), np.uint8)) > 0)
