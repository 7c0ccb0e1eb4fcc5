"""How a page lies in its picture: quarter turns and skew, and the way back from reading position."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan
from typing import Final, Literal

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels
from extractors.text import Box

Quarter = Literal[0, 1, 2, 3]
"""Counter-clockwise quarter turns that bring a picture into reading position."""

_SKETCH: Final = 1000
"""Dots of the longer side of the picture that skew is measured on."""

_WIDEST: Final = 12.0
"""Degrees of skew that are looked for."""


@dataclass(frozen=True, slots=True)
class Posture:
    """From the picture as displayed (`width` by `height` dots) through the projection `matrix` (3 by 3) to reading
    position, `read_width` by `read_height` dots."""

    width: int
    height: int
    matrix: Pixels
    read_width: int
    read_height: int

    def upright(self, picture: Pixels, paper: int) -> Pixels:
        """`picture` (as displayed) in reading position; what lies outside it becomes `paper`."""
        size = (self.read_width, self.read_height)
        return np.asarray(
            cv2.warpPerspective(picture, self.matrix, size, flags=cv2.INTER_LINEAR, borderValue=(paper, paper, paper))
        )

    def displayed(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A rectangle in reading position as parts (0..1) of the page as displayed."""
        corners = np.array([[x0, top, 1], [x1, top, 1], [x0, bottom, 1], [x1, bottom, 1]])
        back = corners @ np.linalg.inv(self.matrix).T
        u, v = back[:, 0] / back[:, 2], back[:, 1] / back[:, 2]
        return (
            _unit(float(u.min()) / self.width),
            _unit(float(v.min()) / self.height),
            _unit(float(u.max()) / self.width),
            _unit(float(v.max()) / self.height),
        )

    def shown_in(self, width: int, height: int, projection: Pixels) -> Posture:
        """The same posture for a picture of `width` by `height` dots that `projection` has made flat before."""
        return Posture(width, height, self.matrix @ projection, self.read_width, self.read_height)


def posture(width: int, height: int, quarter: Quarter, skew: float) -> Posture:
    """The posture of a picture that must be turned by `quarter`, then by `skew` degrees counter-clockwise."""
    turned = (height, width) if quarter % 2 else (width, height)
    quarters = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, 1, 0), (-1, 0, width - 1)),
        2: ((-1, 0, width - 1), (0, -1, height - 1)),
        3: ((0, -1, height - 1), (1, 0, 0)),
    }
    turn = np.array([*quarters[quarter], (0, 0, 1)], dtype=np.float64)
    level = np.vstack([cv2.getRotationMatrix2D((turned[0] / 2, turned[1] / 2), skew, 1.0), (0.0, 0.0, 1.0)])
    cos, sin = abs(level[0, 0]), abs(level[0, 1])
    read_width = round(turned[0] * cos + turned[1] * sin)
    read_height = round(turned[0] * sin + turned[1] * cos)
    level[0, 2] += (read_width - turned[0]) / 2
    level[1, 2] += (read_height - turned[1]) / 2
    return Posture(width, height, level @ turn, read_width, read_height)


def skew(dark: Pixels) -> tuple[float, float]:
    """Degrees by which the print (bool dots) must be turned counter-clockwise to lie level, and how clearly it then
    falls into lines (larger is clearer)."""
    sketch = _sketch(dark)
    best, sharpest = 0.0, _sharpness(sketch, 0.0)
    step = 1.0
    candidates = [float(angle) for angle in np.arange(-_WIDEST, _WIDEST + 0.1, step)]
    while True:
        for angle in candidates:
            sharpness = _sharpness(sketch, angle)
            if sharpness > sharpest:
                best, sharpest = angle, sharpness
        if step < 0.03:
            return best, sharpest
        candidates = [best + step * part for part in (-0.75, -0.5, -0.25, 0.25, 0.5, 0.75)]
        step /= 4


def _sketch(dark: Pixels) -> Pixels:
    height, width = dark.shape
    scale = min(1.0, _SKETCH / max(height, width))
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    return np.asarray(cv2.resize(dark.astype(np.float32), size, interpolation=cv2.INTER_AREA))


def _sharpness(sketch: Pixels, angle: float) -> float:
    """How much neighbouring rows differ in ink once the sketch is turned by `angle` (as a shear: angles are small)."""
    height, width = sketch.shape
    slope = tan(radians(angle))
    matrix = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], dtype=np.float32)
    sheared = cv2.warpAffine(sketch, matrix, (width, height), flags=cv2.INTER_LINEAR)
    rows = sheared.sum(axis=1)
    return float(np.square(np.diff(rows)).sum() / width**2)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
