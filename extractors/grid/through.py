"""Which print horizontal rules go through: none, on nearly every page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from extractors.grid.page import Glyph, PrintedPage, Ruling

_THROUGH: Final = 0.28
"""Part of the em square, from its top and its bottom, between which a rule goes through a character."""

_MOST_LOOKS: Final = 1_000_000
"""Characters that are held against rules on one page; one that asks for more is a drawing."""


def rules_through_print(page: PrintedPage) -> Iterator[tuple[Ruling, list[Glyph]]]:
    """Each rule across that goes through print, with the characters over whose middle it runs, from left to right."""
    if not page.horizontal:
        return
    lines = sorted((glyph for glyph in page.glyphs if glyph.angle == 0), key=lambda glyph: glyph.top)
    if not lines:
        return
    tops = [glyph.top for glyph in lines]
    tallest = max(glyph.bottom - glyph.top for glyph in lines)
    looked = 0
    for rule in page.horizontal:
        near = range(bisect_left(tops, rule.at - (1 - _THROUGH) * tallest), bisect_right(tops, rule.at))
        looked += len(near)
        if looked > _MOST_LOOKS:
            return
        found = [
            glyph
            for glyph in map(lines.__getitem__, near)
            if glyph.top + _THROUGH * glyph.size < rule.at < glyph.bottom - _THROUGH * glyph.size
            and rule.start < glyph.x_mid < rule.end
            and not glyph.char.isspace()
        ]
        if found:
            yield rule, sorted(found, key=lambda glyph: glyph.x0)
