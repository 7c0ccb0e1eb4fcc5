"""The heads of a table without vertical lines: which columns each piece of print over the values stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.grid.lines import Line
from extractors.grid.page import Ruling

_LEFT_OVER: Final = 1.5
"""Em off the middle that a head may rather stand than leave a column beside it without one."""

_FLUSH: Final = 0.3
"""Em within which two heads begin at the same place."""

_LEVEL: Final = 0.1
"""Em within which two heads begin at the same height."""

_LOWER: Final = 0.3
"""Em below the middle of all heads at which a head belongs to the lower row."""

_DEEPEST: Final = 5


@dataclass(frozen=True, slots=True)
class HeadCell:
    """Pieces of print (top to bottom) that are one head, in rows `first` to `last` over columns `left` to `right`."""

    pieces: tuple[Line, ...]
    first: int
    last: int
    left: int
    right: int


def loose_heads(
    lines: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]], rules: Sequence[Ruling]
) -> list[HeadCell] | None:
    """The heads that `lines` (pieces by printed line, top to bottom) make over `columns` (edges of what stands below).

    One row of heads, or two: heads over several columns above those of each. A head beside both rows reaches over
    both. None where the pieces cannot be told apart so.
    """
    if not lines or len(lines) > _DEEPEST:
        return None
    columns = _in_order(lines, columns)
    xs = _edges(columns)
    boxes = _boxes(lines, columns)
    starts = {at: piece.x0 for line in lines for piece in line for at in _columns_at(piece, columns, xs)}
    leaves: list[list[Line]] = [[] for _ in columns]
    groups: list[tuple[Line, int, int]] = []
    for number, line in enumerate(lines):
        headed = _headed(lines, number, columns, xs)
        for piece, reach in zip(line, _reaches(line, headed, columns, boxes, starts, rules), strict=True):
            if reach is None:
                return None
            left, right = reach
            if left == right:
                leaves[left].append(piece)
            else:
                groups.append((piece, left, right))
    return _cells(leaves, groups)


def _in_order(lines: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """The columns made as broad as their heads, where there are as many heads of single columns as columns.

    A head at the left of its cell may stand nearer to the figures of the column before than to its own.
    """
    middle = _middle(lines)
    own = sorted(
        (piece for line in lines for piece in line if (piece.top + piece.bottom) / 2 > middle - _LOWER * piece.size),
        key=lambda piece: piece.x0,
    )
    if len(own) != len(columns) or any(after.x0 < before.x1 for before, after in pairwise(own)):
        return columns
    wide = [(min(x0, head.x0), max(x1, head.x1)) for (x0, x1), head in zip(columns, own, strict=True)]
    return columns if any(after[0] < before[1] for before, after in pairwise(wide)) else wide


def _middle(lines: Sequence[Sequence[Line]]) -> float:
    pieces = [piece for line in lines for piece in line]
    return (min(piece.top for piece in pieces) + max(piece.bottom for piece in pieces)) / 2


def _boxes(lines: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns as far as their cells reach: as much to the left as to the right of the lowest head's middle.

    Figures stand at the right of their cells, heads in the middle: together they tell how broad the cell is.
    """
    wide = list(columns)
    seen: set[int] = set()
    for line in reversed(lines):
        for piece in line:
            under = [at for at, (x0, x1) in enumerate(columns) if x0 < piece.x1 and piece.x0 < x1]
            if len(under) != 1 or under[0] in seen:
                continue
            at = under[0]
            seen.add(at)
            x0, x1 = min(columns[at][0], piece.x0), max(columns[at][1], piece.x1)
            half = max(piece.centre - x0, x1 - piece.centre)
            left = columns[at - 1][1] if at else x0
            right = columns[at + 1][0] if at + 1 < len(columns) else x1
            wide[at] = min(x0, max(left, piece.centre - half)), max(x1, min(right, piece.centre + half))
    return wide


def _headed(
    lines: Sequence[Sequence[Line]], number: int, columns: Sequence[tuple[float, float]], xs: Sequence[float]
) -> set[int]:
    """The columns that have a head of their own below line `number`: one beside both rows stands in their middle.

    Where heads begin at the top of their cells, one of few lines is no nearer to the middle than its neighbours' first.
    """
    middle = _middle(lines)
    stacks: dict[int, list[Line]] = {}
    for piece in (piece for line in lines[number + 1 :] for piece in line):
        for at in _columns_at(piece, columns, xs):
            stacks.setdefault(at, []).append(piece)
    lower = {
        at for at, stack in stacks.items() if (stack[0].top + stack[-1].bottom) / 2 > middle + _LOWER * stack[0].size
    }
    first = min((stacks[at][0].top for at in lower), default=float("inf"))
    return lower | {at for at, stack in stacks.items() if stack[0].top > first - _LEVEL * stack[0].size}


def _edges(columns: Sequence[tuple[float, float]]) -> list[float]:
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    return [float("-inf"), *inner, float("inf")]


def _reaches(
    line: Sequence[Line], headed: set[int], columns: Sequence[tuple[float, float]],
    boxes: Sequence[tuple[float, float]], starts: Mapping[int, float], rules: Sequence[Ruling],
) -> list[tuple[int, int] | None]:  # fmt: skip
    """First and last column of each piece of one printed line; several only over heads of their own (`headed`).

    `boxes` are the columns as far as their cells reach, `starts` where the lowest head of each begins.
    """
    xs = _edges(columns)
    found: list[tuple[int, int] | None] = []
    for piece in line:
        at = _column_at(piece, columns, xs)
        beneath = headed & {at, *_columns_at(piece, columns, xs)}
        found.append(_ruled(piece, columns, rules) or (None if beneath else (at, at)))
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and found[end] is None:
            end += 1
        if end > start:
            before, after = found[start - 1] if start else None, found[end] if end < len(line) else None
            free = range(before[1] + 1 if before else 0, after[0] if after else len(columns))
            below = [at for at in free if at in headed]
            found[start:end] = _in_the_middle_or_flush(line[start:end], boxes, starts, below)
        start = end + 1
    return found


def _in_the_middle_or_flush(
    pieces: Sequence[Line], boxes: Sequence[tuple[float, float]], starts: Mapping[int, float], free: Sequence[int]
) -> list[tuple[int, int] | None]:
    """Columns `free` shared out to heads that stand over the middle of their own, or begin where the first begins."""
    size = pieces[0].size
    middle, off = _shared_out([(piece.x0, piece.x1) for piece in pieces], boxes, free, size)
    flush = _flush_left(pieces, starts, free)
    if flush is None:
        return middle
    slips = [abs(starts[reach[0]] - piece.x0) for piece, reach in zip(pieces, flush, strict=True)]
    return list(flush) if max(slips) < _FLUSH * size or sum(slips) < off else middle


def _flush_left(
    pieces: Sequence[Line], starts: Mapping[int, float], free: Sequence[int]
) -> list[tuple[int, int]] | None:
    """Columns `free` shared out to heads from the one on whose own head begins nearest; None where two meet."""
    known = [at for at in free if at in starts]
    if not known:
        return None
    firsts = [min(known, key=lambda at: abs(starts[at] - piece.x0)) for piece in pieces]
    if firsts != sorted(set(firsts)):
        return None
    found: list[tuple[int, int]] = []
    for first, until in zip(firsts, [*firsts[1:], free[-1] + 1], strict=True):
        last = first
        while last + 1 < until and last + 1 in free:
            last += 1
        found.append((first, last))
    return found


def shared_out(
    heads: Sequence[tuple[float, float]], boxes: Sequence[tuple[float, float]], free: Sequence[int], size: float
) -> list[tuple[int, int] | None]:
    """Columns `free` of `boxes` shared out to heads over them, so that each stands best over the middle of its own.

    Heads and boxes as left and right edges; `size` is the em of the heads. None for each where the columns do not
    suffice.
    """
    return _shared_out(heads, boxes, free, size)[0]


def _shared_out(
    heads: Sequence[tuple[float, float]], boxes: Sequence[tuple[float, float]], free: Sequence[int], size: float
) -> tuple[list[tuple[int, int] | None], float]:
    """As `shared_out`, with the points by which the heads miss the middles.

    Dynamic programming over (head, column): a column left over costs as much as a head somewhat off the middle.
    """
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for x0, x1 in heads:
        following: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for start, (cost, runs) in best.items():
            for left in range(start, len(free)):
                for right in range(left, len(free)):
                    if free[right] - free[left] != right - left:
                        break
                    miss = abs((x0 + x1) / 2 - (boxes[free[left]][0] + boxes[free[right]][1]) / 2)
                    total = cost + miss + _LEFT_OVER * size * (left - start)
                    if right + 1 not in following or total < following[right + 1][0] - 0.01:
                        following[right + 1] = total, (*runs, (free[left], free[right]))
        best = following
    if not best:
        return [None] * len(heads), float("inf")
    costs = {at: cost + _LEFT_OVER * size * (len(free) - at) for at, (cost, _) in best.items()}
    end = min(costs, key=lambda at: costs[at])
    return list(best[end][1]), costs[end]


def _ruled(piece: Line, columns: Sequence[tuple[float, float]], rules: Sequence[Ruling]) -> tuple[int, int] | None:
    """The columns over which a rule is drawn right below the piece, where it is not drawn over all of them."""
    for rule in rules:
        if not (piece.bottom - 2 <= rule.at <= piece.bottom + piece.size and rule.start <= piece.centre <= rule.end):
            continue
        covered = [at for at, (x0, x1) in enumerate(columns) if rule.start - 2 <= (x0 + x1) / 2 <= rule.end + 2]
        if 1 < len(covered) < len(columns):
            return covered[0], covered[-1]
    return None


def _columns_at(piece: Line, columns: Sequence[tuple[float, float]], xs: Sequence[float]) -> list[int]:
    """The columns whose print stands under the piece; the one that holds its middle where none does."""
    slack = piece.size / 4
    under = [at for at, (x0, x1) in enumerate(columns) if x0 < piece.x1 - slack and piece.x0 + slack < x1]
    return under or [_column_at(piece, columns, xs)]


def _column_at(piece: Line, columns: Sequence[tuple[float, float]], xs: Sequence[float]) -> int:
    """The column that the piece shares most print with, else the one that holds its middle."""
    shared = [min(piece.x1, x1) - max(piece.x0, x0) for x0, x1 in columns]
    most = max(range(len(columns)), key=lambda at: shared[at])
    if shared[most] > 0:
        return most
    return next(at for at, (left, right) in enumerate(pairwise(xs)) if left <= piece.centre < right)


def _cells(leaves: Sequence[Sequence[Line]], groups: Sequence[tuple[Line, int, int]]) -> list[HeadCell] | None:
    if not groups:
        return [HeadCell(tuple(pieces), 0, 0, at, at) for at, pieces in enumerate(leaves) if pieces]
    wrapped: dict[tuple[int, int], list[Line]] = {}
    for piece, left, right in groups:
        wrapped.setdefault((left, right), []).append(piece)
    over = {at for left, right in wrapped for at in range(left, right + 1)}
    if len(over) < sum(right + 1 - left for left, right in wrapped):
        return None
    cells = [HeadCell(tuple(pieces), 0, 0, left, right) for (left, right), pieces in wrapped.items()]
    for at, pieces in enumerate(leaves):
        if pieces:
            cells.append(HeadCell(tuple(pieces), 1 if at in over else 0, 1, at, at))
    return cells
