"""Tables whose columns are aligned with spaces, narrow or broad ones: what stands under what, and how many fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

import regex

from extractors.document import Cell
from extractors.grid.borderless import borderless_tables
from extractors.grid.lines import Line, line_of
from extractors.grid.loose_heads import loose_heads
from extractors.grid.page import Ruling
from extractors.grid.tables import PageTable
from extractors.readers.plain_text.as_print import PITCH, WIDTHS, Width, broad, glyphs, positions
from extractors.readers.plain_text.decoding import SourceLine
from extractors.text import Text, join

_FEWEST_ROWS: Final = 3
_DEEPEST_HEAD: Final = 5
_MOSTLY: Final = 0.7
_RULE: Final = regex.compile(r"\s*(?:[-=─━═－＝_]{3,}\s*)+")
_FIGURE: Final = regex.compile(r"[-—+－▲▼]?[\d０-９][\d０-９,，.．]*[%％]?|[-—－/]+")
_LONGEST_GAPLESS: Final = 2


def aligned_rows(lines: Sequence[SourceLine], start: int) -> int:
    """Where the stretch of lines with fields that begins at `start` ends (exclusive); `start` where none does.

    A line without a gap (a wrapped cell, a section) may stand among them, a blank one as well.
    """
    if len(fields(lines[start])) < 2:
        return start
    end = at = start
    lone = 0
    while at < len(lines) and lone <= _LONGEST_GAPLESS and "\t" not in lines[at].text.chars:
        if is_rule(lines[at]) or len(fields(lines[at])) > 1:
            end, lone = at + 1, 0
        else:
            lone += 1
        at += 1
    return end if sum(len(fields(line)) > 1 for line in lines[start:end]) >= _FEWEST_ROWS else start


def fields(line: SourceLine) -> list[Text]:
    """The parts of a line between gaps: two narrow spaces or a broad one. A broad one within a word parts nothing."""
    found: list[Text] = []
    start: int | None = None
    end = 0
    room = 0
    for index, char in enumerate(line.text.chars):
        if char.isspace():
            room += 2 if index in line.broad else 1
            continue
        if start is not None and room > 1:
            found.append(line.text[start:end])
            start = None
        start = index if start is None else start
        end, room = index + 1, 0
    if start is not None:
        found.append(line.text[start:end])
    return found


def is_rule(line: SourceLine) -> bool:
    """Whether the line is a rule over, under or between the columns."""
    return _RULE.fullmatch(line.text.chars) is not None


def aligned_tables(lines: Sequence[SourceLine]) -> list[PageTable]:
    """The tables among `lines`; tops and bottoms count in lines of PITCH points from the first."""
    counts = Counter(len(fields(line)) for line in lines if not line.blank and not is_rule(line))
    several = {count: often for count, often in counts.items() if count > 1}
    usual = max(several, key=lambda count: (several[count], count), default=0)
    regular = usual > 2 and several[usual] >= max(_FEWEST_ROWS, _MOSTLY * counts.total() - 2)
    widths = sorted(WIDTHS, key=lambda width: _slip(lines, usual, width))
    found: list[PageTable] = []
    for width in widths:
        tables = _by_position(lines, width, sure=regular)
        if tables and any(table.columns == usual for table in tables):
            return tables
        found = found or tables
    ordered = _by_order(lines, usual) if regular and _has_figures(lines, usual) else None
    return [ordered] if ordered is not None else found


def _slip(lines: Sequence[SourceLine], usual: int, width: Width) -> float:
    """How far from one another, in half-width columns, the fields of a column begin and end, whichever is less."""
    rows = [row for line in lines if len(row := _edges(line, width)) == usual]
    return sum(min(_spread([row[column][side] for row in rows]) for side in (0, 1)) for column in range(usual) if rows)


def _spread(edges: Sequence[float]) -> float:
    middle = median(edges)
    return sum(abs(edge - middle) for edge in edges)


def _edges(line: SourceLine, width: Width) -> list[tuple[float, float]]:
    at = {line.text.places[index]: (x0, x1) for index, _, x0, x1 in positions(line, width)}
    return [(at[field.places[0]][0], at[field.places[-1]][1]) for field in fields(line)]


def _by_position(lines: Sequence[SourceLine], width: Width, *, sure: bool) -> list[PageTable]:
    rules: list[Ruling] = []
    for number, line in enumerate(lines):
        if is_rule(line):
            rules += [Ruling((number + 0.5) * PITCH, x0, x1) for x0, x1 in _dashes(line, width)]
    printed = [SourceLine(line.number, line.text[0:0], False) if is_rule(line) else line for line in lines]
    return borderless_tables(0, glyphs(printed, width), rules, sure=sure)[0]


def _dashes(line: SourceLine, width: Width) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for _, char, x0, x1 in positions(line, width):
        if char.isspace():
            continue
        if found and x0 - found[-1][1] < 1:
            found[-1] = found[-1][0], x1
        else:
            found.append((x0, x1))
    return found


def _has_figures(lines: Sequence[SourceLine], usual: int) -> bool:
    rows = [fields(line) for line in lines if len(fields(line)) == usual]
    figures = sum(_FIGURE.fullmatch(field.chars.strip()) is not None for row in rows for field in row[1:])
    return figures * 2 >= sum(len(row) - 1 for row in rows)


def _by_order(lines: Sequence[SourceLine], usual: int) -> PageTable | None:
    """Columns by the order of the fields, where these do not quite stand under one another: one row a line.

    A broad space is as wide as two digits, so figures drift. Where the columns usually stand tells over which of them
    the heads in the lines before stand, and under which of them a line of fewer fields.
    """
    rows = [
        (number, _pieces(line, number)) for number, line in enumerate(lines) if not line.blank and not is_rule(line)
    ]
    first = next(at for at, (_, row) in enumerate(rows) if len(row) == usual and _values(row))
    last = max(at for at, (_, row) in enumerate(rows) if len(row) == usual)
    body = [row for _, row in rows[first : last + 1]]
    if any(len(row) > usual for row in body):
        return None
    full = [row for row in body if len(row) == usual]
    columns = [
        (median(row[column].x0 for row in full), median(row[column].x1 for row in full)) for column in range(usual)
    ]
    columns = [(x0, max(x0 + 1, min(x1, after - 1))) for (x0, x1), (after, _) in pairwise([*columns, (1e9, 1e9)])]
    start = first
    while start and first - start < _DEEPEST_HEAD and len(rows[start - 1][1]) > 1:
        start -= 1
    heads = loose_heads([row for _, row in rows[start:first]], columns, []) if start < first else []
    if heads is None:
        return None
    depth = 1 + max((head.last for head in heads), default=-1)
    cells = [
        Cell(join(piece.text for piece in head.pieces), head.first, head.left, head.last - head.first + 1,
             head.right - head.left + 1)
        for head in heads
    ]  # fmt: skip
    for number, row in enumerate(body):
        placed = range(usual) if len(row) == usual else _nearest(row, columns)
        cells += [Cell(piece.text, depth + number, column) for piece, column in zip(row, placed, strict=False)]
    top, bottom = rows[start][0] * PITCH, (rows[last][0] + 1) * PITCH
    return PageTable(0, tuple(map(float, range(usual + 1))), top, bottom, depth + len(body), tuple(cells))


def _values(row: Sequence[Line]) -> bool:
    return sum(_FIGURE.fullmatch(piece.chars) is not None for piece in row[1:]) * 2 >= len(row) - 1


def _nearest(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> list[int]:
    """The column of each field, from left to right, none twice: the one whose middle is nearest."""
    placed: list[int] = []
    for at, piece in enumerate(row):
        free = range(placed[-1] + 1 if placed else 0, len(columns) - (len(row) - at - 1))
        placed.append(min(free, key=lambda column: abs(piece.centre - sum(columns[column]) / 2)))
    return placed


def _pieces(line: SourceLine, number: int) -> list[Line]:
    """The fields of a line as print."""
    printed = {glyph.place: glyph for glyph in glyphs([line], broad)}
    found: list[Line] = []
    for field in fields(line):
        own = [printed[place] for place in field.places if place in printed]
        shift = number * PITCH
        found.append(line_of([replace(g, top=g.top + shift, bottom=g.bottom + shift) for g in own]))
    return found
