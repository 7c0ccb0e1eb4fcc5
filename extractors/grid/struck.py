"""Print that a line strikes out: it is deleted, as tracked deletions that a program prints show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.lines import side_by_side
from extractors.grid.page import Glyph, PrintedPage, Ruling
from extractors.grid.through import rules_through_print

_HIGHEST: Final = 0.38
_LOWEST: Final = 0.74
"""Part of the em square, from its top, between which a line goes through print and not over or under it."""

_ENDS: Final = 0.3
"""Em by which such a line ends beside the print that it strikes out: a table's rules go on to the walls."""

_COVERED: Final = 0.6
"""Part of the line's length that print stands on."""

_TOUCH: Final = 1.5
"""Points within which a rule down the page meets the line, which then rules a table."""

_ADJACENT: Final = 0.5
"""Em between neighbours in a line of print."""


def without_struck(page: PrintedPage) -> tuple[PrintedPage, int]:
    """The page without what is struck out and the lines that do it, and how many stretches of print that was.

    What stood beside a deletion is made to reach over it, so that figures of which a part is deleted stay whole.
    """
    struck: set[int] = set()
    lines: set[Ruling] = set()
    for rule, run in rules_through_print(page):
        if _strikes_out(rule, run) and not any(_meet(rule, wall) for wall in page.vertical):
            struck.update(map(id, run))
            lines.add(rule)
    if not struck:
        return page, 0
    rows = [
        [glyph for glyph in row if not glyph.char.isspace()]
        for row in side_by_side(glyph for glyph in page.glyphs if glyph.angle == 0)
    ]
    reach, stretches = _reaching_over(rows, struck)
    kept = tuple(reach.get(id(glyph), glyph) for glyph in page.glyphs if id(glyph) not in struck)
    left = tuple(rule for rule in page.horizontal if rule not in lines)
    return replace(page, glyphs=kept, horizontal=left), stretches


def _strikes_out(rule: Ruling, run: Sequence[Glyph]) -> bool:
    """Whether the rule goes through the middle of the characters, and begins and ends with them."""
    if not all(glyph.top + _HIGHEST * glyph.size < rule.at < glyph.top + _LOWEST * glyph.size for glyph in run):
        return False
    slack = _ENDS * run[0].size
    if abs(run[0].x0 - rule.start) > slack or abs(run[-1].x1 - rule.end) > slack:
        return False
    return sum(glyph.x1 - glyph.x0 for glyph in run) > _COVERED * (rule.end - rule.start)


def _meet(rule: Ruling, wall: Ruling) -> bool:
    across = rule.start - _TOUCH <= wall.at <= rule.end + _TOUCH
    return across and wall.start - _TOUCH <= rule.at <= wall.end + _TOUCH


def _reaching_over(rows: Sequence[Sequence[Glyph]], struck: set[int]) -> tuple[dict[int, Glyph], int]:
    """What is printed right before, else right after a deletion, reaching to its other end; and how many there are."""
    reach: dict[int, Glyph] = {}
    stretches = 0
    for row in rows:
        at = 0
        while at < len(row):
            if id(row[at]) not in struck:
                at += 1
                continue
            end = at
            while end + 1 < len(row) and id(row[end + 1]) in struck:
                end += 1
            stretches += 1
            room = _ADJACENT * row[at].size
            if at > 0 and row[at].x0 - row[at - 1].x1 < room:
                before = reach.get(id(row[at - 1]), row[at - 1])
                reach[id(row[at - 1])] = replace(before, x1=max(before.x1, row[end].x1))
            elif end + 1 < len(row) and row[end + 1].x0 - row[end].x1 < room:
                reach[id(row[end + 1])] = replace(row[end + 1], x0=min(row[end + 1].x0, row[at].x0))
            at = end + 1
    return reach, stretches
