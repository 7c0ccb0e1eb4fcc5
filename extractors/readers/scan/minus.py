"""Minus signs that may be no more than a speck of dust before a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.engine import Sign
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.strips import Strip

_MINUS: Final = frozenset("-－—−")
_SHORT: Final = 0.22
"""Part of a digit's height that a minus is wider than, also where its ends are blurred."""

_DIGIT: Final = 0.74
"""Em that digits are tall."""

_FLAT: Final = 0.25
_MIDDLE: Final = 0.3
"""Em that it is tall at most, and that it stands from the middle of its line at most."""

_REACH: Final = 0.45
"""Em to either side of where the engine tells it to stand."""

_INK: Final = 150


def specks_for_minus(signs: Sequence[Sign], x0: float, width: float, strip: Strip, grey: Pixels) -> set[int]:
    """The minus signs before digits, with the digits, in whose place there is no stroke as long as a minus.

    The picture of the line begins at dot `x0` of the page (evened grey) and is `width` dots wide.
    """
    found: set[int] = set()
    for at, sign in enumerate(signs[:-1]):
        if sign.char in _MINUS and signs[at + 1].char.isdecimal():
            middle = x0 + sign.at * width
            strokes = _flat_strokes(middle, strip, grey)
            # The em may be that of larger print beside a table: a line of figures alone is no taller than a digit.
            digit = min(strip.bottom - strip.top, _DIGIT * strip.em)
            if strokes and max(strokes) < _SHORT * digit:
                found |= {at} | _digits_from(signs, at + 1)
    return found


def _flat_strokes(middle: float, strip: Strip, grey: Pixels) -> list[int]:
    """How wide each flat piece of ink half way up the line around column `middle` is, in dots."""
    reach = _REACH * strip.em
    rows = grey[max(0, int(strip.top)) : int(strip.bottom) + 1]
    ink = rows[:, max(0, int(middle - reach)) : int(middle + reach) + 1] < _INK
    if not ink.size:
        return []
    count, _, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink, dtype=np.uint8))
    half_way = strip.middle - max(0, int(strip.top))
    return [
        int(stats[label, cv2.CC_STAT_WIDTH])
        for label in range(1, count)
        if stats[label, cv2.CC_STAT_HEIGHT] <= _FLAT * strip.em
        and abs(float(centres[label, 1]) - half_way) <= _MIDDLE * strip.em
    ]


def _digits_from(signs: Sequence[Sign], start: int) -> set[int]:
    end = start
    while end < len(signs) and (signs[end].char.isdecimal() or signs[end].char in ".,%"):
        end += 1
    return set(range(start, end))
