"""The rules of a page as two searches tell them: what one has found is borne out by the other or doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.readers.scan.faint_grid import FaintGrid, overlooked
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled, ruled_by


def borne_out(ruled: Ruled, grid: FaintGrid | None, print_: Pixels, em: float, *, bilevel: bool) -> Ruled:
    """The rules as their traces (`grid`) tell them, where these tell more; doubted where one way has found what the
    other has not, and where pieces of rules had to be guessed.

    `print_` (bool dots) is the print of the page, `em` its usual one in dots. On a `bilevel` page rules and pieces of
    them vanish without a trace: any difference tells of that there, while levels of grey would show more of it.
    """
    if grid is None:
        return ruled
    across, down = (grid.across, grid.down) if bilevel else (_inner(grid.across), _inner(grid.down))
    more = overlooked(ruled.horizontal, across, grid.em, traceless=bilevel)
    more = more or overlooked(ruled.vertical, down, grid.em, traceless=bilevel)
    if not (ruled.lost or more):
        return ruled
    less = overlooked(grid.across, ruled.horizontal, grid.em, traceless=bilevel)
    less = less or overlooked(grid.down, ruled.vertical, grid.em, traceless=bilevel)
    if less and not ruled.lost:
        return replace(ruled, lost=True)
    return ruled_by(grid.across, grid.down, print_, em, lost=less or bilevel or not grid.whole)


def _inner(rules: Sequence[Rule]) -> list[Rule]:
    """The rules without the outermost: tables may be open at their sides."""
    places = [rule.at for rule in rules]
    return [rule for rule in rules if min(places) < rule.at < max(places)]
