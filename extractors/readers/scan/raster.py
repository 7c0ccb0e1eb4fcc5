"""A page as dots: what scans, photos and rendered pages are made of before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.document import Page
from extractors.readers.scan.limits import MOST_DPI, MOST_READ_PIXELS

Pixels = np.ndarray[Any, np.dtype[Any]]
"""Rows by columns (by blue, green, red), 0..255."""


@dataclass(frozen=True, slots=True)
class Raster:
    """`pixels` (rows, columns, 3; blue green red, 0..255) show the whole of `page` as displayed."""

    page: Page
    pixels: Pixels

    @property
    def dots_per_point(self) -> float:
        """Dots of the picture for each point of the page."""
        return float(self.pixels.shape[1]) / self.page.width


def reading_size(width: int, height: int, per_point: float) -> tuple[int, int]:
    """Columns and rows at which a picture of `width` by `height` dots, `per_point` of them to a point, is read."""
    scale = min(1.0, MOST_DPI / 72.0 / per_point, (MOST_READ_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))
