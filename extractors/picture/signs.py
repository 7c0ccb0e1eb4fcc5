"""Where the characters of our own drawings stand, found by their places in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.picture.mark import Rectangle, Span
from extractors.text import CellPlace, LinePlace, ParagraphPlace, Place, SheetPlace


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: the place of each character, where it begins and ends across, and where the line stands."""

    places: tuple[Place | None, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side in a picture and one after the other in one cell, paragraph or line of the
    file, which `holder` names: from `first` on; `edges` has one number more than there are characters."""

    holder: str
    first: int
    edges: tuple[float, ...]
    top: float
    bottom: float

    def box(self, start: int, end: int) -> Rectangle | None:
        """Around its characters of `start` to before `end`; None where it has none of them."""
        begin, stop = max(start, self.first) - self.first, min(end, self.first + len(self.edges) - 1) - self.first
        return (self.edges[begin], self.top, self.edges[stop], self.bottom) if begin < stop else None


def runs(lines: Iterable[Line]) -> Iterator[Run]:
    """The runs of some lines, in order."""
    for line in lines:
        held = [held_at(place) for place in line.places]
        cuts = [0, *(at for at, (one, two) in enumerate(pairwise(held), 1) if not _follows(one, two)), len(held)]
        for start, end in pairwise(cuts):
            if start < end and (first := held[start]) is not None:
                edges = (*line.starts[start:end], line.ends[end - 1])
                yield Run(first[0], first[1], edges, line.top, line.bottom)


def boxes(found: Sequence[Run], span: Span) -> list[Rectangle]:
    """Where the characters of a span stand: a rectangle for each line that they are printed in."""
    wanted = held_by(span)
    if wanted is None:
        return []
    holder, start, end = wanted
    return [box for run in found if run.holder == holder and (box := run.box(start, end)) is not None]


def held_at(place: Place | None) -> tuple[str, int] | None:
    """What holds a character of a file without pages, and where in it the character stands."""
    match place:
        case CellPlace(table, row, column, offset):
            return f"t{table}.{row}.{column}", offset
        case SheetPlace(sheet, cell, offset):
            return f"s{cell}.{sheet}", offset
        case ParagraphPlace(paragraph, offset):
            return f"p{paragraph}", offset
        case LinePlace(line, column):
            return f"l{line}", column
        case _:
            return None


def held_by(span: Span) -> tuple[str, int, int] | None:
    """What holds a span, with its start and end; None for one on a page."""
    if "table" in span:
        holder = f"t{span['table']}.{span['row']}.{span['column']}"
    elif "sheet" in span:
        holder = f"s{span['cell']}.{span['sheet']}"
    elif "paragraph" in span:
        holder = f"p{span['paragraph']}"
    elif "line" in span:
        holder = f"l{span['line']}"
    else:
        return None
    return holder, span["start"], span["end"]


def _follows(one: tuple[str, int] | None, two: tuple[str, int] | None) -> bool:
    return one is not None and two is not None and one[0] == two[0] and one[1] + 1 == two[1]
