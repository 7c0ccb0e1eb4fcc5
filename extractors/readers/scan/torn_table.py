"""How far a table reaches of which rules were lost: what stands in it may stand in another cell than is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.readers.scan.rules import Ruled
from extractors.readers.scan.strips import Strip

_NEXT: Final = 3.0
"""Em from one row of a table to the next at most, where a rule between them is lost."""

_APART: Final = 1.0
"""Em between lines that stand side by side in one row of a table; those of running text stand alone."""

Reach = tuple[float, float]
"""First and last row of dots."""


def torn_table(ruled: Ruled, found: Sequence[Strip], em: float) -> Reach:
    """The rows between which the lines `found` belong to a table that has lost some of the rules `ruled`.

    From its outermost rules on it goes on for as long as lines stand side by side. Without any rule it is the page.
    """
    ends = [end for rule in ruled.vertical for end in (rule.start, rule.end)] + [rule.at for rule in ruled.horizontal]
    if not ends:
        return float("-inf"), float("inf")
    top, bottom = min(ends), max(ends)
    beside = [strip for strip in found if any(_stands_beside(strip, other, em) for other in found)]
    while True:
        near = [strip for strip in beside if strip.bottom > top - _NEXT * em and strip.top < bottom + _NEXT * em]
        further = (
            min([top, *(strip.top for strip in near)]),
            max([bottom, *(strip.bottom for strip in near)]),
        )
        if further == (top, bottom):
            return top, bottom
        top, bottom = further


def _stands_beside(strip: Strip, other: Strip, em: float) -> bool:
    """Whether two lines stand side by side, apart."""
    tall = min(strip.bottom, other.bottom) - max(strip.top, other.top)
    return tall > 0.3 * em and max(strip.x0, other.x0) - min(strip.x1, other.x1) > _APART * em
