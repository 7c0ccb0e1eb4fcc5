"""Prose set in two columns, unfolded: the right column is put under the left one, so that it reads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from extractors.grid.lines import side_by_side
from extractors.grid.page import Glyph, Ruling
from extractors.grid.tables import PageTable

_FEWEST_GLYPHS: Final = 150
_FEWEST_LINES: Final = 5
_SHORTEST: Final = 10
"""Characters that a line of prose has on average."""

_GUTTER: Final = 0.8
"""Width in em of the white between two columns of prose."""

_SPARSE: Final = 0.25
"""Part of the usual cover that titles over both columns may leave on the gutter."""

_FULL: Final = 0.6
"""Part of the lines that reach the right edge of their column."""

_BIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A page with its columns under one another; `narrow` are top and bottom of each stretch that was two columns.

    `added` is how much taller the page became, in points.
    """

    glyphs: Sequence[Glyph]
    tables: Sequence[PageTable]
    rules: Sequence[Ruling]
    narrow: tuple[tuple[float, float], ...] = ()
    added: float = 0.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Two columns from `top` to `bottom`: what stands in each, and how far the right one is moved."""

    top: float
    bottom: float
    right: frozenset[int]
    across: float
    down: float
    grown: float


def unfolded(width: float, glyphs: Sequence[Glyph], tables: Sequence[PageTable], rules: Sequence[Ruling]) -> Unfolded:
    """The page with prose in two columns as one column; as it is where there is none."""
    gutter = _gutter(width, glyphs)
    if gutter is None:
        return Unfolded(glyphs, tables, rules)
    stretches = _stretches(glyphs, gutter, tables)
    if not stretches:
        return Unfolded(glyphs, tables, rules)

    def offset(y: float) -> float:
        return sum(stretch.grown for stretch in stretches if stretch.bottom <= y)

    moved = []
    for glyph in glyphs:
        down, across = offset(glyph.y_mid), 0.0
        stretch = next((each for each in stretches if id(glyph) in each.right), None)
        if stretch is not None:
            down, across = down + stretch.down, stretch.across
        moved.append(
            replace(glyph, x0=glyph.x0 + across, x1=glyph.x1 + across, top=glyph.top + down, bottom=glyph.bottom + down)
            if down or across
            else glyph
        )
    narrow = tuple(
        (stretch.top + offset(stretch.top), stretch.bottom + offset(stretch.top) + stretch.grown)
        for stretch in stretches
    )
    return Unfolded(
        moved,
        [
            replace(table, top=table.top + offset(table.top), bottom=table.bottom + offset(table.top))
            for table in tables
        ],
        [replace(rule, at=rule.at + offset(rule.at)) for rule in rules],
        narrow,
        sum(stretch.grown for stretch in stretches),
    )


def _gutter(width: float, glyphs: Sequence[Glyph]) -> float | None:
    """The middle of the broadest nearly white corridor about the middle of the page."""
    printed = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if len(printed) < _FEWEST_GLYPHS:
        return None
    start, end = 0.35 * width, 0.65 * width
    bins = [0] * (int((end - start) / _BIN) + 1)
    for glyph in printed:
        if glyph.x1 > start and glyph.x0 < end:
            for at in range(max(0, int((glyph.x0 - start) / _BIN)), min(len(bins), int((glyph.x1 - start) / _BIN) + 1)):
                bins[at] += 1
    extent = max(glyph.x1 for glyph in printed) - min(glyph.x0 for glyph in printed)
    usual = sum(glyph.x1 - glyph.x0 for glyph in printed) / max(extent, 1.0)
    best: tuple[int, int] = (0, 0)
    run = 0
    for at, count in enumerate([*bins, len(printed)]):
        if count <= _SPARSE * usual:
            run += 1
            continue
        if run > best[1] - best[0]:
            best = at - run, at
        run = 0
    if (best[1] - best[0]) * _BIN < _GUTTER * median(glyph.size for glyph in printed):
        return None
    return start + (best[0] + best[1]) / 2 * _BIN


def _stretches(glyphs: Sequence[Glyph], gutter: float, tables: Sequence[PageTable]) -> list[_Stretch]:
    found: list[_Stretch] = []
    rows: list[list[Glyph]] = []
    for row in [*side_by_side(glyphs), None]:
        if row is not None and not _crosses(row, gutter):
            rows.append(row)
            continue
        stretch = _stretch(rows, gutter)
        if stretch is not None and not any(t.top < stretch.bottom and t.bottom > stretch.top for t in tables):
            found.append(stretch)
        rows = []
    return found


def _crosses(row: Sequence[Glyph], gutter: float) -> bool:
    """Whether print runs on over the gutter."""
    left = max((g.x1 for g in row if g.x_mid <= gutter and not g.char.isspace()), default=float("-inf"))
    right = min((g.x0 for g in row if g.x_mid > gutter and not g.char.isspace()), default=float("inf"))
    return right - left < _GUTTER * row[0].size


def _stretch(rows: Sequence[Sequence[Glyph]], gutter: float) -> _Stretch | None:
    glyphs = [glyph for row in rows for glyph in row if not glyph.char.isspace()]
    left = [glyph for glyph in glyphs if glyph.x_mid <= gutter]
    right = [glyph for glyph in glyphs if glyph.x_mid > gutter]
    if not (_is_prose(left) and _is_prose(right)):
        return None
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    lines = side_by_side(left)
    pitches = [b[0].top - a[0].bottom for a, b in pairwise(lines)]
    below = max(glyph.bottom for glyph in left) + median(pitches)
    down = below - min(glyph.top for glyph in right)
    across = min(glyph.x0 for glyph in left) - min(glyph.x0 for glyph in right)
    grown = max(glyph.bottom for glyph in right) + down - bottom
    ids = frozenset(id(glyph) for row in rows for glyph in row if glyph.x_mid > gutter)
    return _Stretch(top, bottom, ids, across, down, max(0.0, grown))


def _is_prose(glyphs: Sequence[Glyph]) -> bool:
    """Whether lines of one column are running text: long ones, most of which reach its right edge."""
    lines = side_by_side(glyphs)
    if len(lines) < _FEWEST_LINES or len(glyphs) < _SHORTEST * len(lines):
        return False
    edge = max(glyph.x1 for glyph in glyphs)
    full = sum(max(glyph.x1 for glyph in line) > edge - 2.5 * line[0].size for line in lines)
    gaps = sum(any(b.x0 - a.x1 > 2 * a.size for a, b in pairwise(line)) for line in lines)
    return full >= _FULL * len(lines) and gaps * 5 <= len(lines)
