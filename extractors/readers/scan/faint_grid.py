"""The grid of a table whose rules a light scan has left in traces: which of its lines are drawn between which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from extractors.readers.scan.engine import Place
from extractors.readers.scan.faint_ink import faint_ink
from extractors.readers.scan.faint_lines import FaintLine, faint_lines
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.rule import Rule

_FEWEST_ROWS: Final = 2
_FEWEST_COLUMNS: Final = 3
"""Level and upright rules of a table."""

_STEP: Final = 0.75
"""Em of a stretch that counts as drawn where there is a dot in it."""

_CORNER: Final = 0.25
"""Em beside a crossing that belong to the line that crosses."""

_AS_DRAWN: Final = 0.35
"""Part of what is drawn of a line that must be drawn from one crossing to the next."""

_COMPLETE: Final = 0.98
_NEARLY: Final = 0.75
"""Part of a rule drawn from which it has lost nothing, and part of each piece of it that must be drawn then."""

_CHANCE: Final = 0.02
"""How likely it may be, of a line that is there, that a scan leaves nothing of it between two crossings."""

_ACROSS: Final = 0.15
"""Em on both sides of a line that a character covers which stands on it."""

_WHOLE: Final = 0.65
"""Part of a rule that is left of one that has not lost whole pieces."""

_UNBROKEN: Final = 0.9
"""Part of a rule that is left of one of which no piece is missing."""

_HALF: Final = 0.5
"""The same of the sides of a table, of which pieces may be missing."""

_SAME: Final = 0.4
"""Em by which the same rule may lie apart as found in two ways."""

_OVERLOOKED: Final = 1.0
_MUCH: Final = 0.3
"""Em of a rule, and part of it, that are more than a difference about where it ends."""

_SURE: Final = 3
"""Stretches of a line that must be seen drawn where text seems to stand on it."""

_NEXT: Final = 0.22
"""Em on both sides of a line within which characters stand that belong to one word."""

_ONE_LINE: Final = 1.5
"""Em that the place of one line is tall at most."""

_THICK: Final = 2.0
"""Dots across a rule that a light scan has left."""

_STROKES: Final = 0.12
"""Em of strokes across a line from which a character stands on it."""


@dataclass(frozen=True, slots=True)
class FaintGrid:
    """Level and upright rules, whether all of them are `whole` so that no piece had to be guessed, and the em in dots
    of the print between them."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    whole: bool
    em: float


def faint_grid(grey: Pixels, dark: Pixels, places: Sequence[Place], hidden: Pixels, em: float) -> FaintGrid | None:
    """The rules of the table on an evened page (`grey`; its print `dark`) with text at `places`, told from traces.

    `hidden` (bool) are dots of which nothing can be told. None where no table can be told.
    """
    ink = faint_ink(grey, dark, places, hidden, em)
    rows, columns = faint_lines(ink)
    if len(rows) < _FEWEST_ROWS or len(columns) < _FEWEST_COLUMNS:
        return None
    level = _Way(ink.level, ink.free, ink.characters, ink.lines, ink.em)
    upright = _Way(
        np.ascontiguousarray(ink.upright.T),
        np.ascontiguousarray(ink.free.T),
        np.ascontiguousarray(ink.characters.T),
        tuple((top, x0, bottom, x1) for x0, top, x1, bottom in ink.lines),
        ink.em,
    )
    across = [rule for row in rows for rule in _drawn(row, columns, level, outermost=row in (rows[0], rows[-1]))]
    down = [
        rule
        for column in columns
        for rule in _drawn(column, rows, upright, outermost=column in (columns[0], columns[-1]))
    ]
    # The outermost close the table whatever is left of them; pieces of the others may have had to be guessed.
    whole = all(
        line.drawn >= (_HALF if line in (lines[0], lines[-1]) else _UNBROKEN)
        for lines in (rows, columns)
        for line in lines
    )
    return FaintGrid(tuple(across), tuple(down), whole, ink.em)


def overlooked(known: Sequence[Rule], seen: Sequence[Rule], em: float, *, traceless: bool = False) -> bool:
    """Whether of the rules `seen` more is not covered by those `known` than a difference about where they end.

    Where rules may vanish `traceless`, whatever is more than a corner is overlooked.
    """
    return any(
        (rule.end - rule.start)
        - sum(
            max(0.0, min(other.end, rule.end) - max(other.start, rule.start))
            for other in known
            if abs(other.at - rule.at) <= _SAME * em
        )
        > max(_OVERLOOKED * em, 0.0 if traceless else _MUCH * (rule.end - rule.start))
        for rule in seen
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """What tells of the level lines of a page, or of the upright ones of the page turned over."""

    level: Pixels
    free: Pixels
    characters: Pixels
    lines: tuple[Place, ...]
    em: float


def _drawn(line: FaintLine, crossing: Sequence[FaintLine], way: _Way, *, outermost: bool) -> list[Rule]:
    """The pieces of a level line that are drawn, each from one crossing line to another.

    The `outermost` ones close the table.
    """
    found: list[Rule] = []
    for before, after in pairwise(other.at for other in crossing):
        if not _is_drawn(line, before, after, way, outermost=outermost):
            continue
        if found and found[-1].end == before:
            found[-1] = replace(found[-1], end=float(after))
        else:
            found.append(Rule(float(line.at), float(before), float(after), _THICK))
    return found


def _is_drawn(line: FaintLine, start: int, end: int, way: _Way, *, outermost: bool) -> bool:
    """Whether a line is drawn between two crossings; where its traces do not tell, it is unless text stands on it."""
    corner, step = max(2, round(_CORNER * way.em)), max(4, round(_STEP * way.em))
    left, right = start + corner, end - corner
    if right - left < step:
        left, right = start + 2, end - 1
    count = max(1, (right - left) // step)
    rows = slice(max(0, line.at - 2), line.at + 3)
    inked = np.array_split(way.level[rows, left:right].any(axis=0), count)
    open_ = np.array_split(way.free[line.at, left:right], count)
    visible = [part.any() for part, room in zip(inked, open_, strict=True) if room.mean() > 0.5]
    share = float(np.mean(visible)) if visible else 0.0
    if _has_text(line.at, left, right, way):
        return len(visible) >= _SURE and share >= max(line.drawn, _UNBROKEN)
    # A rule of which little is left may have lost any piece; of another, some of each must be seen.
    told = outermost or line.drawn < _WHOLE or (1 - min(1.0, line.drawn)) ** len(visible) > _CHANCE
    # Traces reach out over the end of a rule: of one that has lost nothing, nearly all must be seen.
    return told or share >= (_NEARLY if line.drawn >= _COMPLETE else _AS_DRAWN * line.drawn)


def _has_text(at: int, left: int, right: int, way: _Way) -> bool:
    """Whether characters stand on a level line between two crossings."""
    reach = max(2, round(_ACROSS * way.em))
    through = way.characters[[max(0, at - reach), at, min(len(way.characters) - 1, at + reach)], left:right]
    if int(through.all(axis=0).sum()) >= max(2, round(_STROKES * way.em)):
        return True
    return any(
        (top + reach < at < bottom - reach and left <= (x0 + x1) / 2 <= right and bottom - top <= _ONE_LINE * way.em)
        or _is_between_characters(at, left, right, (x0, top, x1, bottom), way)
        for x0, top, x1, bottom in way.lines
    )


def _is_between_characters(at: int, left: int, right: int, place: Place, way: _Way) -> bool:
    """Whether a level line crosses a place of text where one character follows the other as in a word."""
    x0, top, x1, bottom = place
    if not (top < at < bottom and left <= (x0 + x1) / 2 <= right):
        return False
    reach = max(3, round(_NEXT * way.em))
    columns = slice(max(0, int(x0)), int(x1) + 1)
    before, after = way.characters[max(0, at - reach) : at, columns], way.characters[at + 1 : at + 1 + reach, columns]
    return bool(before.any() and after.any())
