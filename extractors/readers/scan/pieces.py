"""Where on a page to look for lines: what lies between the rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from extractors.readers.scan.engine import Place
from extractors.readers.scan.rule import Rule
from extractors.readers.scan.rules import Ruled


@dataclass(frozen=True, slots=True)
class Piece:
    """Where to look for lines; ink beyond the walls `left`, `right`, `above` and `below` is not taken."""

    x0: float
    top: float
    x1: float
    bottom: float
    left: float
    right: float
    above: float
    below: float


def pieces(place: Place, ruled: Ruled, em: float) -> list[Piece]:
    """The parts of a found place between the rules that cross it."""
    x0, top, x1, bottom = place
    found = []
    margin = 0.25 * em
    rows = [rule.at for rule in ruled.horizontal if _runs(rule, x0, x1) and top + margin < rule.at < bottom - margin]
    for upper, lower in pairwise([top, *sorted(rows), bottom]):
        columns = [
            rule.at for rule in ruled.vertical if _runs(rule, upper, lower) and x0 + margin < rule.at < x1 - margin
        ]
        for start, end in pairwise([x0, *sorted(columns), x1]):
            if end - start > 0.2 * em and lower - upper > 0.2 * em:
                found.append(walled(start, upper, end, lower, ruled, em))
    return found


def _runs(rule: Rule, start: float, end: float) -> bool:
    """Whether a rule runs along most of a stretch."""
    return min(rule.end, end) - max(rule.start, start) > 0.6 * (end - start)


def walled(x0: float, top: float, x1: float, bottom: float, ruled: Ruled, em: float) -> Piece:
    """A place with the rules on its four sides, +-1e6 where there is none."""
    x, y, slack = (x0 + x1) / 2, (top + bottom) / 2, 0.3 * em
    beside = [rule.at for rule in ruled.vertical if rule.start - slack <= y <= rule.end + slack]
    over = [rule.at for rule in ruled.horizontal if rule.start - slack <= x <= rule.end + slack]
    return Piece(
        x0,
        top,
        x1,
        bottom,
        left=max((at for at in beside if at < x), default=-1e6),
        right=min((at for at in beside if at > x), default=1e6),
        above=max((at for at in over if at < y), default=-1e6),
        below=min((at for at in over if at > y), default=1e6),
    )
