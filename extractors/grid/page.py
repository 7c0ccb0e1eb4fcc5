"""What a page is made of before it is understood: characters, ruled lines and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extractors.document import Page
from extractors.text import Place

Angle = Literal[0, 90, 180, 270]
"""Direction in which text runs, counter-clockwise from left to right."""


Edges = tuple[float, float, float, float]

_INSET: Final = 0.1
"""Part of a cell's sides by which print that is cut off at them counts as within them: the rules stand about there."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character; edges in points of the page as it is read, y downwards.

    `top` and `bottom` are those of the character's em square, so that 一 and 国 of one line are equally tall.
    `place` is where it stands on the page as displayed, which differs when the print itself is turned; in a text
    file, whose lines are read as print, it is the line and column. `clip` (x0, top, x1, bottom) is the cell that a
    program cuts the print off at, where it is too large for it.
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
    clip: Edges | None = None

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def x_mid(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def seat(self) -> tuple[float, float]:
        """The point that tells which cell the character is of: its middle, or what is nearest to it in its clip."""
        if self.clip is None:
            return self.x_mid, self.y_mid
        x0, top, x1, bottom = self.clip
        across, down = _INSET * (x1 - x0), _INSET * (bottom - top)
        return min(max(self.x_mid, x0 + across), x1 - across), min(max(self.y_mid, top + down), bottom - down)


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
