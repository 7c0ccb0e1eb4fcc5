"""Fonts whose text layer names digits as other ones than they draw, told by the outlines of the digits."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as raw

from extractors.readers.pdf.page_object import address

_SIZE: Final = 1000.0
_PLAIN: Final = "12357"
"""Drawn with one outline and no hole."""

_HOLED: Final = "0689"
_MIDDLE: Final = 0.1
"""Part of a digit's height by which the hole of 6 lies below its middle, that of 9 above it, that of 0 nowhere."""

_ABOVE: Final = 0.03
"""Part of a digit's height by which the hole of 4 never lies above that of 9."""

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn digit: how many outlines it has, and how high its smaller outlines lie (0 at its foot, 1 at its top)."""

    outlines: int
    hole: float
    points: tuple[_Point, ...]


_KNOWN: Final[dict[tuple[object, ...], Shape | None]] = {}
"""Shapes by digit, number of segments and three of their points: most files are written with a few fonts."""

_MOST_KNOWN: Final = 10_000


@dataclass(slots=True)
class DigitShapes:
    """Asks the fonts of one file about the digits that they draw; `misnamed` tells whether one so far draws others than
    it names. Of a digit that nothing is written with a font may hold the sign for none.

    Who made one such font made the others: the pages after it are not believed either.
    """

    misnamed: bool = False
    _fonts: dict[int, dict[str, Shape | None]] = field(default_factory=dict)

    def begin_page(self) -> None:
        """Fonts may be told apart by their addresses on one page only."""
        self._fonts.clear()

    def ask(self, text_object: Any, digit: str) -> None:
        """The digit is drawn by this text object."""
        font = raw.FPDFTextObj_GetFont(text_object)
        drawn = self._fonts.setdefault(address(font), {})
        if digit in drawn:
            return
        drawn[digit] = _shape_in(font, digit)
        if not self.misnamed:
            self.misnamed = are_others({named: shape for named, shape in drawn.items() if shape is not None})


def are_others(shapes: dict[str, Shape]) -> bool:
    """Whether the shapes cannot be those of the digits that they are named after.

    8 has more outlines than 0, 6 and 9, these more than 1, 2, 3, 5 and 7, which are alike; the hole of 6 lies low, that
    of 9 high and above that of 4, that of 0 in the middle. Fonts differ in what they put outlines together from, so
    counts are only held against those of the same font. Digits without a hole that are exchanged among themselves are
    not told.
    """
    drawn = [shape.points for shape in shapes.values()]
    own = {digit: shape for digit, shape in shapes.items() if drawn.count(shape.points) == 1}  # not the sign for none
    plain = [own[digit].outlines for digit in _PLAIN if digit in own]
    holed = [own[digit].outlines for digit in _HOLED if digit in own]
    if len(set(plain)) > 1 or (plain and holed and max(plain) > min(holed)):
        return True
    if "8" in own and any(own[digit].outlines > own["8"].outlines for digit in own):
        return True
    if {"4", "9"} <= own.keys() and own["4"].outlines == own["9"].outlines > 1 and _is_above(own["4"], own["9"]):
        return True
    rises = {digit: shape.hole - 0.5 for digit, shape in own.items() if shape.outlines > 1}
    return rises.get("6", 0.0) > _MIDDLE or rises.get("9", 0.0) < -_MIDDLE or abs(rises.get("0", 0.0)) > _MIDDLE


def _is_above(four: Shape, nine: Shape) -> bool:
    return four.hole - nine.hole > _ABOVE


def _shape_in(font: Any, digit: str) -> Shape | None:
    """The digit's shape in the font, made out only where three of its points are not those of one that is known."""
    path = raw.FPDFFont_GetGlyphPath(font, ord(digit), _SIZE)
    if not path:
        return None
    count = raw.FPDFGlyphPath_CountGlyphSegments(path)
    key = digit, count, *(_point(path, at) for at in (0, count // 3, 2 * count // 3))
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = _shape(path, count)
    return _KNOWN[key]


def _shape(path: Any, count: int) -> Shape | None:
    outlines: list[list[_Point]] = []
    for at in range(count):
        kind = raw.FPDFPathSegment_GetType(raw.FPDFGlyphPath_GetGlyphPathSegment(path, at))
        if kind == raw.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([])
        outlines[-1].append(_point(path, at))
    outlines = [outline for outline in outlines if len(outline) > 2]
    if not outlines:
        return None
    every = [y for outline in outlines for _, y in outline]
    foot, tall = min(every), max(every) - min(every)
    smaller = sorted(outlines, key=_height)[:-1]
    middles = [(min(y for _, y in one) + max(y for _, y in one)) / 2 for one in smaller]
    hole = (sum(middles) / len(middles) - foot) / tall if middles and tall > 0 else 0.5
    return Shape(len(outlines), hole, tuple(point for outline in outlines for point in outline))


def _point(path: Any, at: int) -> _Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(raw.FPDFGlyphPath_GetGlyphPathSegment(path, at), x, y)
    return round(x.value, 1), round(y.value, 1)


def _height(outline: list[_Point]) -> float:
    heights = [y for _, y in outline]
    return max(heights) - min(heights)
