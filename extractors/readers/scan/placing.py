"""Where in its line each character stands, and ink in the line that no character accounts for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from extractors.grid.lines import is_latin
from extractors.readers.scan.engine import Sign
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.strips import Strip

Edges = tuple[float, float]
"""Left and right, in dots of the page."""

_BEARING: Final = 0.04
"""Em of paper that belongs to a character on either side of its ink."""

_HALF_EMPTY: Final = frozenset("，。、；：！？）》〉」』】〕”’")
"""Marks whose ink fills only the left half of their em."""

_MARK: Final = 0.5
"""Part of its half width that the ink of such a mark begins before its middle at most."""

_LOOSE: Final = 0.25
_LOOSE_LATIN: Final = 0.6
"""Em by which neighbours may stand wider apart than they are wide and still touch: the engine tells a middle only to
within a quarter of an em, and a gap inside a figure would make two of it."""

_UNEXPLAINED: Final = 0.55
"""Em of ink beyond what characters account for."""

_INK: Final = 150

_ASTRAY: Final = 0.25
"""Em by which the wall between two characters may be astray."""

_MARKS_OF_FIGURES: Final = frozenset(".,%-．，％‰－—−·")

Shown = tuple[float, float, float, float]
"""Left, top, right and bottom, in dots of the page."""


def sign_edges(signs: Sequence[Sign], x0: float, width: float, strip: Strip) -> list[Edges]:
    """The edges of each character of a line whose picture begins at `x0` and is `width` dots wide.

    Neighbours part the room between them by their usual widths; none is wider than a character is. The first and the
    last reach to where the line's ink ends.
    """
    if not signs:
        return []
    middles = [x0 + sign.at * width for sign in signs]
    halves = [half_width(sign.char) * strip.em for sign in signs]
    left = [middle - half for middle, half in zip(middles, halves, strict=True)]
    right = [middle + half for middle, half in zip(middles, halves, strict=True)]
    for at, following in pairwise(range(len(signs))):
        apart = middles[following] - middles[at]
        both_latin = is_latin(signs[at].char) and is_latin(signs[following].char)
        loose = (_LOOSE_LATIN if both_latin else _LOOSE) * strip.em
        if apart < halves[at] + halves[following] + loose:
            wall = middles[at] + apart * halves[at] / (halves[at] + halves[following])
            right[at] = left[following] = wall
    bearing = _BEARING * strip.em
    left[0] = min(right[0] - 1.0, strip.x0 - bearing)
    if signs[-1].char not in _HALF_EMPTY:
        right[-1] = strip.x1 + bearing
    return [(start, max(end, start + 1.0)) for start, end in zip(left, right, strict=True)]


def shown_edges(signs: Sequence[Sign], edges: Sequence[Edges], strip: Strip, grey: Pixels) -> list[Shown]:
    """Where each character of a line is shown to stand on the page (evened grey).

    Neighbours are parted where there is the least ink between them; figures are no wider and no taller than theirs.
    """
    if not signs:
        return []
    top, left = max(0, int(strip.top)), max(0, int(min(strip.x0, edges[0][0])))
    ink = grey[top : int(np.ceil(strip.bottom)), left : int(np.ceil(max(strip.x1, edges[-1][1])))] < _INK
    columns: list[int] = np.count_nonzero(ink, axis=0).tolist()
    apart = [(before - left, after - left) for before, after in edges]
    reach = _ASTRAY * strip.em
    for at in range(1, len(apart)):
        (start, wall), (other, end) = apart[at - 1], apart[at]
        if wall == other:
            wall = _least_ink(columns, max(wall - reach, start + 2), min(wall + reach, end - 2), wall)
            apart[at - 1], apart[at] = (start, wall), (wall, end)
    shown = [(left + start, strip.top, left + end, strip.bottom) for start, end in apart]
    for first, after in _figures(signs):
        start, end = max(0, int(apart[first][0])), int(np.ceil(apart[after - 1][1]))
        rows, across = (np.flatnonzero(ink[:, start:end].any(axis=axis)) for axis in (1, 0))
        if len(rows):
            low, high = float(top + rows[0]), float(top + rows[-1] + 1)
            for at in range(first, after):
                shown[at] = (shown[at][0], low, shown[at][2], high)
            _, _, x1, _ = shown[first]
            shown[first] = (min(x1 - 1, float(left + start + across[0])), low, x1, high)
            x0 = shown[after - 1][0]
            shown[after - 1] = (x0, low, max(x0 + 1, float(left + start + across[-1] + 1)), high)
    return shown


def _least_ink(columns: Sequence[int], start: float, end: float, wall: float) -> float:
    """The column next to `wall` among those from `start` to `end` that have the least ink."""
    near = range(max(0, int(start)), min(len(columns), int(end) + 1))
    return float(min(near, key=lambda column: (columns[column], abs(column - wall)), default=wall))


def _figures(signs: Sequence[Sign]) -> Iterator[tuple[int, int]]:
    """The first character of each figure and the one after its last."""
    of_figures = [sign.char.isdecimal() or sign.char in _MARKS_OF_FIGURES for sign in signs]
    for is_one, group in groupby(range(len(signs)), key=of_figures.__getitem__):
        run = list(group)
        if is_one and any(signs[at].char.isdecimal() for at in run):
            yield run[0], run[-1] + 1


def beside_unread_ink(signs: Sequence[Sign], x0: float, width: float, strip: Strip, grey: Pixels) -> set[int]:
    """The characters next to which there is ink as wide as a character that none of them accounts for."""
    if not signs:
        return set()
    rows = grey[max(0, int(strip.top)) : int(strip.bottom) + 1]
    reach = _UNEXPLAINED * strip.em
    middles = [x0 + sign.at * width for sign in signs]
    halves = [half_width(sign.char) * strip.em for sign in signs]
    starts = [
        middle - (_MARK if sign.char in _HALF_EMPTY else 1) * half
        for sign, middle, half in zip(signs, middles, halves, strict=True)
    ]
    found: set[int] = set()
    stops = [
        (None, strip.x0, 0, starts[0]),
        *((at, middles[at] + halves[at], at + 1, starts[at + 1]) for at in range(len(signs) - 1)),
        (len(signs) - 1, middles[-1] + halves[-1], None, strip.x1),
    ]
    for before, start, after, end in stops:
        if end - start > reach:
            columns = (rows[:, max(0, int(start)) : int(end)] < _INK).any(axis=0)
            if columns.sum() > 0.5 * reach:
                found |= {at for at in (before, after) if at is not None}
    return found


def half_width(char: str) -> float:
    """Half of what a character usually advances, in em."""
    if char.isascii():
        return 0.14 if char in ".,:;'|! " else 0.28
    return 0.5
