"""Seals that have no colour (grey and bilevel scans): told by their ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_RADIUS_POINTS: Final = (25.0, 75.0)
"""Least and greatest radius of a seal: 9 to 26 mm."""

_SKETCH: Final = 1.0
"""Dots of the sketch, on which rings are looked for, to a point."""

_CANDIDATES: Final = 6
_ANGLES: Final = 240
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
    sketch = cv2.resize(dark.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    least, most = (round(radius * dots_per_point * scale) for radius in _RADIUS_POINTS)
    circles = cv2.HoughCircles(
        sketch,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=least,
        param1=120,
        param2=40,
        minRadius=least,
        maxRadius=most,
    )
    if circles is None:
        return []
    found = []
    for x, y, radius in np.asarray(circles)[0][:_CANDIDATES]:
        ring = _fitted(dark, Ring(float(x) / scale, float(y) / scale, float(radius) / scale), 3.0 / scale)
        if ring is not None:
            found.append(ring)
    return found


def _fitted(dark: Pixels, guess: Ring, reach: float) -> Ring | None:
    """The ring near `guess` (its radius off by up to `reach` dots), if there is one."""
    ring = guess
    for reach_now in (reach, reach / 2, reach / 4, reach / 4):
        points = _points(dark, ring, reach_now)
        if len(points) < _ANGLES // 2:
            return None
        # The circle through points (x, y): x² + y² = 2ax + 2by + c.
        system = np.column_stack([2 * points, np.ones(len(points))])
        (a, b, c), *_ = np.linalg.lstsq(system, np.square(points).sum(axis=1), rcond=None)
        ring = Ring(float(a), float(b), float(np.sqrt(max(1.0, c + a * a + b * b))))
    drawn = max(_share_drawn(dark, ring, off) for off in (-2.0, -1.0, 0.0, 1.0, 2.0))
    return ring if drawn >= _DRAWN else None


def _points(dark: Pixels, ring: Ring, reach: float) -> Pixels:
    """The dots of print nearest to the ring, one for each angle where there is any within `reach`."""
    found = []
    steps = sorted(np.arange(-reach, reach + 0.5), key=abs)
    for angle in np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False):
        for step in steps:
            x = ring.x + (ring.radius + step) * np.cos(angle)
            y = ring.y + (ring.radius + step) * np.sin(angle)
            if _is_dark(dark, x, y):
                found.append((x, y))
                break
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def _share_drawn(dark: Pixels, ring: Ring, off: float) -> float:
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    xs = ring.x + (ring.radius + off) * np.cos(angles)
    ys = ring.y + (ring.radius + off) * np.sin(angles)
    return sum(_is_dark(dark, x, y) for x, y in zip(xs, ys, strict=True)) / _ANGLES


def _is_dark(dark: Pixels, x: float, y: float) -> bool:
    row, column = round(y), round(x)
    return 0 <= row < dark.shape[0] and 0 <= column < dark.shape[1] and bool(dark[row, column])


def ring_dots(found: list[Ring], shape: tuple[int, ...], em: float) -> Pixels:
    """The dots (bool) that the rings themselves cover."""
    dots = np.zeros(shape[:2], dtype=np.uint8)
    for ring in found:
        cv2.circle(dots, (round(ring.x), round(ring.y)), round(ring.radius), 1, max(3, round(0.55 * em)))
    return np.asarray(dots > 0)


def inside(found: list[Ring], shape: tuple[int, ...]) -> Pixels:
    """The dots (bool) within the rings."""
    dots = np.zeros(shape[:2], dtype=np.uint8)
    for ring in found:
        cv2.circle(dots, (round(ring.x), round(ring.y)), round(1.03 * ring.radius), 1, -1)
    return np.asarray(dots > 0)


def thick_dots(dark: Pixels, em: float) -> Pixels:
    """The dots (bool) of figures thicker than any stroke of print (a seal's star, a filled bar)."""
    reach = max(3, round(0.45 * em))
    core = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.dilate(core, np.ones((reach, reach), np.uint8)) > 0)
