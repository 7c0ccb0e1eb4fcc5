"""Lines of a text file as print on a page: what stands under what, in the widths of a fixed-width face."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from extractors.grid.page import Glyph
from extractors.readers.plain_text.decoding import SourceLine

HALF: Final = 5.0
"""Points that half an em takes; a line is `PITCH` high."""
PITCH: Final = 12.0
_EDGE: Final = 0.3
_LEAD: Final = 1.0

Width = Callable[[str], int]
"""How many half-width columns a character takes."""


def broad(char: str) -> int:
    """In a Chinese face: lines, dashes and quotation marks are as wide as ideographs."""
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def narrow(char: str) -> int:
    """In a terminal: what may be wide or narrow is narrow."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def counted(_char: str) -> int:
    """As programs pad that count characters: all are equally wide."""
    return 2


WIDTHS: Final[tuple[Width, ...]] = (broad, narrow, counted)


def positions(line: SourceLine, width: Width) -> Iterator[tuple[int, str, float, float]]:
    """Index, character, left and right edge in points of every character of a line."""
    column = 0
    for index, char in enumerate(line.text.chars):
        step = width("\u3000") if index in line.broad else width(char)
        yield index, char, column * HALF, (column + step) * HALF
        column += step


def glyphs(lines: Sequence[SourceLine], width: Width) -> list[Glyph]:
    """The printed characters of `lines`, the first line at the top."""
    found: list[Glyph] = []
    for number, line in enumerate(lines):
        top = number * PITCH + _LEAD
        for index, char, x0, x1 in positions(line, width):
            if not char.isspace():
                doubtful = index in line.text.doubtful
                place = line.text.places[index]
                found.append(Glyph(char, x0 + _EDGE, top, x1 - _EDGE, top + 2 * HALF, place, doubtful))
    return found
