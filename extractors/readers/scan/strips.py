"""Where each printed line stands on a level page: within one cell, tight around its ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.bands import bands
from extractors.readers.scan.engine import Place
from extractors.readers.scan.pieces import Piece, pieces, walled
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rules import Ruled

_SLACK: Final = 0.35
"""Em by which a line may stand out of where the engine found it."""

_FULL_CHARACTER: Final = 0.92
"""Part of its em that a full character's ink is tall."""

_USUAL: Final = 0.25
"""How far a line's em may be from the page's to count as the same."""

_SPECK: Final = 0.1
"""Em; ink that is smaller in both directions is dust, unless it stands in a line."""

_FAINT_REACH: Final = 0.6
"""Em beside a line within which faint ink belongs to it."""

_SLIVER: Final = (0.25, 3.0)
"""Em that what is left of a rule or a ring is tall at most and wide at least: no writing is as flat."""

TWO_LINES: Final = 1.9
"""Em from which a strip is tall enough for two lines."""

_OWN: Final = 0.1
"""Part of a line's ink that stands in no other line."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A printed line, or the part of one in one cell: the edges of its ink in dots, `em` its full character's size,
    `left`, `right`, `above` and `below` the walls (rules) that it stands between."""

    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    left: float
    right: float
    above: float = -1e6
    below: float = 1e6

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def strips(places: Iterable[Place], ruled: Ruled, dark: Pixels, em: float, faint: Pixels | None = None) -> list[Strip]:
    """The lines that stand where the engine found text, and where it found none although there is ink between rules.

    `dark` (bool dots) is the print without rules, `faint` what may be print too thin to count as dark (the stroke of
    a minus); `em` the page's usual one in dots.
    """
    found: list[Strip] = []
    for place in places:
        for piece in pieces(place, ruled, em):
            found.extend(_lines(piece, dark, em))
    found = [line for strip in _apart(found, em) for line in _bound_lines(strip, dark, em)]
    for piece in _overlooked(found, ruled, dark, em):
        found.extend(_lines(piece, dark, em))
    found = _of_own_ink(_apart(found, em), dark)
    flat, wide = _SLIVER
    found = [strip for strip in found if strip.bottom - strip.top >= flat * em or strip.x1 - strip.x0 <= wide * em]
    if faint is not None:
        found = [_with_faint(strip, found, faint) for strip in found]
    return sorted(found, key=lambda strip: (strip.top, strip.x0))


def _lines(piece: Piece, dark: Pixels, em: float) -> list[Strip]:
    """The printed lines in a piece: bands of ink between rows of paper."""
    edge = 2
    left = int(max(0.0, piece.left + edge, piece.x0 - _SLACK * em))
    right = int(min(dark.shape[1], piece.right - edge, piece.x1 + _SLACK * em))
    top = int(max(0.0, piece.above + edge, piece.top - _SLACK * em))
    bottom = int(min(dark.shape[0], piece.below - edge, piece.bottom + _SLACK * em))
    if right <= left or bottom <= top:
        return []
    inner = dark[top:bottom, max(left, int(piece.x0)) : min(right, int(np.ceil(piece.x1)))]
    found = []
    for first, last in bands(inner.sum(axis=1), em):
        middle = top + (first + last) / 2
        if not piece.top - 0.1 * em <= middle <= piece.bottom + 0.1 * em:
            continue
        columns = np.flatnonzero(dark[top + first : top + last, left:right].any(axis=0))
        if not len(columns):
            continue
        x0, x1 = _without_neighbours(columns, piece.x0 - left, piece.x1 - left, em)
        size = _em(last - first, x1 - x0, em)
        walls = (piece.left, piece.right, piece.above, piece.below)
        strip = Strip(left + x0, top + first, left + x1, top + last, size, *walls)
        if strip.x1 - strip.x0 > _SPECK * em or strip.bottom - strip.top > _SPECK * em:
            found.append(strip)
    return found


def _without_neighbours(columns: Pixels, x0: float, x1: float, em: float) -> tuple[float, float]:
    """First and last column of ink, taking in what stands just outside the place but not what stands apart from it."""
    inside = columns[(columns >= x0) & (columns <= x1)]
    if not len(inside):
        return float(columns[0]), float(columns[-1] + 1)
    first, last = int(inside[0]), int(inside[-1])
    for column in columns[columns < first][::-1]:
        if first - column > 0.2 * em:
            break
        first = int(column)
    for column in columns[columns > last]:
        if column - last > 0.2 * em:
            break
        last = int(column)
    return float(first), float(last + 1)


def _em(height: float, width: float, usual: float) -> float:
    """The em of a line whose ink is `height` tall; the page's own where it may be that."""
    own = height / _FULL_CHARACTER
    if own <= (1 + _USUAL) * usual and (own >= (1 - _USUAL) * usual or width < 6 * usual):
        return usual
    return own


def _apart(found: Sequence[Strip], em: float) -> list[Strip]:
    """The lines with those made one that share their ink."""
    apart: list[Strip] = []
    for strip in sorted(found, key=lambda strip: (strip.x0, strip.top)):
        for at, other in enumerate(apart):
            tall = min(strip.bottom, other.bottom) - max(strip.top, other.top)
            least = min(strip.bottom - strip.top, other.bottom - other.top)
            wide = min(strip.x1, other.x1) - max(strip.x0, other.x0)
            if tall > 0.5 * least and wide > 0.1 * em:
                apart[at] = Strip(
                    min(strip.x0, other.x0),
                    min(strip.top, other.top),
                    max(strip.x1, other.x1),
                    max(strip.bottom, other.bottom),
                    max(strip.em, other.em),
                    max(strip.left, other.left),
                    min(strip.right, other.right),
                    max(strip.above, other.above),
                    min(strip.below, other.below),
                )
                break
        else:
            apart.append(strip)
    return apart


def _bound_lines(strip: Strip, dark: Pixels, em: float) -> list[Strip]:
    """The lines of a strip that was made of two places with lines bound together; itself where it is one line."""
    if strip.bottom - strip.top < TWO_LINES * em:
        return [strip]
    top, x0 = int(strip.top), int(strip.x0)
    ink = dark[top : int(np.ceil(strip.bottom)), x0 : int(np.ceil(strip.x1))]
    lines = bands(ink.sum(axis=1), em)
    found = []
    for first, last in lines if len(lines) > 1 else ():
        columns = np.flatnonzero(ink[first:last].any(axis=0))
        if len(columns):
            left, right = float(x0 + columns[0]), float(x0 + columns[-1] + 1)
            size = _em(last - first, right - left, em)
            found.append(replace(strip, x0=left, x1=right, top=float(top + first), bottom=float(top + last), em=size))
    return found or [strip]


def _with_faint(strip: Strip, others: Sequence[Strip], faint: Pixels) -> Strip:
    """The line made longer at both ends by faint ink beside its middle, up to the next line or wall."""
    reach = _FAINT_REACH * strip.em
    rows = slice(max(0, round(strip.middle - 0.3 * strip.em)), round(strip.middle + 0.3 * strip.em))
    beside = [other for other in others if other is not strip and other.top < strip.middle < other.bottom]
    left = max([strip.x0 - reach, strip.left + 3, 0.0, *(other.x1 for other in beside if other.x1 <= strip.x0)])
    right = min([strip.x1 + reach, strip.right - 3, *(other.x0 for other in beside if other.x0 >= strip.x1)])
    before: Pixels = np.asarray(faint[rows, int(np.ceil(left)) : int(strip.x0)].any(axis=0))
    after: Pixels = np.asarray(faint[rows, int(strip.x1) : int(max(right, strip.x1))].any(axis=0))
    x0, x1 = strip.x0, strip.x1
    if before.any():
        x0 = min(x0, float(np.ceil(left) + np.flatnonzero(before)[0]))
    if after.any():
        x1 = max(x1, float(int(strip.x1) + np.flatnonzero(after)[-1] + 1))
    return replace(strip, x0=x0, x1=x1)


def _of_own_ink(found: Sequence[Strip], dark: Pixels) -> list[Strip]:
    """The lines without those that are made of nothing but the edges of others."""
    cover = np.zeros(dark.shape, dtype=np.int16)
    windows = {
        strip: (slice(int(strip.top), int(np.ceil(strip.bottom))), slice(int(strip.x0), int(np.ceil(strip.x1))))
        for strip in found
    }
    for window in windows.values():
        cover[window] += 1
    kept: list[Strip] = []
    for strip, window in sorted(windows.items(), key=lambda entry: (entry[0].x1 - entry[0].x0) * entry[0].em):
        ink = dark[window]
        if (ink & (cover[window] == 1)).sum() > _OWN * ink.sum():
            kept.append(strip)
        else:
            cover[window] -= 1
    return kept


def _overlooked(found: Sequence[Strip], ruled: Ruled, dark: Pixels, em: float) -> list[Piece]:
    """Places between rules with ink as of a character that no line covers (a lone 一 or 1)."""
    if not ruled.horizontal or not ruled.vertical:
        return []
    rest = dark.copy()
    for strip in found:
        reach = 0.2 * em
        rest[
            max(0, int(strip.top - reach)) : int(strip.bottom + reach) + 1,
            max(0, int(strip.x0 - reach)) : int(strip.x1 + reach) + 1,
        ] = False
    reach = max(3, int(0.3 * em))
    joined = cv2.morphologyEx(rest.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    places = []
    for label in range(1, count):
        x0, top, width, height = (float(value) for value in stats[label, :4])
        if max(width, height) < 0.3 * em or height > 3 * em:
            continue
        piece = walled(x0, top, x0 + width, top + height, ruled, em)
        walls = (piece.left, piece.right, piece.above, piece.below)
        if all(abs(wall) < 1e6 for wall in walls) and not _hugs(piece, em):
            places.append(piece)
    return places


def _hugs(piece: Piece, em: float) -> bool:
    """Whether ink is only what was left of a rule."""
    near = 0.2 * em
    thin_beside = piece.x1 - piece.x0 < 0.2 * em and (piece.x0 - piece.left < near or piece.right - piece.x1 < near)
    thin_over = piece.bottom - piece.top < 0.2 * em and (
        piece.top - piece.above < near or piece.below - piece.bottom < near
    )
    return thin_beside or thin_over
