"""Tables whose rows are ruled and whose columns are not: walls stand where white runs down all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.grid.headed_columns import headed_columns
from extractors.grid.lattice import Lattice, lattice
from extractors.grid.lines import side_by_side
from extractors.grid.loose_heads import shared_out
from extractors.grid.page import Glyph, Ruling
from extractors.grid.rulings import SNAP, Frame, merged

_FEWEST_ROWS: Final = 3
_CORRIDOR: Final = 0.5
"""Width in em of the white between two columns."""

_FIRST_COLUMNS: Final = 0.3
"""Part of a table's width that columns whose cells stand for several rows take at most."""

_RUN: Final = 0.5
"""Gap in em within one run of print."""

_FLUSH: Final = 0.3
"""Em within which two heads begin at the same place."""

_TOTALS: Final = frozenset(("合计", "总计", "小计", "共计", "总"))


def row_lattices(glyphs: Sequence[Glyph], rules: Sequence[Ruling]) -> list[Lattice]:
    """The grids of tables of which only the rows are ruled: every two neighbouring rules enclose one row.

    A table whose rules only set off its head and foot is none of these.
    """
    found = []
    for group in _groups(merged(rules)):
        grid = _grid(glyphs, group, rules)
        if grid is not None:
            found.append(grid)
    return found


def _groups(rules: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rules of one length that stand under one another, from the top down."""
    groups: list[list[Ruling]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        for group in groups:
            if abs(group[-1].start - rule.start) <= SNAP and abs(group[-1].end - rule.end) <= SNAP:
                group.append(rule)
                break
        else:
            groups.append([rule])
    joined = [_with_shorter(group, groups) for group in groups]
    return [group for group in joined if len(group) > _FEWEST_ROWS]


def _with_shorter(group: list[Ruling], groups: Sequence[list[Ruling]]) -> list[Ruling]:
    """The rules of a table with those between them that leave out its first column, whose cells stand for several rows.

    They end with the table and begin where each other do.
    """
    top, bottom, start, end = group[0].at, group[-1].at, group[0].start, group[0].end
    shorter = [
        other
        for other in groups
        if abs(other[0].end - end) <= SNAP and start + SNAP < other[0].start < start + (end - start) * _FIRST_COLUMNS
    ]
    if len(group) < 3 or len(shorter) != 1 or len(shorter[0]) < 2:
        return group
    within = [rule for rule in shorter[0] if top < rule.at < bottom]
    return sorted([*group, *within], key=lambda rule: rule.at) if within == shorter[0] else group


def _grid(glyphs: Sequence[Glyph], wide: Sequence[Ruling], rules: Sequence[Ruling]) -> Lattice | None:
    left, right = wide[0].start - SNAP, wide[0].end + SNAP
    bands = [
        [
            glyph for glyph in glyphs
            if above.at <= glyph.y_mid < below.at and left <= glyph.x_mid <= right and not glyph.char.isspace()
        ]
        for above, below in pairwise(wide)
    ]  # fmt: skip
    first = next((at for at, band in enumerate(bands) if band), len(bands))
    last = next((at for at in range(len(bands) - 1, -1, -1) if bands[at]), -1)
    bands, wide = bands[first : last + 1], wide[first : last + 2]
    if len(bands) < _FEWEST_ROWS or not all(bands):
        return None
    runs = [_runs(band) for band in bands]
    own = [run for run in runs[0] if not any(_stands_over(run, rule, wide) for rule in rules)]
    size = max(glyph.size for glyph in bands[-1])
    walls = _walls([own, *runs[1:]], size)
    walls = _headed(walls, (left, right), bands, own, size)
    if not walls or any(_holds_rows(band, walls) for band in bands[1:]):
        return None
    top, bottom = wide[0].at, wide[-1].at
    inner = merged(
        rule for rule in rules if top - SNAP <= rule.at <= bottom + SNAP and rule.start < right and rule.end > left
    )
    size = max(glyph.size for glyph in bands[0])
    runs[0] += _head_reaches(runs[0], [wide[0].start, *walls, wide[0].end], wide[0].at, inner, size)
    vertical = [Ruling(wide[0].start, top, bottom), Ruling(wide[0].end, top, bottom)]
    for wall in walls:
        for (above, below), band in zip(pairwise(wide), runs, strict=True):
            vertical += [Ruling(wall, start, end) for start, end in _open(above.at, below.at, wall, band)]
    return lattice(Frame(tuple(inner), tuple(vertical)))


def _headed(
    walls: Sequence[float],
    table: tuple[float, float],
    bands: Sequence[Sequence[Glyph]],
    heads: Sequence[_Run],
    size: float,
) -> list[float]:
    """The walls with those that heads tell: in narrow white, and beside columns that hold nothing."""
    lines = [line for band in bands[1:] for line in side_by_side(band)]
    columns = []
    for left, right in pairwise([table[0], *walls, table[1]]):
        within = [glyph for line in lines for glyph in line if left <= glyph.x_mid < right]
        if within:
            columns.append((max(left, min(g.x0 for g in within)), min(right, max(g.x1 for g in within))))
    by_line = [
        [(run.x0, run.x1) for run in heads if run.top <= line[0].y_mid <= run.bottom] for line in side_by_side(bands[0])
    ]
    headed = headed_columns(columns, by_line, lines, size)
    if len(headed) <= len(walls) + 1:
        return list(walls)
    return [_between_heads(a[1], b[0], heads) for a, b in pairwise(headed)]


def _stands_over(run: _Run, rule: Ruling, wide: Sequence[Ruling]) -> bool:
    """Whether a rule among the heads stands under the print, which then is a head of several columns."""
    inside = wide[0].at + SNAP < rule.at < wide[1].at - SNAP
    return inside and run.bottom <= rule.at + 1 and rule.start <= (run.x0 + run.x1) / 2 <= rule.end


def _head_reaches(
    runs: Sequence[_Run], edges: Sequence[float], top: float, rules: Sequence[Ruling], size: float
) -> list[_Run]:
    """The areas of heads over several columns: what a rule that is shorter than the table has under it.

    Such a rule may set off one head, or several side by side; they share its columns out.
    """
    boxes = list(pairwise(edges))
    found: list[_Run] = []
    for rule in rules:
        starts = [run for run in runs if run.top > rule.at - 1]
        if not starts or not top + SNAP < rule.at or rule.end - rule.start > edges[-1] - edges[0] - 2 * SNAP:
            continue
        free = [at for at, (x0, x1) in enumerate(boxes) if rule.start - 2 <= (x0 + x1) / 2 <= rule.end + 2]
        heads = sorted(
            (run for run in runs if run.bottom <= rule.at + 1 and rule.start <= (run.x0 + run.x1) / 2 <= rule.end),
            key=lambda run: run.x0,
        )
        if len(free) < 2 or not heads:
            continue
        firsts = [_flush_at(run, starts, [(at, boxes[at]) for at in free], size) for run in heads]
        if firsts == sorted(set(firsts)) and firsts[0] == free[0]:
            reaches = list(zip(firsts, [*(at - 1 for at in firsts[1:]), free[-1]], strict=True))
        else:
            spans = [(run.x0, run.x1) for run in heads]
            reaches = [reach for reach in shared_out(spans, boxes, free, size) if reach is not None]
        found += [_Run(boxes[left][0], top, boxes[right][1], rule.at) for left, right in reaches]
    return found


def _flush_at(head: _Run, below: Sequence[_Run], boxes: Sequence[tuple[int, tuple[float, float]]], size: float) -> int:
    """The column whose own head begins where `head` begins; -1 where none does."""
    for run in below:
        if abs(run.x0 - head.x0) < _FLUSH * size:
            middle = (run.x0 + run.x1) / 2
            return next((at for at, (x0, x1) in boxes if x0 <= middle < x1), -1)
    return -1


@dataclass(frozen=True, slots=True)
class _Run:
    """Print without a gap; edges in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    chars: str = ""


def _runs(band: Sequence[Glyph]) -> list[_Run]:
    found: list[list[Glyph]] = []
    for line in side_by_side(band):
        end = float("-inf")
        for glyph in line:
            if glyph.x0 - end > _RUN * glyph.size:
                found.append([])
            found[-1].append(glyph)
            end = max(end, glyph.x1)
    return [_run(run) for run in found]


def _run(glyphs: Sequence[Glyph]) -> _Run:
    return _Run(
        min(glyph.x0 for glyph in glyphs), min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs), max(glyph.bottom for glyph in glyphs),
        "".join(glyph.char for glyph in glyphs),
    )  # fmt: skip


def _walls(bands: Sequence[Sequence[_Run]], size: float) -> list[float]:
    """Where walls stand: in what is white in all rows of the body, where it is white between the heads as well.

    A total may be written across the columns of names and is not asked.
    """
    body = sorted((run.x0, run.x1) for band in bands[1:] for run in band if run.chars not in _TOTALS)
    walls: list[float] = []
    reached = body[0][1] if body else 0.0
    for x0, x1 in body:
        if x0 - reached >= _CORRIDOR * size:
            walls.append(_between_heads(reached, x0, bands[0]))
        reached = max(reached, x1)
    return _between_cells(walls, bands, size)


def _between_cells(walls: Sequence[float], bands: Sequence[Sequence[_Run]], size: float) -> list[float]:
    """The walls but those under one head that no row has print on both sides of: a 0 at the right, a — at the left."""
    kept: list[float] = []
    for at, wall in enumerate(walls):
        left = kept[-1] if kept else float("-inf")
        right = walls[at + 1] if at + 1 < len(walls) else float("inf")
        both = any(
            any(left <= run.x0 and run.x1 <= wall for run in band) and any(wall <= run.x0 < right for run in band)
            for band in bands[1:]
        )
        heads = [run for run in bands[0] if left < run.x1 and run.x0 < right]
        headed = len(heads) == 1 and heads[0].x0 - size < wall < heads[0].x1 + size
        if both or not headed:
            kept.append(wall)
    return kept


def _between_heads(left: float, right: float, heads: Sequence[_Run]) -> float:
    """The middle of the broadest stretch from `left` to `right` that the fewest heads cross."""
    stops = sorted({left, right, *(edge for run in heads for edge in (run.x0, run.x1) if left < edge < right)})
    parts = [(sum(run.x0 < (a + b) / 2 < run.x1 for run in heads), a - b, (a + b) / 2) for a, b in pairwise(stops)]
    return min(parts)[2]


def _open(top: float, bottom: float, wall: float, band: Sequence[_Run]) -> list[tuple[float, float]]:
    """The stretches of the row in which no print stands in the wall's way."""
    blocks = sorted((run.top, run.bottom) for run in band if run.x0 < wall < run.x1)
    if not blocks:
        return [(top, bottom)]
    free: list[tuple[float, float]] = []
    start = top
    for upper, lower in blocks:
        if upper - start > (lower - upper) / 2:
            free.append((start, upper))
        start = max(start, lower)
    if bottom - start > (blocks[-1][1] - blocks[-1][0]) / 2:
        free.append((start, bottom))
    return free


def _holds_rows(band: Sequence[Glyph], walls: Sequence[float]) -> bool:
    """Whether more than one row stands between two rules: figures under one another in two columns."""
    lines = side_by_side(band)
    if len(lines) < 2:
        return False
    stacked = 0
    edges = [float("-inf"), *walls, float("inf")]
    for left, right in pairwise(edges):
        cells = ["".join(g.char for g in line if left < g.x_mid <= right).strip() for line in lines]
        figures = [cell for cell in cells if cell and all(char in "0123456789.,-%—" for char in cell)]
        stacked += len(figures) > 1
    return stacked > 1
