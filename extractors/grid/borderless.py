"""Tables without vertical lines: columns are what white corridors part over several printed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import regex

from extractors.document import Cell
from extractors.grid.headed_columns import headed_columns
from extractors.grid.lines import Line, side_by_side
from extractors.grid.loose_columns import HEAD_ROWS, columns_of, head_lines, is_tabular, under_one_head
from extractors.grid.loose_heads import HeadCell, loose_heads
from extractors.grid.loose_rows import Row, is_value, parted_between, recut, row_of
from extractors.grid.page import Glyph, Ruling
from extractors.grid.tables import PageTable
from extractors.grid.worded import worded_tables
from extractors.grid.wrapping import breaks, cell_text
from extractors.text import EMPTY

_OVERLAP: Final = 0.1
"""Em by which two lines must overlap to be of one row: a name of two lines, its figures at half height."""

_FEWEST_ROWS: Final = 3
_FAR: Final = 2.5
"""Em of white between two printed lines over which a table does not reach."""

_SAME_HEADS: Final = 0.15
"""Em of white between two lines of heads that no two lines of running text stand so close with."""

_CAPTION_ROWS: Final = 4
_LARGE: Final = 1.2
_UNIT: Final = regex.compile(r"单\s*位\s*[:：]")


def borderless_tables(
    page: int, glyphs: Sequence[Glyph], rules: Sequence[Ruling], *, sure: bool = False
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables without vertical lines among `glyphs`, and the characters that stand in none.

    A horizontal rule that crosses the table parts rows; without one a printed line begins a row unless it plainly
    goes on with the one above. `sure` tells that the lines are known to be a table, whatever stands in them.
    """
    lines = side_by_side(glyphs)
    rows = [row_of(line) for line in lines]
    worded = [] if sure else worded_tables(page, lines, rules)
    found = [each.table for each in worded]
    taken = {at for each in worded for at in range(each.start, each.end)}
    for start, end in _blocks(rows):
        if any(at in taken for at in range(start, end)):
            continue
        head = _without_captions(rows, _head_from(rows, start, rules), end)
        table = _table(page, rows[head:end], rules, sure=sure) if end - head >= _FEWEST_ROWS else None
        if table is not None:
            found.append(table)
            taken.update(range(head, end))
    if not found:
        return [], list(glyphs)
    return found, [glyph for at, row in enumerate(rows) if at not in taken for glyph in row.glyphs]


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring lines that have gaps; a lone piece between them may be a wrapped cell."""
    start: int | None = None
    last = 0
    for at, row in enumerate(rows):
        near = at > 0 and row.top - rows[at - 1].bottom < _FAR * row.size
        if start is not None and (not near or at - last > 2):
            if last + 1 - start >= _FEWEST_ROWS:
                yield start, last + 1
            start = None
        if len(row.pieces) > 1:
            start = at if start is None else start
            last = at
    if start is not None and last + 1 - start >= _FEWEST_ROWS:
        yield start, last + 1


def _head_from(rows: Sequence[Row], start: int, rules: Sequence[Ruling]) -> int:
    """The line with which the head begins: lines of one piece count where a rule closes them off above, or where they
    stand as close over the next as only heads do that stand in the middle of two rows."""
    left, right = rows[start].pieces[0].x0, rows[start].pieces[-1].x1
    wide = [rule.at for rule in rules if rule.start <= left + 2 and rule.end >= right - 2]
    for first in range(start - 1, max(-1, start - 1 - HEAD_ROWS), -1):
        row, below = rows[first], rows[first + 1]
        if below.top - row.bottom > _FAR * row.size or any(row.bottom - 2 < at < below.top + 2 for at in wide):
            return start
        if below.top - row.bottom < _SAME_HEADS * row.size and row.pieces[0].x0 >= left and row.pieces[-1].x1 <= right:
            return first
        if any(0 < row.top + 2 - at < _FAR * row.size for at in wide):
            return first
    return start


def _without_captions(rows: Sequence[Row], start: int, end: int) -> int:
    """The line with which the table begins, without a title in larger print and lines that state its unit."""
    usual = sorted(row.size for row in rows[start:end])[(end - start) // 2]
    first = start
    for at in range(start, min(end, start + _CAPTION_ROWS)):
        row = rows[at]
        if any(_UNIT.search(piece.chars) for piece in row.pieces) or row.size > _LARGE * usual:
            first = at + 1
    while first < end and len(rows[first].pieces) == 1 and first > start:
        below = rows[first + 1] if first + 1 < end else None
        if below is not None and below.top - rows[first].bottom < 0.8 * rows[first].size:
            break
        first += 1
    return first


def _table(page: int, rows: Sequence[Row], rules: Sequence[Ruling], *, sure: bool) -> PageTable | None:
    head = head_lines(rows)
    columns = under_one_head(columns_of(rows[head:]), rows, head)
    spans = [[(piece.x0, piece.x1) for piece in row.pieces] for row in rows[:head]]
    headed = headed_columns(columns, spans, [row.glyphs for row in rows[head:]], rows[-1].size)
    if len(headed) > len(columns):
        columns, rows = headed, [*rows[:head], *(parted_between(row, headed) for row in rows[head:])]
    if len(columns) < 2 or not (sure or is_tabular(rows, columns)):
        return None
    left, right = columns[0][0], columns[-1][1]
    top, bottom = rows[0].top, rows[-1].bottom
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = (min([left, *(row.pieces[0].x0 for row in rows)]), *inner, max([right, *(r.pieces[-1].x1 for r in rows)]))
    crossing = [rule for rule in rules if rule.start < right and rule.end > left]
    heads = loose_heads([recut(row, columns) for row in rows[:head]], columns, crossing)
    cells: list[Cell] = []
    if heads is None:
        bands = _bands(rows, xs, [rule.at for rule in crossing])
    else:
        depth = 1 + max((cell.last for cell in heads), default=-1)
        cells.extend(_head_cells(heads, depth, xs))
        bands = [[], [], *_bands(rows[head:], xs, [rule.at for rule in crossing])][2 - depth :]
    for number, band in enumerate(bands):
        if band:
            cells.extend(_cells(number, band, xs))
    ys = tuple(band[0].top for band in bands if band)
    return PageTable(page, xs, top, bottom, len(bands), tuple(cells), loose=True, ys=ys)


def _head_cells(heads: Sequence[HeadCell], depth: int, xs: Sequence[float]) -> Iterator[Cell]:
    for head in heads:
        text = cell_text(_one_line_each(head.pieces), xs[head.left], xs[head.right + 1])
        yield Cell(text, head.first, head.left, min(head.last, depth - 1) - head.first + 1, head.right - head.left + 1)


def _bands(rows: Sequence[Row], xs: Sequence[float], rules: Sequence[float]) -> list[list[Row]]:
    """The printed lines of each table row."""
    bands: list[list[Row]] = []
    crossed = [any(before.bottom - 2 < at < after.top + 2 for at in rules) for before, after in pairwise(rows)]
    ruled = sum(crossed) >= _FEWEST_ROWS
    for at, row in enumerate(rows):
        beside = at > 0 and row.top < max(line.bottom for line in bands[-1]) - _OVERLAP * row.size
        if at == 0 or crossed[at - 1] or not (ruled or beside or _goes_on(bands[-1], row, xs)):
            bands.append([row])
        else:
            bands[-1].append(row)
    return bands


def _goes_on(band: Sequence[Row], row: Row, xs: Sequence[float]) -> bool:
    """Whether every piece of the line continues the cell above it."""
    above = {_column(piece, xs)[0]: piece for line in band for piece in line.pieces}
    if len(row.pieces) >= len(above):
        return False
    for piece in row.pieces:
        column = _column(piece, xs)[0]
        if column not in above or is_value(piece) or breaks(above[column], piece, xs[column + 1]):
            return False
    return True


def _cells(number: int, band: Sequence[Row], xs: Sequence[float]) -> Iterator[Cell]:
    pieces: dict[int, list[Line]] = {}
    reach: dict[int, int] = {}
    for row in band:
        for piece in row.pieces:
            first, last = _column(piece, xs)
            pieces.setdefault(first, []).append(piece)
            reach[first] = max(reach.get(first, first), last)
    column = 0
    while column < len(xs) - 1:
        last = reach.get(column, column)
        while any(inner in pieces for inner in range(column + 1, last + 1)):
            last -= 1
        text = cell_text(_one_line_each(pieces[column]), xs[column], xs[last + 1]) if column in pieces else EMPTY
        yield Cell(text, number, column, 1, last - column + 1)
        column = last + 1


def _one_line_each(pieces: Sequence[Line]) -> list[Line]:
    """Pieces of one cell; those of one printed line stand beside one another (项  目 in a head is one word)."""
    return sorted(pieces, key=lambda piece: (round(piece.bottom), piece.x0))


def _column(piece: Line, xs: Sequence[float]) -> tuple[int, int]:
    """First and last column that the piece reaches into by more than a third of an em."""
    slack = piece.size / 3
    reached = [
        at for at, (left, right) in enumerate(pairwise(xs)) if piece.x1 - slack > left and piece.x0 + slack < right
    ]
    return (reached[0], reached[-1]) if reached else (0, 0)
