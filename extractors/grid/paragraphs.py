"""Running text: printed lines gathered into paragraphs, centred large print told as headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

import regex

from extractors.document import Paragraph
from extractors.grid.lines import Line
from extractors.grid.wrapping import breaks, starts_point, wrapped_text

_INDENT: Final = 1.2
"""Em by which a first line stands in."""

_OTHER_SIZE: Final = 0.12
_LARGE: Final = 1.15
_LONGEST_HEADING: Final = 80
_UNIT: Final = regex.compile(r"[（(]?(?:计量|金额)?单\s*位\s*[:：]\s*\S{1,6}[)）]?$")
"""A caption of what stands below it, never the rest of what stands above."""

_SENTENCE_END: Final = frozenset("。；：！？!?;:")


@dataclass(frozen=True, slots=True)
class Measure:
    """The column of text on a page: left and right edge and page width in points, usual em, gap between lines."""

    left: float
    right: float
    width: float
    size: float
    gap: float


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A paragraph, or the part of one that stands on one page, with its first and last lines for joining over pages."""

    lines: tuple[Line, ...]
    measure: Measure
    heading: bool
    note: bool = False

    @property
    def top(self) -> float:
        return self.lines[0].top

    def paragraph(self) -> Paragraph:
        return Paragraph(wrapped_text(self.lines, self.measure.right), self.heading, self.note)


def measure(lines: Sequence[Line], width: float, size: float | None = None) -> Measure:
    """The measure that `lines` keep; `size` is the em of the page's usual print where the lines alone do not tell."""
    left = _usual_left(lines)
    right = max((line.x1 for line in lines), default=width)
    gaps = [
        after.top - before.bottom
        for before, after in pairwise(lines)
        if 0 <= after.top - before.bottom < 2.5 * before.size
    ]
    usual = size if size is not None else median([line.size for line in lines] or [10.0])
    return Measure(left, right, width, usual, median(gaps) if gaps else 0.5 * usual)


def paragraphs(lines: Sequence[Line], page: Measure) -> list[PageParagraph]:
    """The paragraphs that `lines` (top to bottom, no table between) form."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, page):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [PageParagraph(tuple(group), page, _is_heading(group, page)) for group in groups]


def goes_on(before: PageParagraph, after: PageParagraph) -> bool:
    """Whether a paragraph at the foot of one page goes on at the head of the next."""
    last, first = before.lines[-1], after.lines[0]
    if before.note or after.note or before.heading or after.heading or last.chars[-1] in _SENTENCE_END:
        return False
    if abs(last.size - first.size) > _OTHER_SIZE * last.size or starts_point(first):
        return False
    if first.x0 - after.measure.left > _INDENT * first.size:
        return False
    return not breaks(last, first, before.measure.right)


def _usual_left(lines: Sequence[Line]) -> float:
    """The leftmost edge that more than one line keeps, else the leftmost."""
    edges = sorted(line.x0 for line in lines)
    for edge, following in pairwise(edges):
        if following - edge < 3.0:
            return edge
    return edges[0] if edges else 0.0


def _begins(group: Sequence[Line], line: Line, page: Measure) -> bool:
    before = group[-1]
    if _UNIT.match(line.chars):
        return True
    if abs(before.size - line.size) > _OTHER_SIZE * before.size:
        return True
    if line.top - before.bottom > page.gap + 0.6 * page.size:
        return True
    if _is_centred(before, page) and _is_centred(line, page):
        return before.size < _LARGE * page.size
    indented = line.x0 - page.left > _INDENT * line.size
    if indented and (abs(line.x0 - before.x0) > 0.5 * line.size or before.chars[-1] in _SENTENCE_END):
        return True
    return breaks(before, line, page.right)


def _is_centred(line: Line, page: Measure) -> bool:
    return (abs(line.centre - page.width / 2) < 0.03 * page.width and line.x0 - page.left > 1.5 * line.size) or (
        line.size >= _LARGE * page.size and abs(line.centre - page.width / 2) < 0.02 * page.width
    )


def _is_heading(group: Sequence[Line], page: Measure) -> bool:
    large = all(line.size >= _LARGE * page.size for line in group)
    return large and _is_centred(group[0], page) and sum(line.count for line in group) <= _LONGEST_HEADING
