"""Print that a line strikes out: it is deleted, as tracked deletions that a program prints show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.lines import side_by_side
from extractors.grid.page import Glyph, PrintedPage, Ruling

_HIGHEST: Final = 0.38
_LOWEST: Final = 0.74
"""Part of the em square, from its top, between which a line goes through print and not over or under it."""

_ENDS: Final = 0.3
"""Em by which such a line ends beside the print that it strikes out: a table's rules go on to the walls."""

_COVERED: Final = 0.6
"""Part of the line's length that print stands on."""

_TOUCH: Final = 1.5
"""Points within which a rule down the page meets the line, which then rules a table."""

_MOST_LOOKS: Final = 1_000_000
"""Characters that are held against rules on one page; one that asks for more is a drawing."""

_ADJACENT: Final = 0.5
"""Em between neighbours in a line of print."""


def without_struck(page: PrintedPage) -> tuple[PrintedPage, int]:
    """The page without what is struck out and the lines that do it, and how many stretches of print that was.

    What stood beside a deletion is made to reach over it, so that figures of which a part is deleted stay whole.
    """
    if not page.horizontal:
        return page, 0
    rows = [[glyph for glyph in row if not glyph.char.isspace()] for row in side_by_side(_level(page.glyphs))]
    rows.sort(key=lambda row: row[0].top if row else 0.0)
    rows = [row for row in rows if row]
    tops = [row[0].top for row in rows]
    tallest = max((glyph.size for row in rows for glyph in row), default=0.0)
    struck: set[int] = set()
    lines: set[Ruling] = set()
    looked = 0
    for rule in page.horizontal:
        for row in rows[bisect_left(tops, rule.at - 2 * tallest) : bisect_right(tops, rule.at + tallest)]:
            looked += len(row)
            if looked > _MOST_LOOKS:
                return page, 0
            run = _struck_by(rule, row)
            if run and not any(_meet(rule, wall) for wall in page.vertical):
                struck.update(map(id, run))
                lines.add(rule)
    if not struck:
        return page, 0
    reach, stretches = _reaching_over(rows, struck)
    kept = tuple(reach.get(id(glyph), glyph) for glyph in page.glyphs if id(glyph) not in struck)
    left = tuple(rule for rule in page.horizontal if rule not in lines)
    return replace(page, glyphs=kept, horizontal=left), stretches


def _level(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if glyph.angle == 0]


def _struck_by(rule: Ruling, row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of the printed line that the rule goes through, where it begins and ends with them."""
    if not row or not row[0].top - row[0].size < rule.at < row[0].bottom + row[0].size:
        return []
    run = [
        glyph for glyph in row
        if rule.start < glyph.x_mid < rule.end
        and glyph.top + _HIGHEST * glyph.size < rule.at < glyph.top + _LOWEST * glyph.size
    ]  # fmt: skip
    if not run:
        return []
    slack = _ENDS * run[0].size
    if abs(run[0].x0 - rule.start) > slack or abs(run[-1].x1 - rule.end) > slack:
        return []
    covered = sum(glyph.x1 - glyph.x0 for glyph in run)
    return run if covered > _COVERED * (rule.end - rule.start) else []


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
