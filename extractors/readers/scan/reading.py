"""What the lines of a page say: each read by itself, figures a second time from a picture of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import regex

from extractors.readers.scan.doubting import (
    FIGURE,
    beside_cuts,
    beside_unsure,
    cuts,
    lookalikes,
    misshapen,
    shorter_than_digits,
    surely_read,
    trusted,
    unsure,
    wider_than_read,
)
from extractors.readers.scan.engine import Engine, LineReading
from extractors.readers.scan.minus import specks_for_minus
from extractors.readers.scan.placing import Shown, beside_unread_ink, shown_edges, sign_edges
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.room import digit_advance, takes_more_room
from extractors.readers.scan.sealed import Sealed
from extractors.readers.scan.strips import Strip
from extractors.readers.scan.unclear import in_unclear_cells, side_by_side

_PAPER: Final = 245
_PADDING: Final = 0.25
"""Em of paper left and right of a line, so that its first and last characters stand as free as the others."""

_TALL: Final = 1.3
"""Em that the picture of a line is tall."""

_SECOND_TALL: Final = 1.5
"""The same for the second reading: at another scale the engine makes other mistakes."""

UNREAD: Final = "\ufffd"
"""Stands, doubtful, where there is print of which no character was made out."""

_LEAST_UNREAD: Final = 0.4
_SPECKS: Final = frozenset(".,·:;'`\"，。、：；‘’“”°")
"""What a speck of dust is read as."""

_NEXT: Final = 2.5
"""Em from one line to the next of the same text."""


@dataclass(frozen=True, slots=True)
class ReadSign:
    """A character with its edges in dots of the page in reading position, whether its reading may be wrong, and where
    on that page it is shown to stand."""

    char: str
    x0: float
    x1: float
    doubtful: bool
    shown: Shown


@dataclass(frozen=True, slots=True)
class ReadStrip:
    """A line and its characters from left to right."""

    strip: Strip
    signs: tuple[ReadSign, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A stretch of digits and their marks in one line: characters `start` to `end` of strip `strip`."""

    strip: int
    start: int
    end: int
    before: int
    after: int


def read_strips(found: Sequence[Strip], grey: Pixels, engine: Engine, sealed: Sealed | None = None) -> list[ReadStrip]:
    """Read the lines `found` on a page (evened grey, without rules).

    Figures that strokes of a seal cross, or that stand within one without colour, must read alike a second time, in the
    other picture that `sealed` has of them, and if they are not trusted a third time; what else is crossed is doubtful.
    """
    pictures = [_picture(strip, grey, strip.x0, strip.x1, _TALL) for strip in found]
    readings = engine.read([picture.pixels for picture in pictures])
    signs = [
        sign_edges(reading.signs, picture.x0, picture.width, strip)
        for reading, picture, strip in zip(readings, pictures, found, strict=True)
    ]
    figures: list[_Figure] = []
    seconds: list[Pixels] = []
    untrusted: list[_Figure] = []
    crossed = [
        sealed.under_strokes(strip, edges) if sealed else set() for strip, edges in zip(found, signs, strict=True)
    ]
    uncertain = [unsure(reading) for reading in readings]
    usual = float(np.median([strip.em for strip in found])) if found else 0.0
    advance = digit_advance(
        (reading.signs, picture.width, strip.em)
        for reading, picture, strip in zip(readings, pictures, found, strict=True)
    )
    for at, (reading, strip) in enumerate(zip(readings, found, strict=True)):
        for figure in _figures(at, reading):
            edges = signs[at][figure.start : figure.end]
            pages: tuple[Pixels, ...] = ()
            if sealed and (crossed[at] & set(range(figure.start, figure.after)) or sealed.is_within(strip, edges)):
                # Under a stroke the first or last digit may have been read into the character beside it.
                around = signs[at][figure.before : figure.after]
                em = min(strip.em, usual)  # what a seal has left above a line makes it taller
                if (
                    sealed.hides(strip, around)
                    or uncertain[at] & set(range(figure.start, figure.end))
                    or takes_more_room(reading.signs, figure.start, figure.end, pictures[at].width, em, advance)
                ):
                    untrusted.append(figure)
                else:
                    pages = (sealed.grey,) if trusted(reading, figure.start, figure.end) else (sealed.grey, grey)
            elif not surely_read(reading, figure.start, figure.end):
                pages = (grey,)
            for page in pages:
                figures.append(figure)
                seconds.append(_figure_picture(figure, strip, signs[at], page))
    again = engine.read(seconds)
    neighbours = [_lines_around(strip, found) for strip in found]
    said = [reading.chars for reading in readings] + [""]
    doubts: list[set[int]] = [
        uncertain[at]
        | beside_unsure(reading)
        | misshapen(reading.chars, said[above], said[below])
        | lookalikes(reading.chars, said[below])
        | wider_than_read(reading, strip)
        | shorter_than_digits(reading, strip)
        | beside_cuts(reading.chars, *cuts(strip, found))
        | beside_unread_ink(reading.signs, picture.x0, picture.width, strip, grey)
        | specks_for_minus(reading.signs, picture.x0, picture.width, strip, grey)
        for at, (reading, picture, strip, (above, below)) in enumerate(
            zip(readings, pictures, found, neighbours, strict=True)
        )
    ]
    borne_out: dict[_Figure, set[int]] = {}
    for figure, second in zip(figures, again, strict=True):
        first = readings[figure.strip]
        doubts[figure.strip] |= _disagreeing(first, figure, second)
        borne_out[figure] = borne_out.get(figure, set(range(len(first.signs)))) & _borne_out(first, figure, second)
    for figure, chars in borne_out.items():
        crossed[figure.strip] -= chars
    for figure in untrusted:
        doubts[figure.strip] |= set(range(figure.start, figure.end))
    unread = [at for at, strip in enumerate(found) if not readings[at].signs and _unread(strip)]
    for at in side_by_side(found):
        doubts[at] |= set(range(len(readings[at].signs)))
    for at in in_unclear_cells(found, unread):
        for figure in _figures(at, readings[at]):
            doubts[at] |= set(range(figure.start, figure.end))
    return [
        ReadStrip(
            strip,
            _unread(strip)
            if not readings[at].signs or _is_speck(strip, readings[at])
            else tuple(
                ReadSign(sign.char, x0, x1, index in doubts[at] | crossed[at], shown)
                for index, (sign, (x0, x1), shown) in enumerate(
                    zip(
                        readings[at].signs,
                        signs[at],
                        shown_edges(readings[at].signs, signs[at], strip, grey),
                        strict=True,
                    )
                )
            ),
        )
        for at, strip in enumerate(found)
    ]


def _lines_around(strip: Strip, found: Sequence[Strip]) -> tuple[int, int]:
    """Which lines stand next above and below between the same walls; -1 where there is none."""
    above, below = (-1, _NEXT * strip.em), (-1, _NEXT * strip.em)
    for at, other in enumerate(found):
        if other is strip or abs(other.left - strip.left) > strip.em or abs(other.right - strip.right) > strip.em:
            continue
        if other.x1 < strip.x0 or other.x0 > strip.x1:
            continue
        gap = other.middle - strip.middle
        if not strip.above < other.middle < strip.below:
            continue
        if 0.5 * strip.em < -gap < above[1]:
            above = (at, -gap)
        if 0.5 * strip.em < gap < below[1]:
            below = (at, gap)
    return above[0], below[0]


def _is_speck(strip: Strip, reading: LineReading) -> bool:
    """Whether what was read as marks, in a line of their own, is too small to be a character."""
    small = max(strip.x1 - strip.x0, strip.bottom - strip.top) < _LEAST_UNREAD * strip.em
    return small and all(sign.char in _SPECKS for sign in reading.signs)


def _unread(strip: Strip) -> tuple[ReadSign, ...]:
    """What stands for a line of which nothing was made out, unless it is too small for a character."""
    if max(strip.x1 - strip.x0, strip.bottom - strip.top) < _LEAST_UNREAD * strip.em:
        return ()
    return (ReadSign(UNREAD, strip.x0, strip.x1, True, (strip.x0, strip.top, strip.x1, strip.bottom)),)


@dataclass(frozen=True, slots=True)
class _Picture:
    pixels: Pixels
    x0: float
    """Where on the page the picture's left edge stands."""

    @property
    def width(self) -> float:
        return float(self.pixels.shape[1])


def _picture(strip: Strip, grey: Pixels, x0: float, x1: float, tall: float) -> _Picture:
    """The part of a line from `x0` to `x1` in a picture of its own, with paper where a wall or neighbour would be."""
    height = max(strip.bottom - strip.top + 0.2 * strip.em, tall * strip.em)
    padding = _PADDING * strip.em
    left, right = int(x0 - padding), int(np.ceil(x1 + padding))
    top = round(strip.middle - height / 2)
    rows = round(height)
    pixels = np.full((rows, right - left), _PAPER, dtype=np.uint8)
    rest = 0.12 * strip.em
    in_top, in_bottom = max(0, int(strip.top - rest)), min(grey.shape[0], int(np.ceil(strip.bottom + rest)))
    in_left = max(0, left, int(min(x0, strip.left + 2)) if strip.left > left else left)
    in_left = max(in_left, int(x0 - 0.2 * strip.em), 0)
    in_right = min(grey.shape[1], int(np.ceil(x1 + 0.2 * strip.em)), right)
    in_top, in_bottom = max(in_top, top), min(in_bottom, top + rows)
    if in_right > in_left and in_bottom > in_top:
        pixels[in_top - top : in_bottom - top, in_left - left : in_right - left] = grey[
            in_top:in_bottom, in_left:in_right
        ]
    return _Picture(pixels, float(left))


def _figures(at: int, reading: LineReading) -> list[_Figure]:
    """The figures of a line."""
    found = []
    for match in FIGURE.finditer(reading.chars):
        start, end = match.span()
        found.append(_Figure(at, start, end, max(0, start - 1), min(len(reading.signs), end + 1)))
    return found


def _figure_picture(figure: _Figure, strip: Strip, edges: Sequence[tuple[float, float]], grey: Pixels) -> Pixels:
    return _picture(strip, grey, edges[figure.before][0], edges[figure.after - 1][1], _SECOND_TALL).pixels


def _disagreeing(first: LineReading, figure: _Figure, second: LineReading) -> set[int]:
    """The characters of a figure that a second reading does not bear out."""
    ours = _plain(first.chars[figure.start : figure.end])
    if regex.search(_ALONE.format(regex.escape(ours)), _plain(second.chars)):
        return set()
    return set(range(figure.start, figure.end))


def _borne_out(first: LineReading, figure: _Figure, second: LineReading) -> set[int]:
    """The characters of a figure that a second reading bears out, with the one after them if it says that too."""
    if _disagreeing(first, figure, second):
        return set()
    said = _plain(second.chars)
    for end in (figure.after, figure.end):
        if _plain(first.chars[figure.start : end]) in said:
            return set(range(figure.start, end))
    return set()


_ALONE: Final = r"(?<![\d.\-]){}(?![\d.%‰])"
"""A figure with nothing beside it that would belong to it: 11.22 is no part of 111.22, 27.7 none of 27.7%."""


def _plain(chars: str) -> str:
    return chars.translate(_SAME).replace(" ", "")


_SAME: Final = str.maketrans({"．": ".", "·": ".", "％": "%", "－": "-", "—": "-", "−": "-", "：": ":", "，": ","})
