"""The sheet of paper in a photo: its outline against what it lies on, and the photo made flat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_SKETCH: Final = 600
"""Dots of the longer side of the picture on which the outline is looked for."""

_LEAST_PART: Final = 0.25
_MOST_PART: Final = 0.97
"""Part of the picture that the sheet fills; a scan fills all of it."""

_GROUND: Final = 0.75
"""How bright the ground at the picture's edge may be, compared with paper, to be no paper."""

_SQUARE: Final = 0.9
"""Part of the four-cornered outline that the bright figure must fill to be a sheet of paper."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A photo made flat: its sheet as a rectangle, and the projection (3 by 3) from the photo to it."""

    pixels: Pixels
    projection: Pixels


def flattened(pixels: Pixels) -> Flat | None:
    """The sheet of paper that `pixels` (blue, green, red) show lying on darker ground; None where there is none."""
    corners = _corners(pixels)
    if corners is None:
        return None
    top, right, bottom, left = (float(np.linalg.norm(corners[at] - corners[(at + 1) % 4])) for at in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    if min(width, height) < 100:
        return None
    onto = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    projection = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), onto))
    flat = cv2.warpPerspective(pixels, projection, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,) * 3)
    return Flat(np.asarray(flat), projection)


def _corners(pixels: Pixels) -> Pixels | None:
    """The sheet's corners in dots: upper left, upper right, lower right, lower left."""
    height, width = pixels.shape[:2]
    scale = _SKETCH / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    sketch = cv2.GaussianBlur(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), (0, 0), 2).max(axis=2)
    edge = np.concatenate([sketch[0], sketch[-1], sketch[:, 0], sketch[:, -1]])
    paper = float(np.percentile(sketch, 90))
    if float(np.median(edge)) > _GROUND * paper:
        return None
    level, _ = cv2.threshold(sketch, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx((sketch > level).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    sheet = cv2.convexHull(max(outlines, key=cv2.contourArea))
    area = cv2.contourArea(sheet)
    if not _LEAST_PART <= area / (size[0] * size[1]) <= _MOST_PART:
        return None
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(sheet, tolerance * cv2.arcLength(sheet, True), True)
        if len(corners) == 4:
            break
    else:
        return None
    if area < _SQUARE * cv2.contourArea(corners):
        return None
    return np.asarray(_in_order(np.asarray(corners).reshape(4, 2).astype(np.float64)) / scale)


def _in_order(corners: Pixels) -> Pixels:
    """Four corners clockwise from the upper left one."""
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    return corners[[int(total.argmin()), int(difference.argmax()), int(total.argmax()), int(difference.argmin())]]
