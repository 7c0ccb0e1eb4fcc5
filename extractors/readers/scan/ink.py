"""What of a page is print: shading evened out, red seals taken off and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.raster import Pixels

_RED: Final = 36
"""By how much the red of a dot must exceed its green and its blue for the dot to be red ink."""

_SEAL_POINTS: Final = (50.0, 200.0)
"""Least and greatest diameter of a seal: 18 to 70 mm."""

_ROUND: Final = 1.5
"""Greatest ratio of a seal's sides; red letterheads and rules are longer."""

_JOINED: Final = 3.0
"""Points between the pieces of a seal that lies on paper."""

_BROKEN: Final = 10.0
"""Points of a seal's ring that a character of print cuts out."""

_SHADE_CELL: Final = 16
"""Dots to one of the coarse picture that the shade of the paper is taken from."""

_PAPER: Final = 245
_PRINT: Final = 130
"""Grey levels of evened paper, and below which dots under a red seal are print."""

_RESIDUE: Final = 15
"""Per cent of a seal's dots without print that are darker than what is made paper."""

_BLACK: Final = 60
_WHITE: Final = 190
_BETWEEN: Final = 0.25
"""Grey levels up to which ink is black and from which on paper is white; dots between them, as part of the black ones,
from which on a scan has levels of grey: the edges of print alone are more."""

_FAINT: Final = 10.0
"""Grey levels below paper from which ink can be told at all."""

_DARKEST_PAPER: Final = 60.0


@dataclass(frozen=True, slots=True)
class Ink:
    """`grey` is the page with even white paper and no seals, `dark` (bool) its dots that are print, `seal` (bool) the
    dots that red seals cover; all as large as the page. Where there are such seals, `cleared` is `grey` without what is
    left of them (thin rules under them are lost too), `red` the evened page as red light shows it, seals and all."""

    grey: Pixels
    dark: Pixels
    seal: Pixels
    cleared: Pixels | None = None
    red: Pixels | None = None


def ink_of(pixels: Pixels, dots_per_point: float) -> Ink:
    """The print of a page (blue, green, red)."""
    seal = _seal(pixels, dots_per_point)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    if seal.any():
        grey = np.where(seal, np.maximum(grey, pixels[:, :, 2]), grey)
    grey = _even(grey)
    if not seal.any():
        return Ink(grey, dark(grey), seal)
    return Ink(grey, dark(grey), seal, _cleared(grey, seal), _even(pixels[:, :, 2]))


def _cleared(grey: Pixels, seal: Pixels) -> Pixels:
    """The evened page with what red ink leaves of itself in red light made paper; print within it stays."""
    shades = grey[seal]
    print_ = float(np.median(shades[shades < _PRINT])) if (shades < _PRINT).any() else 0.0
    left = shades[shades >= _PRINT]
    if not len(left):
        return grey
    pale = float(np.percentile(left, _RESIDUE))
    stretch = (_PAPER - print_) / (pale - print_)
    stretched = np.clip(print_ + (grey.astype(np.float32) - print_) * stretch, 0, _PAPER)
    return np.asarray(np.where(seal & (grey < _PAPER), stretched.astype(np.uint8), grey))


def dark(grey: Pixels) -> Pixels:
    """The dots (bool) of an evened picture that are print."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    level, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(smooth < min(max(level, 90.0), 190.0))


def is_bilevel(grey: Pixels) -> bool:
    """Whether an evened picture, not yet levelled, has black and white only: of it what was too light is gone."""
    black, between = int((grey <= _BLACK).sum()), int(((grey > _BLACK) & (grey < _WHITE)).sum())
    return between < _BETWEEN * black


def faint(grey: Pixels, em: float) -> Pixels:
    """The dots (bool) of an evened picture around which it is darker than the noise of its paper makes it."""
    smooth = cv2.blur(grey, (max(3, round(0.2 * em)), max(1, round(0.1 * em))))
    sample = smooth[::3, ::3].astype(np.float32)
    paper = float(np.median(sample))
    noise = 1.4826 * float(np.median(np.abs(sample - paper)))
    return np.asarray(smooth < paper - max(_FAINT, 6 * noise))


def _seal(pixels: Pixels, dots_per_point: float) -> Pixels:
    """The dots of red figures about as wide as they are high and as large as a seal."""
    blue, green, red = (pixels[:, :, channel].astype(np.int16) for channel in range(3))
    is_red = ((red - np.maximum(blue, green)) > _RED).astype(np.uint8)
    found = np.zeros(is_red.shape, dtype=bool)
    if int(is_red.sum()) < (_SEAL_POINTS[0] * dots_per_point):
        return found
    near = np.ones((max(3, int(_JOINED * dots_per_point)),) * 2, np.uint8)
    reach = max(3, int(_BROKEN * dots_per_point)) | 1
    for joined, wider in (
        (cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, near), 0),
        (cv2.dilate(is_red, np.ones((reach, reach), np.uint8)), reach // 2),
    ):
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
        for label in range(1, count):
            left, top, width, height = (int(value) for value in stats[label, :4])
            tall, wide = height - 2 * wider, width - 2 * wider
            large = _SEAL_POINTS[0] <= max(wide, tall) / dots_per_point <= _SEAL_POINTS[1]
            if large and max(wide, tall) <= _ROUND * min(wide, tall):
                window = slice(top, top + height), slice(left, left + width)
                found[window] |= is_red[window] > 0
    edge = max(3, int(dots_per_point) | 1)
    return np.asarray(cv2.dilate(found.astype(np.uint8), np.ones((edge, edge), np.uint8)) > 0)


def _even(grey: Pixels) -> Pixels:
    """The picture divided by the shade of its paper, so that paper is white everywhere."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // _SHADE_CELL), max(1, height // _SHADE_CELL)), interpolation=cv2.INTER_AREA
    )
    reach = 9
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    shade = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    even = grey.astype(np.float32) * (_PAPER / np.maximum(shade, _DARKEST_PAPER))
    return np.clip(even, 0, 255).astype(np.uint8)
