"""Raised digits of a printed page: smaller than what they stand behind, and higher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from extractors.grid.page import Glyph
from extractors.readers.raised import raised

_SMALLER: Final = 0.8
"""Part of the em before it that a raised mark has at most."""

_HIGHER: Final = 0.2
"""Em of the print before it by which a raised mark ends higher."""

_SHARED: Final = 0.35
"""Em by which it may begin lower: what stands lower is the next line."""

_GAP: Final = 0.5
"""Em between a mark and what it belongs to."""

_MARKS: Final = frozenset("0123456789０１２３４５６７８９()[]（）［］")


def with_raised_marks(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """The characters in drawing order, raised digits and brackets as such (12.5¹, m²). Print that is turned stays."""
    base: Glyph | None = None
    end = 0.0
    for glyph in glyphs:
        if base is not None and glyph.char in _MARKS and _is_raised(glyph, base, end):
            glyph = replace(glyph, char=raised(glyph.char))
        elif not glyph.char.isspace():
            base = glyph if glyph.angle == 0 else None
        end = glyph.x1
        yield glyph


def _is_raised(glyph: Glyph, base: Glyph, end: float) -> bool:
    em = base.size
    return (
        glyph.angle == 0
        and glyph.size <= _SMALLER * em
        and base.bottom - glyph.bottom >= _HIGHER * em
        and glyph.top <= base.top + _SHARED * em
        and -_GAP * em < glyph.x0 - end < _GAP * em
    )
