"""Cells in which a line may have been lost: two bound together that were read as one, or ink that gave no text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from extractors.readers.scan.strips import TWO_LINES, Strip

_SAME: Final = 1.0
"""Em by which the walls of one cell may lie apart, as lines of it have them."""


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
