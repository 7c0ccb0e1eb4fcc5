"""The characters of a page through pdfium, each with the box it stands in as displayed."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Final, Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.errors import Unreadable
from extractors.grid.page import Angle, Edges, Glyph
from extractors.radicals import mend_radicals
from extractors.readers.pdf.characters import HYPHENS, is_doubtful
from extractors.readers.pdf.digit_shapes import DigitShapes
from extractors.readers.pdf.geometry import View
from extractors.readers.pdf.limits import MOST_PAGE_CHARACTERS
from extractors.readers.pdf.page_object import address
from extractors.readers.pdf.pdfium_objects import Drawn
from extractors.text import PagePlace

_ASCENT: Final = 0.88
"""Part of the em square above the base line."""

_SMALLEST: Final = 1.0
"""Points: smaller print is not meant to be seen."""

_ZERO, _NINE = 0x30, 0x39
_FIRST_IDEOGRAPHIC: Final = 0x2E80
"""From here on characters have ink, so an empty box means that the font is not there."""

_LAST_GENERATED: Final = 0x20
"""What pdfium puts in between characters are spaces and line breaks."""

_IDEOGRAPHIC_SPACE: Final = 0x3000
_NO_INK: Final = 0.02

_NO_WIDTH: Final = 0.01
_NARROWEST: Final = 0.25
"""Em that a character without an advance of its own is given."""


class GlyphsMissing(Exception):
    """A font is neither in the file nor on the machine: pdfium knows no boxes and takes lines for repetitions."""


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters under one text matrix share: direction as displayed, em in points, and how far the em
    square reaches below and above the base line, along y (`lying`, base line along x) or along x."""

    angle: Angle | Literal["slanted"]
    size: float
    lying: bool
    below: float
    above: float


def glyphs(
    page: pdfium.PdfPage, number: int, view: View, drawn: Drawn, shapes: DigitShapes
) -> tuple[list[Glyph], list[Glyph]]:
    """The visible characters of a page in drawing order, and those at a slant.

    `shapes` is asked about the fonts of digits. Raises GlyphsMissing, Unreadable (too_large).
    """
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_PAGE_CHARACTERS:
            raise Unreadable("too_large", f"第 {number} 页有 {count} 个字符")
        straight: list[Glyph] = []
        slanted: list[Glyph] = []
        for glyph, is_straight in _characters(text, count, number, view, drawn, shapes):
            (straight if is_straight else slanted).append(glyph)
    finally:
        text.close()
    return straight, slanted


def _characters(
    text: pdfium.PdfTextPage, count: int, number: int, view: View, drawn: Drawn, shapes: DigitShapes
) -> Iterator[tuple[Glyph, bool]]:
    handle = text.raw
    loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    # Looked up once: these run for every character.
    unicode = raw.FPDFText_GetUnicode
    is_generated = raw.FPDFText_IsGenerated
    loose_box = raw.FPDFText_GetLooseCharBox
    matrix_of = raw.FPDFText_GetMatrix
    origin = raw.FPDFText_GetCharOrigin
    font_size = raw.FPDFText_GetFontSize
    has_error = raw.FPDFText_HasUnicodeMapError
    char_box = raw.FPDFText_GetCharBox
    invisible, clips = drawn.invisible, drawn.clips
    of_objects = bool(invisible or clips)
    clip = None
    styles: dict[tuple[float, float, float, float, float], Style] = {}
    for at in range(count):
        code = unicode(handle, at)
        if code <= _LAST_GENERATED and (code in (0x0A, 0x0D) or is_generated(handle, at) == 1):
            continue
        if of_objects:
            text_object = address(raw.FPDFText_GetTextObject(handle, at))
            if text_object in invisible:
                continue
            clip = clips.get(text_object)
        if code >= _FIRST_IDEOGRAPHIC and code not in HYPHENS and code != _IDEOGRAPHIC_SPACE:
            char_box(handle, at, left, right, bottom, top)
            if top.value - bottom.value < _NO_INK and right.value > left.value:
                raise GlyphsMissing
        loose_box(handle, at, loose)
        matrix_of(handle, at, matrix)
        origin(handle, at, x, y)
        key = (matrix.a, matrix.b, matrix.c, matrix.d, font_size(handle, at))
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(*key, view)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        edges = view.rectangle(*em_box(box, x.value, y.value, style))
        if not _shows(edges, view):
            continue
        if _ZERO <= code <= _NINE:
            shapes.ask(raw.FPDFText_GetTextObject(handle, at), chr(code))
        unmapped = code == 0 or has_error(handle, at) == 1
        char = "-" if code in HYPHENS else mend_radicals(chr(code)) if code else "\ufffd"
        place = PagePlace(number, view.share(edges))
        doubtful = unmapped or is_doubtful(char)
        if style.angle == "slanted":
            yield Glyph(char, *edges, place, doubtful), False
        else:
            yield Glyph(char, *edges, place, doubtful, style.angle, clip), True


def _style(a: float, b: float, c: float, d: float, font_size: float, view: View) -> Style:
    length = hypot(c, d)
    size = length * font_size
    lying = abs(a) >= abs(b)
    up = ((d if lying else c) / length) if length else 1.0
    return Style(view.angle(a, b), size, lying, -(1 - _ASCENT) * size * up, _ASCENT * size * up)


def em_box(box: Edges, x: float, y: float, style: Style) -> Edges:
    """Left, bottom, right and top in the file: as wide as the character advances, as tall as its em square.

    The font's own box would do, but fonts disagree on it within one line, and pdfium gives a replaced character
    (a mended radical) the tight one. Where the em square misses the box (vertical writing, odd fonts), the box stays.
    """
    left, bottom, right, top = box
    size = style.size
    tall, wide = top - bottom, right - left
    extent = tall if tall > wide else wide  # the tight box of 一 is wide only
    if style.angle == "slanted" or not 0.3 * extent < size < 3 * extent + 1:
        return box
    if style.lying:
        low, high = y + style.below, y + style.above
        if low <= (bottom + top) / 2 <= high or high <= (bottom + top) / 2 <= low:
            bottom, top = low, high
        if right - left < _NO_WIDTH:
            right = left + _NARROWEST * size
    else:
        low, high = x + style.below, x + style.above
        if low <= (left + right) / 2 <= high or high <= (left + right) / 2 <= low:
            left, right = low, high
        if top - bottom < _NO_WIDTH:
            top = bottom + _NARROWEST * size
    return left, bottom, right, top


def _shows(edges: Edges, view: View) -> bool:
    """Whether the middle of the character is on the page, and it is large enough to be meant for the eye."""
    x0, top, x1, bottom = edges
    if bottom - top < _SMALLEST and x1 - x0 < _SMALLEST:
        return False
    return 0 <= x0 + x1 <= 2 * view.width and 0 <= top + bottom <= 2 * view.height
