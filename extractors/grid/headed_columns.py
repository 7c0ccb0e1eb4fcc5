"""Columns that heads tell: white too narrow to part columns by itself does so between two heads side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.grid.page import Glyph

_NARROWEST: Final = 0.15
"""Em of white that must run down the whole body between two columns."""

_FEWEST_BESIDE: Final = 2
"""Printed lines that have print on both sides of it."""

_ONE_CHARACTER: Final = 1.3
"""Em: of two that stand side by side on one line at least one is broader; 项  目 is one head."""

Span = tuple[float, float]


def gaps_between_heads(
    column: Span, heads: Sequence[Sequence[Span]], lines: Sequence[Sequence[Glyph]], size: float
) -> list[Span]:
    """The white stretches that part a column over which several heads stand side by side, from left to right.

    `column` is left and right edge, `heads` are those of the heads by printed line, `lines` the printed lines of the
    body, `size` their em.
    """
    left, right = column
    over = [[head for head in line if left <= sum(head) / 2 <= right] for line in heads]
    pairs = set(pairwise(_side_by_side([head for line in over for head in line])))
    for line in over:  # two under one head that stands over both
        pairs |= {(a, b) for a, b in pairwise(line) if max(a[1] - a[0], b[1] - b[0]) > _ONE_CHARACTER * size}
    if not pairs:
        return []
    printed = [[g for g in line if not g.char.isspace() and left <= g.x_mid <= right] for line in lines]
    white = _white(printed)
    found: set[Span] = set()
    for a, b in pairs:
        between = [gap for gap in white if sum(a) < sum(gap) < sum(b)]
        widest = max(between, key=lambda gap: gap[1] - gap[0], default=None)
        if widest is None or widest[1] - widest[0] < _NARROWEST * size:
            continue
        beside = sum(any(g.x1 <= widest[0] for g in line) and any(g.x0 >= widest[1] for g in line) for line in printed)
        if beside >= _FEWEST_BESIDE:
            found.add(widest)
    return sorted(found)


def headed_columns(
    columns: Sequence[Span], heads: Sequence[Sequence[Span]], lines: Sequence[Sequence[Glyph]], size: float
) -> list[Span]:
    """The columns, parted between heads side by side; with those that hold nothing and have only a head.

    A head beside all print is that of an empty column only where every column has a head of its own, and where it does
    not stand above those beside it, as one over several columns does.
    """
    parted: list[Span] = []
    for left, right in columns:
        edges = [left, *(edge for gap in gaps_between_heads((left, right), heads, lines, size) for edge in gap), right]
        parted += list(zip(edges[::2], edges[1::2], strict=True))
    over = _side_by_side([head for line in heads for head in line])
    empty = [
        head
        for at, head in enumerate(over)
        if not any(_overlap(head, column) for column in parted) and not _stands_above(at, over, heads)
    ]
    if all(any(_overlap(head, column) for head in over) for column in parted):
        parted += empty
    return sorted(parted)


def _stands_above(at: int, over: Sequence[Span], heads: Sequence[Sequence[Span]]) -> bool:
    """Whether the head `at` is higher than one of the heads right beside it."""
    lines = [
        [number for number, line in enumerate(heads) if any(_overlap(each, head) for each in line)] for head in over
    ]
    beside = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    # Print without width stands in no line.
    return any(lines[at][-1] < each[0] for each in beside if each and lines[at])


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _side_by_side(spans: Sequence[Span]) -> list[Span]:
    """Spans that share no x, those that do made one: the lines of one head stand over one another."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _white(lines: Sequence[Sequence[Glyph]]) -> list[Span]:
    """The stretches of x between the print of all lines."""
    covered = _side_by_side([(glyph.x0, glyph.x1) for line in lines for glyph in line])
    return [(a[1], b[0]) for a, b in pairwise(covered)]
