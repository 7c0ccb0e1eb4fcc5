"""What a page is made of before it is understood: characters, ruled lines and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.document import Page
from extractors.text import Place

Angle = Literal[0, 90, 180, 270]
"""Direction in which text runs, counter-clockwise from left to right."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; edges in points of the page as it is read, y downwards.

    `top` and `bottom` are those of the character's em square, so that 一 and 国 of one line are equally tall.
    `place` is where it stands on the page as displayed, which differs when the print itself is turned; in a text
    file, whose lines are read as print, it is the line and column.
    `doubtful` marks a character whose code cannot be trusted.
    """

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    place: Place | None
    doubtful: bool = False
    angle: Angle = 0

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def x_mid(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight horizontal or vertical line: at `at` across, from `start` to `end` along; points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page in reading position: `width` and `height` in points after any turn of its print.

    `slanted` is print at an angle that is no quarter turn (a watermark), in drawing order. `picture_share` is the
    part of the page (0..1) that the largest picture covers, `misnamed` tells that digits are drawn as other ones than
    the text layer names.
    """

    page: Page
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    slanted: tuple[Glyph, ...] = ()
    picture_share: float = 0.0
    misnamed: bool = False
