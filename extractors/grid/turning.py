"""Turns print that runs upwards, downwards or upside down into reading position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.page import Angle, Edges, Glyph, PrintedPage, Ruling

_MOST_OF_A_PAGE: Final = 0.7


def upright(page: PrintedPage) -> PrintedPage:
    """The page turned so that most of its print runs from left to right; places on the page as displayed stay."""
    angle = _main_angle(page.glyphs, _MOST_OF_A_PAGE)
    if angle == 0:
        return page
    width, height = page.width, page.height
    if angle == 90:
        horizontal = tuple(_reversed(line, height) for line in page.vertical)
        vertical = tuple(_flipped(line, height) for line in page.horizontal)
    elif angle == 270:
        horizontal = tuple(_flipped(line, width) for line in page.vertical)
        vertical = tuple(_reversed(line, width) for line in page.horizontal)
    else:
        horizontal = tuple(_flipped(_reversed(line, width), height) for line in page.horizontal)
        vertical = tuple(_flipped(_reversed(line, height), width) for line in page.vertical)
    sideways = angle in (90, 270)
    return replace(
        page,
        width=height if sideways else width,
        height=width if sideways else height,
        glyphs=tuple(turn(glyph, angle, width, height) for glyph in page.glyphs),
        horizontal=horizontal,
        vertical=vertical,
    )


def upright_glyphs(glyphs: Sequence[Glyph]) -> tuple[Sequence[Glyph], bool]:
    """The characters of one cell in reading position, and whether they had to be turned."""
    angle = _main_angle(glyphs, 0.5)
    if angle == 0:
        return glyphs, False
    return [turn(glyph, angle, 0.0, 0.0) for glyph in glyphs], True


def turn(glyph: Glyph, angle: Angle, width: float, height: float) -> Glyph:
    """`glyph` as it stands when print running at `angle` is turned to run from left to right."""
    if angle == 0:
        return glyph
    x0, top, x1, bottom = _turned((glyph.x0, glyph.top, glyph.x1, glyph.bottom), angle, width, height)
    clip = _turned(glyph.clip, angle, width, height) if glyph.clip else None
    left = _QUARTERS[(glyph.angle - angle) % 360]
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom, angle=left, clip=clip)


def _turned(edges: Edges, angle: Angle, width: float, height: float) -> Edges:
    x0, top, x1, bottom = edges
    if angle == 90:
        return height - bottom, x0, height - top, x1
    if angle == 270:
        return top, width - x1, bottom, width - x0
    return width - x1, height - bottom, width - x0, height - top


_QUARTERS: Final[dict[int, Angle]] = {0: 0, 90: 90, 180: 180, 270: 270}


def _main_angle(glyphs: Iterable[Glyph], share: float) -> Angle:
    angles = Counter(glyph.angle for glyph in glyphs if not glyph.char.isspace())
    if not angles or set(angles) == {0}:
        return 0
    angle, count = angles.most_common(1)[0]
    return angle if count > share * angles.total() else 0


def _flipped(ruling: Ruling, extent: float) -> Ruling:
    return Ruling(extent - ruling.at, ruling.start, ruling.end)


def _reversed(ruling: Ruling, extent: float) -> Ruling:
    return Ruling(ruling.at, extent - ruling.end, extent - ruling.start)
