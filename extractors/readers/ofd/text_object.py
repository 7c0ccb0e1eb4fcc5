"""The characters of a text object, each in its place on the page."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Final
from unicodedata import east_asian_width

from lxml import etree

from extractors.grid.page import Glyph
from extractors.radicals import mend_radicals
from extractors.readers.ofd.values import POINTS, child, children, is_true, name_of, number, offsets
from extractors.readers.pdf.characters import is_doubtful
from extractors.readers.pdf.geometry import Matrix, View, after
from extractors.text import PagePlace

_ASCENT: Final = 0.88
"""Part of the em square above the base line."""

_SMALLEST: Final = 1.0
"""Points: smaller print is not meant to be seen."""

_DEFAULT_SIZE: Final = 10.5 / POINTS

_PLACEHOLDER: Final = "¤"
"""What producers write for a glyph of their own font that has no character."""

_RUNS: Final = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
"""Where print without offsets goes, by the reading direction (clockwise, y downwards)."""


def glyphs(element: etree._Element, to_page: Matrix, number_of_page: int, view: View) -> Iterator[tuple[Glyph, bool]]:
    """The characters of a TextObject, each with whether it stands straight (False: at a slant, as a watermark).

    `to_page` leads from the object's own space in millimetres to points of the page.
    """
    size = number(element.get("Size"), _DEFAULT_SIZE)
    if size <= 0 or not _is_inked(element):
        return
    own_glyphs = child(element, "CGTransform") is not None
    across = number(element.get("HScale"), 1.0) or 1.0
    quarter = round(number(element.get("CharDirection")) / 90) % 4
    along = _RUNS[round(number(element.get("ReadDirection")) / 90) % 4 * 90]
    place = _Placing(size, quarter, to_page, number_of_page, view)
    x = y = 0.0
    for code in children(element):
        if name_of(code) != "TextCode":
            continue
        chars = _chars(code)
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        right, down = offsets(code.get("DeltaX")), offsets(code.get("DeltaY"))
        at_x, at_y = x, y
        spaced = bool((code.get("DeltaX") or code.get("DeltaY") or "").strip())
        for char in chars:
            width = _advance(char) * size * across
            if spaced:
                dx, dy = next(right, 0.0), next(down, 0.0)
            else:
                dx, dy = along[0] * width, along[1] * width
            if char.isprintable() or is_doubtful(char):
                drawn = place.glyph(char, at_x, at_y, min(width, dx) if dx > 0 else width, own_glyphs)
                if drawn is not None:
                    yield drawn
            at_x, at_y = at_x + dx, at_y + dy


class _Placing:
    """Puts the characters of one text object on the page."""

    def __init__(self, size: float, quarter: int, to_page: Matrix, number: int, view: View) -> None:
        self._number, self._view = number, view
        # The character's own space: x along its base line, y downwards, turned clockwise by quarters.
        cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[quarter]
        self._a, self._b, self._c, self._d, _, _ = after((cos, sin, -sin, cos, 0.0, 0.0), to_page)
        self._to_page = to_page
        self._size = size
        self._angle = view.angle(self._a, -self._b)
        self._tall = hypot(self._c, self._d) * size

    def glyph(self, char: str, x: float, y: float, width: float, own_glyphs: bool) -> tuple[Glyph, bool] | None:
        """The character whose base line begins at x, y of the object; None where it cannot be seen."""
        if self._tall < _SMALLEST:
            return None
        a, b, c, d, e, f = self._to_page
        left, base = a * x + c * y + e, b * x + d * y + f
        up, down = -_ASCENT * self._size, (1 - _ASCENT) * self._size
        xs = [left + self._a * u + self._c * v for u in (0.0, width) for v in (up, down)]
        ys = [base + self._b * u + self._d * v for u in (0.0, width) for v in (up, down)]
        edges = (min(xs), min(ys), max(xs), max(ys))
        view = self._view
        if not (0 <= edges[0] + edges[2] <= 2 * view.width and 0 <= edges[1] + edges[3] <= 2 * view.height):
            return None
        char = mend_radicals(char)
        doubtful = is_doubtful(char) or (own_glyphs and char == _PLACEHOLDER)
        place = PagePlace(self._number, view.share(edges))
        if self._angle == "slanted":
            return Glyph(char, *edges, place, doubtful), False
        return Glyph(char, *edges, place, doubtful, self._angle), True


def _chars(code: etree._Element) -> str:
    """The characters of a TextCode; line breaks that only lay out the XML are none of them."""
    return "".join([code.text or "", *(part.tail or "" for part in code)]).strip("\r\n\t")


def _advance(char: str) -> float:
    """The usual width of a character in em."""
    return 1.0 if east_asian_width(char) in "WFA" else 0.5


def _is_inked(element: etree._Element) -> bool:
    """Whether the text is drawn at all: neither see-through nor without filling and outline."""
    if number(element.get("Alpha"), 255.0) <= 0:
        return False
    if not is_true(element.get("Fill"), True) and not is_true(element.get("Stroke"), False):
        return False
    color = child(element, "FillColor")
    return color is None or number(color.get("Alpha"), 255.0) > 0
