"""Cells in which a seal lies so thick that print under it is not found: what stands there is unknown, not empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.pieces import walled
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rules import Ruled
from extractors.readers.scan.strips import Strip

_THICK: Final = 0.6
"""Em that a seal must cover in both directions to hide a character: a star, not a ring."""


def covered(found: Sequence[Strip], standing: Pixels, ruled: Ruled, em: float) -> list[Strip]:
    """A line for each cell in which thick strokes of seals (`standing`, bool dots) cover what none of `found` tells."""
    reach = max(3, round(_THICK * em))
    thick = cv2.morphologyEx(standing.astype(np.uint8), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    for rule in ruled.horizontal:
        thick[round(rule.at) : round(rule.at) + 1, int(rule.start) : int(rule.end)] = 0
    for rule in ruled.vertical:
        thick[int(rule.start) : int(rule.end), round(rule.at) : round(rule.at) + 1] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=4)
    lines = []
    for label in range(1, count):
        x0, top, width, height = (float(value) for value in stats[label, :4])
        piece = walled(x0, top, x0 + width, top + height, ruled, em)
        walls = (piece.left, piece.right, piece.above, piece.below)
        told = any(
            min(strip.x1, piece.x1) > max(strip.x0, piece.x0)
            and min(strip.bottom, piece.bottom) > max(strip.top, piece.top)
            for strip in found
        )
        if min(width, height) >= reach / 2 and all(abs(wall) < 1e6 for wall in walls) and not told:
            lines.append(Strip(piece.x0, piece.top, piece.x1, piece.bottom, em, *walls))
    return lines
