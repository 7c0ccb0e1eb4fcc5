"""Print that the rules of a table go through: rows too low for their text, of which nobody can tell which it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.page import Glyph, PrintedPage, Ruling
from extractors.grid.through import rules_through_print

_MEET: Final = 3.0
"""Points within which rules meet."""

_MOST_LOOKS: Final = 1_000_000
_MOST_BANDS: Final = 50
"""Bounds for one page; beyond them only the characters themselves that rules go through are doubted."""


def with_crossed_doubted(page: PrintedPage) -> tuple[PrintedPage, bool]:
    """The page with the print doubted that a rule goes through, and with it all print between the same two walls.

    The second tells whether there is any.
    """
    bands: set[tuple[float, float, float, float]] = set()
    alone: set[int] = set()
    looked = 0
    for rule, run in rules_through_print(page):
        for glyph in run:
            if glyph.clip is None and rule.start < glyph.x0 and glyph.x1 < rule.end:
                alone.add(id(glyph))
                looked += len(page.vertical)
                band = _between_walls(glyph, rule, page.vertical) if looked < _MOST_LOOKS else None
                if band is not None and len(bands) < _MOST_BANDS:
                    bands.add(band)
    if not alone:
        return page, False
    glyphs = tuple(
        replace(glyph, doubtful=True) if id(glyph) in alone or any(_within(glyph, band) for band in bands) else glyph
        for glyph in page.glyphs
    )
    return replace(page, glyphs=glyphs), True


def _between_walls(glyph: Glyph, rule: Ruling, walls: Sequence[Ruling]) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of the column that the rule cuts there."""
    crossing = [
        wall
        for wall in walls
        if wall.start - _MEET <= rule.at <= wall.end + _MEET and rule.start - _MEET <= wall.at <= rule.end + _MEET
    ]
    left = max((wall for wall in crossing if wall.at <= glyph.x_mid), key=lambda wall: wall.at, default=None)
    right = min((wall for wall in crossing if wall.at > glyph.x_mid), key=lambda wall: wall.at, default=None)
    if left is None or right is None:
        return None
    return left.at, min(left.start, right.start), right.at, max(left.end, right.end)


def _within(glyph: Glyph, band: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = band
    return left <= glyph.x_mid <= right and top <= glyph.y_mid <= bottom
