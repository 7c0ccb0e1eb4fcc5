"""Ruled lines: pieces joined, double lines made one, and lines that cross gathered into frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.grid.page import Ruling

SNAP: Final = 3.0
"""Points: lines nearer than this are one line (double rules, the four sides of neighbouring cells)."""

_OPEN: Final = 5.0
"""Points by which lines must stick out past the last crossing line before the row or column there counts as open."""

_MOST_CROSSINGS: Final = 1_000_000
"""Pairs of lines that are looked at on one page; a page with more is a drawing, not a table."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines that hang together, with the outer edges that the page does not draw put in; `open_top` and `open_bottom`
    tell whether those above and below are among them."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom in points."""
        return (
            min(line.at for line in self.vertical),
            min(line.at for line in self.horizontal),
            max(line.at for line in self.vertical),
            max(line.at for line in self.horizontal),
        )

    @property
    def area(self) -> float:
        x0, top, x1, bottom = self.edges
        return (x1 - x0) * (bottom - top)


def merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Lines of one direction with collinear pieces joined and neighbours within SNAP made one."""
    found: list[Ruling] = []
    for cluster in _clusters(sorted(rulings, key=lambda line: line.at)):
        at = (cluster[0].at + cluster[-1].at) / 2
        start, end = None, 0.0
        for piece in sorted(cluster, key=lambda line: line.start):
            if start is None:
                start, end = piece.start, piece.end
            elif piece.start <= end + SNAP:
                end = max(end, piece.end)
            else:
                found.append(Ruling(at, start, end))
                start, end = piece.start, piece.end
        if start is not None:
            found.append(Ruling(at, start, end))
    return found


def frames(horizontal: Iterable[Ruling], vertical: Iterable[Ruling]) -> list[Frame]:
    """Groups of crossing lines that could rule a table, largest last (so that a nested table comes before its host)."""
    across, down = merged(horizontal), merged(vertical)
    across = [line for line in across if line.end - line.start > 2 * SNAP]
    down = [line for line in down if line.end - line.start > SNAP]
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []
    found = []
    for rows, columns in [*_connected(across, down), *_only_columns(across, down)]:
        frame = _closed(rows, columns)
        if frame is not None:
            found.append(frame)
    return sorted(found, key=lambda frame: frame.area)


def crosses(across: Ruling, down: Ruling) -> bool:
    """Whether a horizontal and a vertical line meet, to within SNAP."""
    return across.start - SNAP <= down.at <= across.end + SNAP and down.start - SNAP <= across.at <= down.end + SNAP


def _clusters(ordered: Sequence[Ruling]) -> list[list[Ruling]]:
    clusters: list[list[Ruling]] = []
    for line in ordered:
        if clusters and line.at - clusters[-1][-1].at <= SNAP and line.at - clusters[-1][0].at <= 1.5 * SNAP:
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _connected(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if crosses(row, column):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def _only_columns(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Vertical lines that no horizontal one crosses: a single row that fills the page, cut above and below."""
    lone = [column for column in down if not any(crosses(row, column) for row in across)]
    groups: list[list[Ruling]] = []
    for column in sorted(lone, key=lambda line: line.at):
        for group in groups:
            if abs(group[0].start - column.start) <= SNAP and abs(group[0].end - column.end) <= SNAP:
                group.append(column)
                break
        else:
            groups.append([column])
    return [([], group) for group in groups if len(group) >= 3]


def _closed(rows: list[Ruling], columns: list[Ruling]) -> Frame | None:
    """The frame with an edge put where two or more lines end in the open (browsers draw no rule at a page's end)."""
    rows, columns = list(rows), list(columns)
    x0 = min([line.at for line in columns] + [line.start for line in rows])
    x1 = max([line.at for line in columns] + [line.end for line in rows])
    drawn = [line.at for line in rows]
    put_in = _open_edges(columns, drawn)
    rows += [Ruling(at, x0, x1) for at in put_in]
    if not rows:
        return None
    top, bottom = min(line.at for line in rows), max(line.at for line in rows)
    columns += [Ruling(at, top, bottom) for at in _open_edges(rows, [line.at for line in columns])]
    if len({line.at for line in rows}) < 2 or len({line.at for line in columns}) < 2:
        return None
    return Frame(tuple(rows), tuple(columns), top in put_in, bottom in put_in)


def _open_edges(lines: Sequence[Ruling], crossing: Sequence[float]) -> list[float]:
    """Where `lines` end beyond the outermost of the `crossing` ones, at least two of them together."""
    edges = []
    first = min((line.start for line in lines), default=0.0)
    last = max((line.end for line in lines), default=0.0)
    if (not crossing or min(crossing) - first > _OPEN) and _ends(lines, first, start=True) >= 2:
        edges.append(first)
    if (not crossing or last - max(crossing) > _OPEN) and _ends(lines, last, start=False) >= 2:
        edges.append(last)
    return edges


def _ends(lines: Sequence[Ruling], at: float, *, start: bool) -> int:
    return sum(abs((line.start if start else line.end) - at) <= SNAP for line in lines)
