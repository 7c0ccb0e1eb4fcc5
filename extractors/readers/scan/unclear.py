"""Where a line may have been lost: two bound together that were read as one, one read twice, or ink without text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from extractors.readers.scan.strips import TWO_LINES, Strip

_SAME: Final = 1.0
"""Em by which the walls of one cell may lie apart, as lines of it have them."""

_SHARED: Final = 0.4
_ACROSS: Final = 1.0
"""Em of height and width that two lines have in common which are not told apart."""


def in_unclear_cells(found: Sequence[Strip], unread: Collection[int]) -> set[int]:
    """Which of the lines `found` stand in one cell with a line that is too tall for one, or with one of `unread`."""
    if not found:
        return set()
    usual = float(np.median([strip.em for strip in found]))
    unclear = [
        strip
        for at, strip in enumerate(found)
        if _is_walled(strip) and (at in unread or strip.bottom - strip.top >= TWO_LINES * usual)
    ]
    return {at for at, strip in enumerate(found) if any(_in_one_cell(strip, other, usual) for other in unclear)}


def side_by_side(found: Sequence[Strip]) -> set[int]:
    """Which of the lines `found` share rows and columns with another: strokes bind them, and what is read of one is
    partly print of the other, or falls between its characters."""
    if not found:
        return set()
    usual = float(np.median([strip.em for strip in found]))
    edges = np.array([(strip.x0, strip.top, strip.x1, strip.bottom) for strip in found])
    low, high = edges[:, None, :2], edges[:, None, 2:]
    shared = np.minimum(high, edges[None, :, 2:]) - np.maximum(low, edges[None, :, :2])
    both = (shared[:, :, 0] > _ACROSS * usual) & (shared[:, :, 1] > _SHARED * usual)
    np.fill_diagonal(both, False)
    return {int(at) for at in np.flatnonzero(both.any(axis=1))}


def _is_walled(strip: Strip) -> bool:
    return all(abs(wall) < 1e6 for wall in (strip.left, strip.right, strip.above, strip.below))


def _in_one_cell(strip: Strip, other: Strip, em: float) -> bool:
    return all(
        abs(one - two) <= _SAME * em
        for one, two in (
            (strip.left, other.left),
            (strip.right, other.right),
            (strip.above, other.above),
            (strip.below, other.below),
        )
    )
