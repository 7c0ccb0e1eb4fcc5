"""What may be ruled lines on a page whose rules came out too light: everything dark that is no part of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.engine import Place
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.ridges import ridges

_PAPER: Final = 245
_INK: Final = 45.0
_NOISE: Final = 5.0
"""Grey levels by which a dot must be darker than paper, and the same as a multiple of the noise, to be ink."""

_LEAST_LINE: Final = 0.7
"""Em that a place of text is tall at least; what is less tall may be a piece of a rule."""

_FULL: Final = 0.9
"""Part of its em that a line of full characters is tall."""

_STROKE: Final = 0.35
_THICK: Final = 0.12
_CHARACTER: Final = 1.6
"""Em that the ink of characters is long and thick at least, and long at most."""

_SLENDER: Final = 4.0
"""How many times longer than thick the pieces of rules are at least."""

_STUB: Final = 1.0
"""Em of the traces that strokes may leave beside a character."""

_GAP: Final = 0.8
"""Em between the characters of a line at most."""

_ONE_LINE: Final = 1.5
"""Em that the place of one line is tall at most."""

_BESIDE: Final = 0.12
_OVER: Final = 0.1
"""Em left and right of, above and below text that may hold broken pieces of its characters."""


@dataclass(frozen=True, slots=True)
class FaintInk:
    """Dots (bool) of a page: `level` and `upright` of what may be rules, `dots` of ink, `free` of what is no text;
    `characters` those of whole characters, `lines` where text stands, tight around it, `em` the size of the page's
    smaller print in dots."""

    level: Pixels
    upright: Pixels
    dots: Pixels
    free: Pixels
    characters: Pixels
    lines: tuple[Place, ...]
    em: float


def faint_ink(grey: Pixels, dark: Pixels, places: Sequence[Place], hidden: Pixels, em: float) -> FaintInk:
    """What may be rules on an evened page with rules (`grey`; its print `dark`) where text stands at `places`.

    `hidden` (bool) are dots of which nothing can be told; `em` is the page's usual one in dots.
    """
    characters, boxes = _characters(dark, places, em)
    em = min(em, float(np.percentile([bottom - top for _, top, _, bottom in boxes], 15)) / _FULL) if boxes else em
    characters, boxes = _characters(dark, places, em)
    text = _covered(characters, boxes, em)
    free = ~(text | hidden)
    sample = grey[::3, ::3].astype(np.float32)
    noise = 1.4826 * float(np.median(np.abs(sample - np.median(sample))))
    dots = (grey < _PAPER - max(_INK, _NOISE * noise)) & free
    level = _long(ridges(grey, dark, em) & free, em)
    upright = _long(ridges(np.ascontiguousarray(grey.T), dark.T, em) & free.T, em).T
    return FaintInk(level | dots, upright | dots, dots, free, characters, tuple(boxes), em)


def _covered(characters: Pixels, boxes: Sequence[Place], em: float) -> Pixels:
    """The dots (bool) where text stands: its characters, the little between them, and what may have broken off them."""
    grown = np.ones((2 * round(_OVER * em) + 1, 2 * round(_BESIDE * em) + 1), np.uint8)
    gap = np.ones((1, max(3, round(_GAP * em))), np.uint8)
    text: Pixels = np.asarray(cv2.dilate(characters.astype(np.uint8), grown))
    for x0, top, x1, bottom in boxes:
        rows = slice(max(0, int(top - _OVER * em)), max(0, int(bottom + _OVER * em) + 1))
        columns = slice(max(0, int(x0 - _BESIDE * em)), max(0, int(x1 + _BESIDE * em) + 1))
        if bottom - top > _ONE_LINE * em:  # characters in a stack, or lines that the engine took for one
            text[rows, columns] |= cv2.morphologyEx(text[rows, columns], cv2.MORPH_CLOSE, gap)
        else:
            drawn = cv2.morphologyEx(characters[rows, columns].max(axis=0)[None].astype(np.uint8), cv2.MORPH_CLOSE, gap)
            text[rows, columns] |= cv2.dilate(drawn, np.ones((1, grown.shape[1]), np.uint8))
    return np.asarray(text > 0)


def _long(ridge: Pixels, em: float) -> Pixels:
    """The traces that are longer than those that the ends of a character's strokes leave beside it."""
    kernel = np.ones((1, max(3, round(_STUB * em))), np.uint8)
    return np.asarray(cv2.morphologyEx(ridge.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0)


def _characters(dark: Pixels, places: Sequence[Place], em: float) -> tuple[Pixels, list[Place]]:
    """The dots of characters, and the places of text made tight around its characters."""
    _, labels, stats, middles = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    left, top, width, height = (stats[:, at] for at in range(4))
    long: Pixels = np.asarray(np.maximum(width, height))
    thick: Pixels = np.asarray(np.minimum(width, height))
    large = (long >= _STROKE * em) & (thick >= max(3.0, _THICK * em)) & (long <= 2 * _CHARACTER * em)
    slender = (long > _SLENDER * thick) & (thick < 2 * _THICK * em)  # as pieces of rules are
    solid: Pixels = np.asarray(large & ~slender & (np.arange(len(long)) > 0))  # the first is the paper
    x, y = middles[:, 0], middles[:, 1]
    boxes: list[Place] = []
    for x0, y0, x1, y1 in places:
        if y1 - y0 < _LEAST_LINE * em:
            continue
        own = solid & (x > x0) & (x < x1) & (y > y0) & (y < y1)
        if own.any():
            right, bottom = (left + width)[own].max(), (top + height)[own].max()
            boxes.append((float(left[own].min()), float(top[own].min()), float(right), float(bottom)))
    return (solid & (long <= _CHARACTER * em))[np.asarray(labels)], boxes
