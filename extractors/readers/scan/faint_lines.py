"""Where the rules of a table run of which a scan has left dashes and dots: in line, or wherever rules cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.scan.faint_ink import FaintInk
from extractors.readers.scan.raster import Pixels

_STEP: Final = 0.75
"""Em of a stretch that counts as drawn where there is a dot in it."""

_FEWEST: Final = 3
"""Stretches drawn of the shortest rule."""

_OPEN: Final = 0.5
"""Part of a stretch that must be free of text for it to count."""

_CLEAR: Final = 0.5
"""Em on both sides of a stretch without text: what is drawn there is no piece of a character."""

_CROSSED: Final = 0.4
"""Part of all rows that have a dot in a stretch that another rule crosses."""

_SEEN: Final = 0.4
"""Part of its stretches that a rule must be free of text in: text stands beside rules, not on them."""

_NEAR: Final = 0.2
_FAR: Final = 0.4
"""Em across within which there must be less ink beside a rule."""

_LESS: Final = 0.4
"""How much of it there may be, as part of the rule's own."""

_AS_MUCH: Final = 0.9
"""How much of its ink another row of the same rule has at least."""

_APART: Final = 0.5
"""Em between two rules of one direction."""

_DRAWN: Final = 0.65
"""Part of its stretches that a rule must be drawn in to need no other witness."""

_AT_LEAST: Final = 0.3
"""The same of a rule before it is known how wide its table is."""

_MEETING: Final = 0.07
"""Em within which a dot stands where two rules cross."""

_USUAL: Final = 0.25
"""Part of a rule drawn from which a dot at a crossing bears witness of nothing."""

_MET: Final = 0.6
_SURPRISE: Final = 4.0
_FEWEST_MET: Final = 3
"""Part of its crossings at which a rule of which little is left must show a dot, by how many standard deviations more
than chance would have it, and at how many at least."""

_SAME_END: Final = 0.3
"""Em by which lines may end apart at the same one."""

_BEYOND: Final = 1.6
"""Em beyond the last line that crosses at which another closes the table: traces reach out over the end of a rule."""

_ROUNDS: Final = 2
"""How often rules are looked for again between those of the other direction."""


@dataclass(frozen=True, slots=True)
class FaintLine:
    """A rule at row (or column) `at` and the part of its free stretches that are drawn."""

    at: int
    drawn: float


Lines = tuple[FaintLine, ...]


def faint_lines(ink: FaintInk) -> tuple[Lines, Lines]:
    """The level and the upright rules of the table on a page; none where there is none to be told."""
    upright, free = np.ascontiguousarray(ink.upright.T), np.ascontiguousarray(ink.free.T)
    rows = [
        line for line in _candidates(ink.level, ink.free, (0, ink.free.shape[1]), ink.em) if line.drawn >= _AT_LEAST
    ]
    columns: list[FaintLine] = []
    for _ in range(_ROUNDS):
        columns = _candidates(upright, free, _span(rows, ink.free.shape[0], ink.em), ink.em)
        rows = _candidates(ink.level, ink.free, _span(columns, ink.free.shape[1], ink.em), ink.em)
        rows, columns = _witnessed(rows, columns, ink)
    closing = _ends(columns, rows, upright, free, ink.em), _ends(rows, columns, ink.level, ink.free, ink.em)
    return _with(rows, closing[0], ink.em), _with(columns, closing[1], ink.em)


def _with(lines: Sequence[FaintLine], more: Sequence[FaintLine], em: float) -> Lines:
    new = [line for line in more if all(abs(line.at - other.at) > em for other in lines)]
    return tuple(sorted([*lines, *new], key=lambda line: line.at))


def _ends(
    lines: Sequence[FaintLine], crossing: Sequence[FaintLine], level: Pixels, free: Pixels, em: float
) -> list[FaintLine]:
    """The upright lines at which most of the level `lines` end, beyond the first and the last that cross them."""
    if len(crossing) < 2:
        return []
    found = []
    for outermost, way in ((crossing[0].at, -1), (crossing[-1].at, 1)):
        ends = sorted(_end(line.at, outermost, way, level, free, em) for line in lines if line.drawn >= _DRAWN)
        if len(ends) < 2:
            continue
        end = ends[len(ends) // 2]
        agree = sum(abs(other - end) <= _SAME_END * em for other in ends)
        if agree >= _MET * len(ends) and (end - outermost) * way > _BEYOND * em:
            found.append(FaintLine(end, _DRAWN))
    return found


def _end(at: int, start: int, way: int, level: Pixels, free: Pixels, em: float) -> int:
    """Where a level line ends that is followed from `start` to the left or to the right."""
    drawn: Pixels = np.asarray(level[max(0, at - 1) : at + 2].any(axis=0))
    end, paper = start, 0
    step = start + way
    while 0 <= step < len(drawn) and paper <= em:
        if drawn[step]:
            end, paper = step, 0
        elif free[at, step]:
            paper += 1
        step += way
    return end


def _span(crossing: Sequence[FaintLine], whole: int, em: float) -> tuple[int, int]:
    """From the first to the last of the lines that cross; what is little drawn may be dust far from the table."""
    sure = [line.at for line in crossing if line.drawn >= _DRAWN]
    if len(sure) < 2:
        sure = [line.at for line in crossing]
    if len(sure) < 2:
        return 0, whole
    reach = round(em / 2)
    return max(0, sure[0] - reach), min(whole, sure[-1] + reach)


def _candidates(level: Pixels, free: Pixels, span: tuple[int, int], em: float) -> list[FaintLine]:
    """The rows that have dots in many places between two columns, and rows beside them that have few."""
    left, right = span
    near, far = max(4, round(_NEAR * em)), max(6, round(_FAR * em))
    dots, open_ = level[:, left:right], free[:, left:right]
    thicker = cv2.dilate(dots.astype(np.uint8), np.ones((3, 1), np.uint8)) > 0
    step = max(4, round(_STEP * em))
    count = (right - left) // step
    if count < _FEWEST or len(level) <= 2 * far:
        return []
    stretches = (len(level), count, step)
    inked: Pixels = np.asarray(thicker[:, : count * step].reshape(stretches).any(axis=2))
    visible: Pixels = np.asarray(open_[:, : count * step].reshape(stretches).mean(axis=2) > _OPEN)
    apart = cv2.erode(open_.astype(np.uint8), np.ones((2 * round(_CLEAR * em) + 1, 1), np.uint8))
    clear: Pixels = np.asarray(visible & (apart[:, : count * step].reshape(stretches).mean(axis=2) > _OPEN))
    crossed = (inked & visible).sum(axis=0) > _CROSSED * np.maximum(1, visible.sum(axis=0))
    visible &= ~crossed  # where a rule of the other direction runs every row has a dot
    clear &= ~crossed
    count -= int(crossed.sum())
    drawn = (inked & visible).sum(axis=1).astype(np.float64)
    found: list[tuple[int, float, float]] = []
    for row in range(far, len(drawn) - far):
        own = float(drawn[row])
        if own < _FEWEST or visible[row].sum() < _SEEN * count or own < drawn[row - near : row + near + 1].max():
            continue
        beside = max(
            float(np.median(drawn[row - far : row - near + 1])), float(np.median(drawn[row + near : row + far + 1]))
        )
        if beside > _LESS * own:
            continue
        thick = 1
        while thick < near and drawn[row + thick] >= _AS_MUCH * own:
            thick += 1
        told = clear[row] if clear[row].sum() >= _FEWEST else visible[row]
        line = (row + thick // 2, own, float(inked[row][told].mean()))
        if found and line[0] - found[-1][0] <= _APART * em:
            if own > found[-1][1]:
                found[-1] = line
        else:
            found.append(line)
    return [FaintLine(at, share) for at, _, share in found]


def _witnessed(
    rows: Sequence[FaintLine], columns: Sequence[FaintLine], ink: FaintInk
) -> tuple[list[FaintLine], list[FaintLine]]:
    """The lines that are drawn for the most part or show a dot where they cross the others; the least likely is left
    out until all do."""
    reach = 2 * max(1, round(_MEETING * ink.em)) + 1
    near = cv2.dilate(ink.dots.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    ways = [(list(rows), near, ink.free), (list(columns), near.T, ink.free.T)]
    while True:
        worst: tuple[float, int, FaintLine] | None = None
        for way, (own, dots, free) in enumerate(ways):
            for line in own:
                if line.drawn < _DRAWN:
                    span = slice(own[0].at, own[-1].at + 1)
                    score = _met(line, ways[1 - way][0], span, dots, free)
                    if score < 1 and (worst is None or score < worst[0]):
                        worst = (score, way, line)
        if worst is None:
            return ways[0][0], ways[1][0]
        ways[worst[1]][0].remove(worst[2])


def _met(line: FaintLine, crossing: Sequence[FaintLine], span: slice, dots: Pixels, free: Pixels) -> float:
    """How well the dots of a level line at those that cross it within `span` bear it out; from 1 on they do."""
    met = expected = variance = 0.0
    count = 0
    for other in crossing:
        if not free[line.at, other.at]:
            continue
        open_ = free[span, other.at]
        usual = float((dots[span, other.at] & open_).sum()) / max(1, int(open_.sum()))
        if usual > _USUAL:
            continue
        count += 1
        met += float(dots[line.at, other.at])
        expected += usual
        variance += usual * (1 - usual)
    if count < _FEWEST_MET and (count < 2 or met < count):
        return -1.0
    return min((met - expected) / float(np.sqrt(variance + 0.1)) / _SURPRISE, met / count / _MET)
