"""Print that a program cuts off at the edges of its cell, as spreadsheet programs do where a row is too low for it."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2.raw as raw

from extractors.grid.page import Edges
from extractors.readers.pdf.geometry import Matrix, View, after
from extractors.readers.pdf.page_object import Bounds, placed

_OVER: Final = 0.5
"""Points by which print must stand over the edge."""

_MOST_PATHS: Final = 16
_MOST_SEGMENTS: Final = 6
"""A rectangle has five at most, one more where it is closed twice."""


def cut_off_at(item: Any, outer: Matrix, view: View) -> Edges | None:
    """The rectangle as displayed that the text object is cut off at; None where all of it shows."""
    path = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(path)
    if not 0 < count <= _MOST_PATHS:
        return None
    boxes = [box for at in range(count) if (box := _box(path, at, outer)) is not None]
    bounds = placed(item, outer)
    if not boxes or bounds is None:
        return None
    left, bottom = max(box[0] for box in boxes), max(box[1] for box in boxes)
    right, top = min(box[2] for box in boxes), min(box[3] for box in boxes)
    if left >= right or bottom >= top:
        return None
    if (
        bounds[0] > left - _OVER
        and bounds[1] > bottom - _OVER
        and bounds[2] < right + _OVER
        and bounds[3] < top + _OVER
    ):
        return None
    return view.rectangle(left, bottom, right, top)


def _box(path: Any, at: int, outer: Matrix) -> Bounds | None:
    """What a path of few points encloses, in points of the file."""
    count = raw.FPDFClipPath_CountPathSegments(path, at)
    if not 4 <= count <= _MOST_SEGMENTS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for number in range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, at, number), x, y)
        points.append(after((1.0, 0.0, 0.0, 1.0, x.value, y.value), outer)[4:])
    return (
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points),
    )  # fmt: skip
