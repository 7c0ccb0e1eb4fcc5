"""The rules of a page as two searches tell them: what one has found is borne out by the other or doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import radians, tan
from typing import Final

from extractors.readers.scan.faint_grid import FaintGrid, overlooked
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled, ruled_by

_SOLID: Final = 0.95
"""Part of its length in which a rule has dots that has lost nothing in black and white."""

_AT: Final = 2
"""Dots by which a rule may stray from its row."""

_NARROWEST: Final = 1.2
"""Em from one rule to the next: between them nothing could be written."""

_PHASES: Final = 2.5
"""Dots by which a rule that is askew climbs to meet the scanner's rows in every way: what fades of it fades in places,
and what is thinner does not vanish wholly. Of rules that lie straight one may be black and the next gone."""

_THROUGH: Final = 0.9
"""Part of a table that a rule goes through from side to side."""

_SAME: Final = 0.4
"""Em by which a rule may lie apart as found in two ways."""

_FEWEST: Final = 2
"""Rules that are more than a line under a heading."""


def borne_out(ruled: Ruled, grid: FaintGrid | None, print_: Pixels, em: float, *, bilevel: bool, skew: float) -> Ruled:
    """The rules as their traces (`grid`) tell them, where these tell more; doubted where one way has found what the
    other has not, and where pieces of rules had to be guessed.

    `print_` (bool dots) is the print of the page, `em` its usual one in dots, `skew` the degrees it was turned by.
    On a `bilevel` page rules and pieces of them vanish without a trace: any difference tells of that. Only where the
    page lay askew and all rules that are known are whole, they are borne out unless there are traces of another.
    Levels of grey would show more of what is lost; there, what alone has left traces of a piece may be print in line.
    """
    solid = bilevel and _is_solid(ruled, print_, skew)
    if grid is None:
        known = len(ruled.horizontal) + len(ruled.vertical)
        return replace(ruled, lost=ruled.lost or (bilevel and not solid and known >= _FEWEST))
    if solid:
        another = _is_another(grid.across, ruled.horizontal, grid.em)
        return replace(ruled, lost=another or _is_another(grid.down, ruled.vertical, grid.em))
    across, down = (grid.across, grid.down) if bilevel else (_inner(grid.across), _inner(grid.down))
    more = overlooked(ruled.horizontal, across, grid.em, traceless=bilevel)
    more = more or overlooked(ruled.vertical, down, grid.em, traceless=bilevel)
    if not (ruled.lost or more):
        return ruled
    if not (ruled.lost or bilevel) and (
        _is_stray(down, grid.across, ruled.vertical, grid.em) or _is_stray(across, grid.down, ruled.horizontal, grid.em)
    ):
        return replace(ruled, lost=True)
    less = overlooked(grid.across, ruled.horizontal, grid.em, traceless=bilevel)
    less = less or overlooked(grid.down, ruled.vertical, grid.em, traceless=bilevel)
    if less and not ruled.lost:
        return replace(ruled, lost=True)
    return ruled_by(grid.across, grid.down, print_, em, lost=less or bilevel or not grid.whole)


def _is_stray(rules: Sequence[Rule], crossing: Sequence[Rule], known: Sequence[Rule], em: float) -> bool:
    """Whether a rule that is not known goes through a part of the table only, as edges of stacked characters do."""
    tall = max((line.at for line in crossing), default=0.0) - min((line.at for line in crossing), default=0.0)
    return any(
        rule.end - rule.start < _THROUGH * tall and all(abs(rule.at - other.at) > _SAME * em for other in known)
        for rule in rules
    )


def _is_solid(ruled: Ruled, print_: Pixels, skew: float) -> bool:
    """Whether there are rules both ways, askew, and each of them has dots along all of its length."""
    for rules in (ruled.horizontal, ruled.vertical):
        longest = max((rule.end - rule.start for rule in rules), default=0.0)
        if longest * tan(radians(abs(skew))) < _PHASES:
            return False
    return all(_drawn(rule, print_) >= _SOLID for rule in ruled.horizontal) and all(
        _drawn(rule, print_.T) >= _SOLID for rule in ruled.vertical
    )


def _drawn(rule: Rule, print_: Pixels) -> float:
    """The part of a level rule that has dots."""
    row, columns = round(rule.at), slice(int(rule.start) + _AT, int(rule.end) - _AT)
    dots = print_[max(0, row - _AT) : row + _AT + 1, columns]
    return float(dots.any(axis=0).mean()) if dots.size else 1.0


def _is_another(traces: Sequence[Rule], known: Sequence[Rule], em: float) -> bool:
    """Whether one of the `traces` stands as far from each of the rules `known` as a line of print needs."""
    return any(all(abs(trace.at - rule.at) > _NARROWEST * em for rule in known) for trace in traces)


def _inner(rules: Sequence[Rule]) -> list[Rule]:
    """The rules without the outermost: tables may be open at their sides."""
    places = [rule.at for rule in rules]
    return [rule for rule in rules if min(places) < rule.at < max(places)]
