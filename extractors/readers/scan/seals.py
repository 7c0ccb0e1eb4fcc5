"""Seals without colour: which dots their strokes cover, and the page without those that are paler than its print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.ink import dark
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rings import Ring, inside, ring_dots, ring_strokes, thick_dots

_PAPER: Final = 245
_PALER: Final = 25.0
"""Grey levels by which a seal must be paler than most print for its strokes to be told by their shade."""

_ALIKE: Final = 30.0
"""Grey levels by which the strokes of one seal differ."""

_LEAST_PRINT: Final = 200
"""Dots of print beside the seals from which the shade of print is known."""

_TALL: Final = 1.35
"""Em from which a figure is no character of a line: a seal's letter, or print that one touches."""

_ANGLES: Final = 720


@dataclass(frozen=True, slots=True)
class Seals:
    """`grey` is the page with its seals' strokes lifted where they are paler than print; `strokes` (bool) the dots
    that strokes of seals cover, `disc` (bool) those within their rings, `hidden` (bool) those under which print may
    have been lost, `standing` (bool) seal that is still there."""

    grey: Pixels
    strokes: Pixels
    disc: Pixels
    hidden: Pixels
    standing: Pixels


def without_seals(grey: Pixels, ink: Pixels, found: list[Ring], em: float) -> Seals:
    """The evened page `grey` (its print `ink`, bool, without rules) with the seals whose rings are `found`."""
    disc = inside(found, grey.shape)
    cleared = grey
    strokes, hidden, standing = (np.zeros(grey.shape, dtype=bool) for _ in range(3))
    print_ = _print_shades(grey, ink & ~disc)
    for ring in found:
        shade = _ring_shade(grey, ring)
        own = inside([ring], grey.shape, 0.15 * em)
        if print_ is not None and shade - print_[1] >= _PALER:
            paler = _strokes_of_shade(grey, own, shade)
            cleared = np.where(paler, _lifted(grey, print_[0], shade), cleared)
            strokes |= paler | (own & _tall(ink & ~paler, em))
        else:
            line, thick = ring_strokes([ring], grey.shape), own & thick_dots(ink, em)
            strokes |= line | thick | (own & _tall(ink, em))
            hidden |= line | thick
            standing |= line
            if print_ is not None and shade - print_[0] >= _PALER:
                # As pale as the thin strokes of print, which would be taken for its own; on what is thick print shows.
                cleared = np.where(thick, _lifted(grey, print_[0], shade), cleared)
            else:
                standing |= thick
    return Seals(np.asarray(cleared), strokes, disc, hidden, standing)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Seals without colour on a page, as dots (bool): those that they cover, those within them, and the print of the
    page as far as it shows through them."""

    covered: Pixels
    disc: Pixels
    showing: Pixels


def stamp(grey: Pixels, ink: Pixels, found: list[Ring], em: float) -> Stamp | None:
    """The seals whose rings are `found` on the evened page `grey`, `ink` (bool dots) its print; None without any."""
    if not found:
        return None
    seals = without_seals(grey, ink, found, em)
    disc = inside(found, ink.shape)
    covered = ring_dots(found, ink.shape, em) | (disc & thick_dots(ink, em))
    gone = inside(found, ink.shape, em) & ~dark(seals.grey)
    for ring in found:
        if seals.standing[ring_strokes([ring], ink.shape)].any():
            gone |= covered & inside([ring], ink.shape, em)
    return Stamp(covered, disc, np.asarray(ink & ~gone))


def _print_shades(grey: Pixels, ink: Pixels) -> tuple[float, float] | None:
    """The usual grey of the middle of the page's strokes, and what three in four of them are darker than; None where
    there is too little print to tell."""
    core = grey[cv2.erode(ink.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
    if len(core) < _LEAST_PRINT:
        return None
    usual, most = np.percentile(core, (50, 75))
    return float(usual), float(most)


def _ring_shade(grey: Pixels, ring: Ring) -> float:
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    columns = np.clip(np.rint(ring.x + ring.radius * np.cos(angles)).astype(int), 0, grey.shape[1] - 1)
    rows = np.clip(np.rint(ring.y + ring.radius * np.sin(angles)).astype(int), 0, grey.shape[0] - 1)
    return float(np.median(grey[rows, columns]))


def _strokes_of_shade(grey: Pixels, where: Pixels, shade: float) -> Pixels:
    """The dots (bool) of strokes that are wide enough to show their own shade, with their soft edges."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    alike = (np.abs(smooth - shade) <= _ALIKE) & where
    strokes = cv2.morphologyEx(alike.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.dilate(strokes, np.ones((5, 5), np.uint8)) > 0)


def _lifted(grey: Pixels, print_: float, shade: float) -> Pixels:
    """The page as if all that is as pale as a seal were paper."""
    pale = shade - 0.6 * _ALIKE
    stretched = np.clip((grey.astype(np.float32) - print_) * (_PAPER / (pale - print_)), 0, _PAPER)
    return np.asarray(stretched.astype(np.uint8))


def _tall(ink: Pixels, em: float) -> Pixels:
    """The dots (bool) of figures taller than a line's characters."""
    _, found, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    tall = stats[:, cv2.CC_STAT_HEIGHT] > _TALL * em
    tall[0] = False
    return np.asarray(tall[np.asarray(found)])
