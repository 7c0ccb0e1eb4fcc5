"""Specks that are no print: as small as a point, with nothing printed beside them."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_SPECK: Final = 0.22
"""Em that a speck is wide and tall at most; points are as large."""

_BESIDE: Final = (0.45, 0.3)
"""Em, across and down, within which a point has print beside it."""


def dust(dark: Pixels, em: float) -> Pixels:
    """The dots (bool) of specks among the print (bool dots) of a page whose usual em is `em` dots."""
    count, found, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    largest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = largest <= max(2.0, _SPECK * em)
    small[0] = False
    if count < 2 or not small.any():
        return np.zeros(dark.shape, dtype=bool)
    labels: Pixels = np.asarray(found)
    specks = small[labels]
    across, down = (2 * max(1, round(part * em)) + 1 for part in _BESIDE)
    beside = cv2.dilate((dark & ~specks).astype(np.uint8), np.ones((down, across), np.uint8)) > 0
    held = np.zeros(count, dtype=bool)
    held[np.unique(labels[specks & beside])] = True
    return np.asarray((small & ~held)[labels])
