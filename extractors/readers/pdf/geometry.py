"""From PDF coordinates (points, y upwards, before rotation) to the page as displayed (points, y downwards)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import atan2, degrees
from typing import Final, Literal

from extractors.grid.page import Angle
from extractors.text import Box

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of a PDF matrix: x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Start = tuple[int, int]
"""Where a text begins, in quarter points."""

_QUARTERS: Final[dict[int, Angle]] = {0: 0, 1: 90, 2: 180, 3: 270}
_SLANT: Final = 2.0
"""Degrees off a quarter turn from which print counts as slanted."""


@dataclass(frozen=True)
class View:
    """What of a page is displayed, and how: `left` and `top` of the visible box, its size before rotation,
    `quarters` clockwise quarter turns."""

    left: float
    top: float
    box_width: float
    box_height: float
    quarters: int

    @cached_property
    def width(self) -> float:
        """Points across, as displayed."""
        return self.box_height if self.quarters % 2 else self.box_width

    @cached_property
    def height(self) -> float:
        """Points down, as displayed."""
        return self.box_width if self.quarters % 2 else self.box_height

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the file is displayed."""
        u, v = x - self.left, self.top - y
        match self.quarters:
            case 1:
                return self.box_height - v, u
            case 2:
                return self.box_width - u, self.box_height - v
            case 3:
                return v, self.box_width - u
            case _:
                return u, v

    def rectangle(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom as displayed of the rectangle with these opposite corners."""
        if self.quarters == 0 and x0 <= x1 and y0 <= y1:  # by far the most
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def share(self, edges: tuple[float, float, float, float]) -> Box:
        """Displayed points as parts (0..1) of the page."""
        width, height = self.width, self.height
        box = (edges[0] / width, edges[1] / height, edges[2] / width, edges[3] / height)
        if box[0] >= 0 and box[1] >= 0 and box[2] <= 1 and box[3] <= 1:
            return box
        return _unit(box[0]), _unit(box[1]), _unit(box[2]), _unit(box[3])

    def angle(self, dx: float, dy: float) -> Angle | Literal["slanted"]:
        """Direction as displayed of print that advances by (dx, dy) in the file."""
        turned = degrees(atan2(dy, dx)) - 90 * self.quarters
        quarter = round(turned / 90)
        if abs(turned - 90 * quarter) > _SLANT:
            return "slanted"
        return _QUARTERS[quarter % 4]


def start_at(x: float, y: float) -> Start:
    """The same for two readings of one place that differ by a hair."""
    return round(4 * x), round(4 * y)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
