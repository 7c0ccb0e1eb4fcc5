"""Characters, ruled lines and pictures of a page through pdfium.

pdfium is not safe for threads: the caller reads one file at a time within a process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot
from typing import Any, Final, Literal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Page
from extractors.errors import Unreadable
from extractors.grid.page import Angle, Glyph, PrintedPage
from extractors.radicals import mend_radicals
from extractors.readers.pdf.characters import HYPHENS, is_doubtful
from extractors.readers.pdf.geometry import IDENTITY, Matrix, View, after
from extractors.readers.pdf.limits import DEEPEST_FORM, MOST_PAGE_CHARACTERS, MOST_PAGE_SEGMENTS
from extractors.readers.pdf.paths import Point, Rulings
from extractors.text import PagePlace

_ASCENT: Final = 0.88
"""Part of the em square above the base line."""

_SMALLEST: Final = 1.0
"""Points: smaller print is not meant to be seen."""

_FIRST_IDEOGRAPHIC: Final = 0x2E80
"""From here on characters have ink, so an empty box means that the font is not there."""

_IDEOGRAPHIC_SPACE: Final = 0x3000
_NO_INK: Final = 0.02

_INVISIBLE_MODES: Final = frozenset(
    {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP, raw.FPDF_TEXTRENDERMODE_UNKNOWN}
)


class GlyphsMissing(Exception):
    """A font is neither in the file nor on the machine: pdfium knows no boxes and takes lines for repetitions."""


def printed_page(pdf: pdfium.PdfDocument, index: int) -> PrintedPage:
    """Page `index` (from 0) of an open file.

    Raises pdfium.PdfiumError, GlyphsMissing (characters may have been lost), Unreadable (too_large).
    """
    page = pdf[index]
    try:
        view = _view(page)
        drawn = _Drawn(view)
        drawn.collect(page)
        glyphs, slanted = _glyphs(page, index + 1, view, drawn.invisible)
    finally:
        page.close()
    return PrintedPage(
        page=Page(index + 1, round(view.width, 2), round(view.height, 2)),
        width=view.width,
        height=view.height,
        glyphs=tuple(glyphs),
        horizontal=tuple(drawn.rulings.horizontal),
        vertical=tuple(drawn.rulings.vertical),
        slanted=tuple(slanted),
        picture_share=drawn.picture_share,
    )


def _view(page: pdfium.PdfPage) -> View:
    left, bottom, right, top = page.get_bbox()
    quarters = raw.FPDFPage_GetRotation(page) % 4
    return View(left, top, max(right - left, 1.0), max(top - bottom, 1.0), quarters)


class _Drawn:
    """What the page's objects draw, forms unfolded: ruled lines, the largest picture, print that does not show."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.rulings = Rulings(view.width, view.height)
        self.picture_share = 0.0
        self.invisible: set[int] = set()
        self._segments = 0

    def collect(self, page: pdfium.PdfPage) -> None:
        objects = (raw.FPDFPage_GetObject(page, at) for at in range(raw.FPDFPage_CountObjects(page)))
        self._collect(objects, IDENTITY, 0)

    def _collect(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for item in objects:
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                if raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES:
                    self.invisible.add(_address(item))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = (raw.FPDFFormObj_GetObject(item, at) for at in range(raw.FPDFFormObj_CountObjects(item)))
                self._collect(inner, after(_matrix(item), outer), depth + 1)

    def _path(self, item: Any, outer: Matrix) -> None:
        count = raw.FPDFPath_CountSegments(item)
        self._segments += count
        if count < 2 or self._segments > MOST_PAGE_SEGMENTS:
            return
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, filled, stroked)
        if not (filled.value or stroked.value):
            return
        outlines = self._outlines(item, count, after(_matrix(item), outer))
        if stroked.value:
            for outline in outlines:
                self.rulings.stroke(outline)
        else:
            self.rulings.fill(outlines)

    def _outlines(self, item: Any, count: int, matrix: Matrix) -> list[list[Point]]:
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        outlines: list[list[Point]] = []
        curve = 0
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, at)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                # The third of each three points is where the curve ends; a new outline keeps it from being a line.
                curve = (curve + 1) % 3
                if curve == 0:
                    outlines.append([point])
                continue
            curve = 0
            if kind == raw.FPDF_SEGMENT_MOVETO or not outlines:
                outlines.append([])
            outlines[-1].append(point)
            if raw.FPDFPathSegment_GetClose(segment) and outlines[-1][0] != point:
                outlines[-1].append(outlines[-1][0])
        return outlines

    def _picture(self, item: Any, outer: Matrix) -> None:
        a, b, c, d, e, f = after(_matrix(item), outer)
        corners = [self.view.point(a * u + c * v + e, b * u + d * v + f) for u in (0, 1) for v in (0, 1)]
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        if min(x1 - x0, bottom - top) <= 2.0:
            self.rulings.rectangle((x0, top, x1, bottom))
            return
        width = max(0.0, min(x1, self.view.width) - max(x0, 0.0))
        height = max(0.0, min(bottom, self.view.height) - max(top, 0.0))
        self.picture_share = max(self.picture_share, width * height / (self.view.width * self.view.height))


def _glyphs(page: pdfium.PdfPage, number: int, view: View, invisible: set[int]) -> tuple[list[Glyph], list[Glyph]]:
    """The visible characters of a page in drawing order, and those at a slant."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_PAGE_CHARACTERS:
            raise Unreadable("too_large", f"第 {number} 页有 {count} 个字符")
        upright: list[Glyph] = []
        slanted: list[Glyph] = []
        for glyph, straight in _characters(text, count, number, view, invisible):
            (upright if straight else slanted).append(glyph)
    finally:
        text.close()
    return upright, slanted


def _characters(
    text: pdfium.PdfTextPage, count: int, number: int, view: View, invisible: set[int]
) -> Iterator[tuple[Glyph, bool]]:
    handle = text.raw
    loose, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    for at in range(count):
        if raw.FPDFText_IsGenerated(handle, at) == 1:
            continue
        if invisible and _address(raw.FPDFText_GetTextObject(handle, at)) in invisible:
            continue
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in (0x0A, 0x0D):
            continue
        if code >= _FIRST_IDEOGRAPHIC and code not in HYPHENS and code != _IDEOGRAPHIC_SPACE:
            raw.FPDFText_GetCharBox(handle, at, left, right, bottom, top)
            if top.value - bottom.value < _NO_INK and right.value > left.value:
                raise GlyphsMissing
        raw.FPDFText_GetLooseCharBox(handle, at, loose)
        raw.FPDFText_GetMatrix(handle, at, matrix)
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        size = hypot(matrix.c, matrix.d) * raw.FPDFText_GetFontSize(handle, at)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        edges, angle = _edges(box, (x.value, y.value), (matrix.a, matrix.b, matrix.c, matrix.d), size, view)
        if edges[2] - edges[0] < 0.01 or not _shows(edges, view):
            continue
        unmapped = code == 0 or raw.FPDFText_HasUnicodeMapError(handle, at) == 1
        char = "-" if code in HYPHENS else mend_radicals(chr(code)) if code else "\ufffd"
        place = PagePlace(number, view.share(edges))
        doubtful = unmapped or is_doubtful(char)
        if angle == "slanted":
            yield Glyph(char, *edges, place, doubtful), False
        else:
            yield Glyph(char, *edges, place, doubtful, angle), True


def _edges(
    box: tuple[float, float, float, float],
    origin: tuple[float, float],
    direction: tuple[float, float, float, float],
    size: float,
    view: View,
) -> tuple[tuple[float, float, float, float], Angle | Literal["slanted"]]:
    """Displayed edges: as wide as the character advances, as tall as its em square over the base line.

    The font's own box would do, but fonts disagree on it within one line, and pdfium gives a replaced character
    (a mended radical) the tight one.
    """
    a, b, c, d = direction
    angle = view.angle(a, b)
    left, bottom, right, top = box
    along = abs(a) >= abs(b)
    length = hypot(c, d)
    extent = (top - bottom) if along else (right - left)
    if angle == "slanted" or length == 0 or not 0.3 * extent < size < 3 * extent + 1:
        return view.rectangle(left, bottom, right, top), angle
    if along:
        up = d / length
        low, high = origin[1] - (1 - _ASCENT) * size * up, origin[1] + _ASCENT * size * up
        if min(low, high) <= (bottom + top) / 2 <= max(low, high):
            bottom, top = low, high
        if right - left < 0.01:
            right = left + 0.25 * size
    else:
        up = c / length
        low, high = origin[0] - (1 - _ASCENT) * size * up, origin[0] + _ASCENT * size * up
        if min(low, high) <= (left + right) / 2 <= max(low, high):
            left, right = low, high
        if abs(top - bottom) < 0.01:
            top = bottom + 0.25 * size
    return view.rectangle(left, bottom, right, top), angle


def _shows(edges: tuple[float, float, float, float], view: View) -> bool:
    x0, top, x1, bottom = edges
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    inside = 0 <= middle_x <= view.width and 0 <= middle_y <= view.height
    return inside and max(bottom - top, x1 - x0) >= _SMALLEST


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0
