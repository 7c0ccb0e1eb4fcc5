"""Tables without vertical lines whose cells hold wrapped sentences: columns by white corridors, rows by wider white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import regex

from extractors.document import Cell
from extractors.grid.headed_columns import headed_columns
from extractors.grid.lines import Line
from extractors.grid.loose_columns import is_tabular
from extractors.grid.loose_heads import HeadCell, loose_heads
from extractors.grid.loose_rows import Row, is_value, recut, row_of
from extractors.grid.page import Glyph, Ruling
from extractors.grid.tables import PageTable
from extractors.grid.worded_rows import WIDER, BodyRow, Columns, between_lines, body_rows
from extractors.grid.wrapping import cell_text
from rules.heads import head_entry
from rules.table_heads import table_heads

_CORRIDOR: Final = 0.4
"""Width in em that must stay white down the whole table for two columns."""

_PARTED: Final = 0.5
"""Em of white within one run of print at most."""

_FEWEST_COLUMNS: Final = 3
_FEWEST_HEADS: Final = 3
_FAR: Final = 2.5
"""Em of white between two printed lines over which a table does not reach."""

_HEAD_WHITE: Final = 0.8
"""Em of white between two lines of heads at most."""

_LONGEST_HEAD: Final = 14
_MOST_HEAD_LINES: Final = 5
_LARGE: Final = 1.2
_LABELLED: Final = regex.compile(
    r"[：:]|[\d〇一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_IN_A_SENTENCE: Final = regex.compile(r"[，。；]|\d(?![\d年月季日号级类]|[-—－–至~]\d)")
"""What no head says: a stop, or a number that is no time."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A table and the printed lines (from `start` to `end`, exclusive) that it takes."""

    start: int
    end: int
    table: PageTable


def worded_tables(page: int, lines: Sequence[Sequence[Glyph]], rules: Sequence[Ruling]) -> list[Worded]:
    """The tables of sentences among the printed `lines`, from top to bottom; each stands under heads known as such.

    Tables of figures, whose every printed line is a row, are left to others, and so is what cannot be cut into rows.
    """
    rows = [row_of(line, _PARTED) for line in lines]
    found: list[Worded] = []
    at = 0
    while at < len(rows):
        taken = _table_from(page, rows, at, found[-1].end if found else 0, rules)
        if taken is None:
            at += 1
        else:
            found.append(taken)
            at = taken.end
    return found


def _table_from(page: int, rows: Sequence[Row], at: int, free: int, rules: Sequence[Ruling]) -> Worded | None:
    """The table whose first line with known heads is `at`."""
    if _is_body(rows[at]) or sum(_is_known(piece.chars) for piece in rows[at].pieces) < 2:
        return None
    start = _first_head_line(rows, at, free)
    body = _first_body_line(rows, at)
    if body == len(rows):
        return None  # heads at the foot of a page, with no row of theirs
    end, columns = _reach(rows, start, body)
    spans = [[(piece.x0, piece.x1) for piece in recut(row, columns)] for row in rows[start:body]]
    columns = headed_columns(columns, spans, [row.glyphs for row in rows[body:end]], rows[start].size)
    if len(columns) < _FEWEST_COLUMNS or is_tabular(rows[start:end], columns):
        return None
    crossing = [rule for rule in rules if rule.start < columns[-1][1] and rule.end > columns[0][0]]
    between = between_lines(rows[start:end], columns)
    body = _end_of_heads(rows, start, body, between)
    heads = _wraps_joined([recut(row, columns) for row in rows[start:body]], between)
    over = _heads(heads, columns, crossing)
    known = sum(_is_known("".join(piece.chars for piece in head.pieces)) for head in over)
    if known < _FEWEST_HEADS or known * 2 < len(over):
        return None
    found = body_rows(rows[body:end], columns, crossing, between)
    return Worded(start, end, _table(page, over, found, columns, rows[start].top))


def _first_head_line(rows: Sequence[Row], at: int, free: int) -> int:
    """The line with which the heads begin: one of several lines stands over the first known ones where it is in the
    middle of its cell."""
    while at > free:
        above = rows[at - 1]
        far = rows[at].top - above.bottom > _HEAD_WHITE * above.size or above.size > _LARGE * rows[at].size
        if far or any(len(piece.chars) > _LONGEST_HEAD or _LABELLED.search(piece.chars) for piece in above.pieces):
            break
        at -= 1
    return at


def _first_body_line(rows: Sequence[Row], at: int) -> int:
    """The first line below `at` that holds what no head does: a sentence, or a figure."""
    for below in range(at + 1, min(len(rows), at + 1 + _MOST_HEAD_LINES)):
        if _is_body(rows[below]):
            return below
    return at + 1


def _is_body(row: Row) -> bool:
    return any(
        len(piece.chars) > _LONGEST_HEAD or is_value(piece) or _IN_A_SENTENCE.search(piece.chars)
        for piece in row.pieces
    )


def _is_known(head: str) -> bool:
    """Whether the words are known as a head, of a sheet of sentences or a table of figures."""
    figures = table_heads()
    return head_entry(head) is not None or figures.label(head) is not None or figures.measure(head) is not None


def _reach(rows: Sequence[Row], start: int, body: int) -> tuple[int, Columns]:
    """The line behind the table's last, and its columns.

    It ends with a line that runs on over the white between the columns or their heads (lines `start` to `body`), or far
    below the one before.
    """
    heads = [(piece.x0, piece.x1) for row in rows[start:body] for piece in row.pieces]
    columns: Columns = []
    end, bottom = body, 0.0
    for at in range(body, len(rows)):
        row = rows[at]
        if at > body and row.top - bottom > _FAR * row.size:
            break
        parted = _covered([*columns, *heads], _CORRIDOR * row.size)
        crossed = sorted(_crossed(piece, parted) for piece in row.pieces)
        if at > body and (crossed[-1] > 2 or crossed[0] > 1):
            section = at + 1 < len(rows) and len(row.pieces) == 1 and len(row.pieces[0].chars) <= _LONGEST_HEAD
            if not section or max(_crossed(piece, parted) for piece in rows[at + 1].pieces) > 1:
                break
            bottom = max(bottom, row.bottom)
            continue
        columns = _covered([*columns, *((piece.x0, piece.x1) for piece in row.pieces)], _CORRIDOR * row.size)
        end, bottom = at + 1, max(bottom, row.bottom)
    return end, columns


def _crossed(piece: Line, columns: Columns) -> int:
    """How many columns the piece reaches into."""
    slack = piece.size / 4
    return sum(x0 < piece.x1 - slack and piece.x0 + slack < x1 for x0, x1 in columns)


def _covered(spans: Sequence[tuple[float, float]], corridor: float) -> Columns:
    covered: Columns = []
    for x0, x1 in sorted(spans):
        if covered and x0 - covered[-1][1] < corridor:
            covered[-1] = covered[-1][0], max(covered[-1][1], x1)
        else:
            covered.append((x0, x1))
    return covered


def _end_of_heads(rows: Sequence[Row], start: int, body: int, between: float) -> int:
    """The line with which the body begins: below the last wide white over `body`, the first that is surely of it."""
    bottom, end = rows[start].bottom, body
    for at in range(start + 1, body + 1):
        if rows[at].top - bottom > between + WIDER * rows[at].size:
            end = at
        bottom = max(bottom, rows[at].bottom)
    return end


def _wraps_joined(lines: Sequence[Sequence[Line]], between: float) -> list[list[Line]]:
    """The heads with what was wrapped in one cell made one: lines no farther apart than in the body."""
    found: list[list[Line]] = []
    for line in lines:
        found.append([])
        for piece in line:
            above = [(row, at) for row in found[:-1] for at, other in enumerate(row) if _wraps(other, piece, between)]
            if len(above) == 1:
                row, at = above[0]
                row[at] = _joined(row[at], piece)
            else:
                found[-1].append(piece)
    return [line for line in found if line]


def _wraps(upper: Line, lower: Line, between: float) -> bool:
    near = upper.bottom <= lower.top + 1 and lower.top - upper.bottom < between + WIDER * lower.size
    return near and min(abs(upper.centre - lower.centre), abs(upper.x0 - lower.x0)) < 0.5 * lower.size


def _joined(upper: Line, lower: Line) -> Line:
    left, right = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
    return replace(
        upper, text=cell_text((upper, lower), left, right), x0=left, x1=right, bottom=lower.bottom,
        count=upper.count + lower.count,
    )  # fmt: skip


def _heads(lines: Sequence[Sequence[Line]], columns: Columns, rules: Sequence[Ruling]) -> list[HeadCell]:
    """The heads over `columns`; in one row, each over the column that it stands over, where no more can be told."""
    heads = loose_heads(lines, columns, rules)
    if heads is not None:
        return heads
    over: dict[int, list[Line]] = {}
    for line in lines:
        for piece in line:
            nearest = min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - piece.centre))
            over.setdefault(nearest, []).append(piece)
    return [HeadCell(tuple(pieces), 0, 0, at, at) for at, pieces in sorted(over.items())]


def _table(page: int, heads: Sequence[HeadCell], body: Sequence[BodyRow], columns: Columns, top: float) -> PageTable:
    depth = 1 + max(head.last for head in heads)
    left = min(columns[0][0], *(piece.x0 for head in heads for piece in head.pieces))
    right = max(columns[-1][1], *(piece.x1 for head in heads for piece in head.pieces))
    xs = (left, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), right)
    cells = [
        Cell(
            cell_text(head.pieces, xs[head.left], xs[head.right + 1]),
            head.first, head.left, min(head.last, depth - 1) - head.first + 1, head.right - head.left + 1,
        )
        for head in heads
    ]  # fmt: skip
    for number, row in enumerate(body, start=depth):
        cells += [Cell(cell_text(lines, *columns[at]), number, at) for at, lines in sorted(row.cells.items())]
    return PageTable(page, xs, top, body[-1].bottom, depth + len(body), tuple(cells), loose=True)
