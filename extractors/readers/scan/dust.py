"""Specks that are no print: as small as a point, with nothing printed beside them."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_SPECK: Final = 0.22
"""Em that a speck is wide and tall at most; points are as large."""

_BESIDE: Final = (1.0, 0.4)
"""Em, across and down, within which a point has print beside it."""

_APART: Final = 0.1
_CHARACTER: Final = 0.4
"""Em between specks that are pieces of one character, and that such a character measures at least."""


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
    # Specks that together are as large as a character are one that has come apart.
    reach = 2 * max(1, round(_APART * em)) + 1
    joined, groups, sizes, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(specks.astype(np.uint8), np.ones((reach, reach), np.uint8))
    )
    large = np.maximum(sizes[:, cv2.CC_STAT_WIDTH], sizes[:, cv2.CC_STAT_HEIGHT]) - reach > _CHARACTER * em
    large[0] = False
    held[np.unique(labels[specks & large[np.asarray(groups)]])] = joined > 1
    return np.asarray((small & ~held)[labels])
