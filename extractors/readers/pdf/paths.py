"""Ruled lines out of drawn paths: strokes, thin filled rectangles and the sides of cell rectangles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.grid.page import Ruling

_THIN: Final = 3.0
"""Points up to which a filled rectangle is a line and not a coloured ground."""

_STRAIGHT: Final = 1.0
"""Points by which the two ends of a horizontal or vertical line may be off."""

Point = tuple[float, float]


@dataclass(slots=True)
class Rulings:
    """Lines of a page as displayed, collected path by path; those outside the page are cut off."""

    width: float
    height: float
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)

    def stroke(self, points: Sequence[Point]) -> None:
        """The straight pieces of a stroked outline (displayed points, in order)."""
        for (x0, y0), (x1, y1) in pairwise(points):
            self._line(x0, y0, x1, y1)

    def fill(self, outlines: Iterable[Sequence[Point]]) -> None:
        """The outlines of one filled path: thin ones are lines, nested ones a border; a lone broad one is a ground."""
        boxes = [box for box in (_box(points) for points in outlines) if box is not None]
        broad = [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) > _THIN]
        for box in boxes:
            if box not in broad:
                self.rectangle(box)
        for outer in broad:
            for inner in broad:
                if outer is not inner and _frames(outer, inner):
                    self._sides(inner)

    def rectangle(self, box: tuple[float, float, float, float]) -> None:
        """A thin rectangle (a drawn line) along its longer side."""
        x0, top, x1, bottom = box
        if x1 - x0 >= bottom - top:
            self._line(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        else:
            self._line((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)

    def _sides(self, box: tuple[float, float, float, float]) -> None:
        x0, top, x1, bottom = box
        self.stroke([(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)])

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y0 - y1) <= _STRAIGHT and abs(x1 - x0) > _STRAIGHT:
            start, end = max(0.0, min(x0, x1)), min(self.width, max(x0, x1))
            at = (y0 + y1) / 2
            if start < end and 0 <= at <= self.height:
                self.horizontal.append(Ruling(at, start, end))
        elif abs(x0 - x1) <= _STRAIGHT and abs(y1 - y0) > _STRAIGHT:
            start, end = max(0.0, min(y0, y1)), min(self.height, max(y0, y1))
            at = (x0 + x1) / 2
            if start < end and 0 <= at <= self.width:
                self.vertical.append(Ruling(at, start, end))


def _box(points: Sequence[Point]) -> tuple[float, float, float, float] | None:
    """The rectangle that an outline is, None for any other shape."""
    if len(points) < 4:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    corners = all(
        min(abs(x - x0), abs(x - x1)) <= _STRAIGHT and min(abs(y - top), abs(y - bottom)) <= _STRAIGHT
        for x, y in points
    )
    return (x0, top, x1, bottom) if corners else None


def _frames(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    """Whether `inner` is the hole of a thin border around it."""
    gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-0.1 <= gap <= _THIN for gap in gaps)
