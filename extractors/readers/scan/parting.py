"""Lines that the strokes of a seal without colour bind together, taken apart by their print beside the seal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from extractors.readers.scan.bands import bands
from extractors.readers.scan.engine import Place
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.strips import Strip

_BOUND: Final = 1.35
"""Em from which a line within a seal is taller than print is."""

_LINE: Final = 1.25
_LEAST_LINE: Final = 0.5
"""Em that a line's ink is tall at most and at least."""

_ROOM: Final = 0.25
"""Em of paper that the engine finds with a line at either end."""

_CUT: Final = 0.3
"""Em that a seal must have taken off a line."""

_SHARED: Final = 0.5
"""Part of a line's height and width that it has with another at most."""

_LEAST_BESIDE: Final = 1.5
"""Em of ink beside the seal that tell where the line stands."""


def parted(found: Sequence[Strip], places: Iterable[Place], ink: Pixels, disc: Pixels, em: float) -> list[Strip]:
    """The lines `found`, of which those that the seals over `disc` (bool dots) have bound to others are taken apart.

    `ink` (bool dots) is the print, `places` where the engine found text, `em` the page's usual one in dots.
    """
    if not disc.any():
        return list(found)
    known = list(places)
    apart: list[Strip] = []
    for strip in found:
        others = [other for other in found if other is not strip]
        lines = _parted(strip, known, ink, disc, em)
        apart.extend(line for line in lines if line is strip or not any(_is_part(line, other) for other in others))
    return sorted(apart, key=lambda strip: (strip.top, strip.x0))


def reaching(strip: Strip, places: Iterable[Place], hidden: Pixels) -> Strip:
    """The line made as long as the engine found it where strokes of a seal (`hidden`, bool dots) lie at its ends."""
    x0, x1 = strip.x0, strip.x1
    rows = hidden[int(strip.top) : int(np.ceil(strip.bottom))]
    for left, top, right, bottom in places:
        if not (top < strip.middle < bottom and left < strip.x1 and strip.x0 < right):
            continue
        left, right = max(left + _ROOM * strip.em, strip.left + 2), min(right - _ROOM * strip.em, strip.right - 2)
        if strip.x0 - left > _CUT * strip.em and rows[:, max(0, int(left)) : int(strip.x0)].any():
            x0 = min(x0, left)
        if right - strip.x1 > _CUT * strip.em and rows[:, int(strip.x1) : int(right)].any():
            x1 = max(x1, right)
    return replace(strip, x0=x0, x1=x1)


def _is_part(line: Strip, other: Strip) -> bool:
    """Whether a line is mostly the ink of another one, which is not to be read twice."""
    tall = min(line.bottom, other.bottom) - max(line.top, other.top)
    wide = min(line.x1, other.x1) - max(line.x0, other.x0)
    return tall > _SHARED * (line.bottom - line.top) and wide > _SHARED * (line.x1 - line.x0)


def _parted(strip: Strip, places: Sequence[Place], ink: Pixels, disc: Pixels, em: float) -> list[Strip]:
    top, bottom, x0, x1 = int(strip.top), int(np.ceil(strip.bottom)), int(strip.x0), int(np.ceil(strip.x1))
    within = disc[top:bottom, x0:x1].any(axis=0)
    if bottom - top <= _BOUND * em or not within.any():
        return [strip]
    beside = ink[top:bottom, x0:x1][:, ~within]
    lines = [
        (first, last)
        for first, last in bands(beside.sum(axis=1), em)
        if _LEAST_LINE * em <= last - first <= _LINE * em and beside[first:last].any(axis=0).sum() >= _LEAST_BESIDE * em
    ]
    if not lines:
        return [strip]
    rest = [
        (0, lines[0][0]),
        *((above[1], below[0]) for above, below in pairwise(lines)),
        (lines[-1][1], bottom - top),
    ]
    lines += [
        (first, last)
        for first, last in rest
        if last - first >= _LEAST_LINE * em
        and any(
            x0 < px1 and px0 < x1 and first < (ptop + pbottom) / 2 - top < last for px0, ptop, px1, pbottom in places
        )
    ]
    found = []
    for first, last in sorted(lines):
        columns = np.flatnonzero(ink[top + first : top + last, x0:x1].any(axis=0))
        if len(columns):
            ends = float(x0 + columns[0]), float(x0 + columns[-1] + 1)
            found.append(
                replace(strip, x0=ends[0], x1=ends[1], top=float(top + first), bottom=float(top + last), em=em)
            )
    return found
