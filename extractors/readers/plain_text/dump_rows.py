"""Which cell of which row each piece of a dump belongs to: the cheapest way through the columns, row by row.

A piece fits a column by what the column holds and by the width at which its lines are wrapped, for each column of
the lost table wrapped at its own width. Going on to the next column is free; a column left empty, a cell of several
pieces and a row that begins in the middle cost. The widths are not known at first: they are learned from the pieces
that find their column without them, and the way is sought again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.readers.plain_text.dump_heads import DumpHead
from extractors.readers.plain_text.dump_pieces import Piece
from extractors.readers.plain_text.widths import begins_entry, entry_number, last_entry_number
from rules.heads import Holds

MOST_PIECES = 20000
_ROUNDS = 3
_IMPOSSIBLE = 12.0
_DATE = regex.compile(
    r".{0,6}[0-9０-９一二三四五六七八九十]+[年月日号].{0,6}|年底前?|全年|长期|持续|每月|每季度?|.{0,4}底前?"
)
_INDEX = regex.compile(r"[0-9０-９]{1,3}[.、．]?|[一二三四五六七八九十]{1,3}")
_SKIP: dict[Holds, float] = {"label": 8.0, "text": 2.5, "percent": 3.0, "date": 2.5, "number": 2.5, "word": 2.5}


@dataclass(frozen=True, slots=True)
class DumpColumn:
    """A column of the lost table: what it holds, and the width (half-width columns) at which it is wrapped."""

    holds: Holds
    category: bool
    known: bool
    width: int | None = None

    @property
    def skip(self) -> float:
        """What it costs to leave the column empty in a row."""
        if self.category:
            return 0.5
        return _SKIP[self.holds] if self.known else 1.5


@dataclass(slots=True)
class DumpRow:
    """The pieces of one row by column; `new_page` where a page begins with the row."""

    new_page: bool
    cells: dict[int, list[Piece]] = field(default_factory=dict)


def columns_of(heads: Sequence[DumpHead]) -> tuple[DumpColumn, ...]:
    """The columns under `heads`; under an unknown head anything may stand."""
    return tuple(
        DumpColumn(
            head.entry.holds if head.entry else "text",
            head.entry is not None and head.entry.role == "category",
            head.entry is not None,
        )
        for head in heads
    )


def rows_of(pieces: Sequence[Piece], columns: Sequence[DumpColumn]) -> tuple[list[DumpRow], float]:
    """The rows that the pieces make, and the cost of a piece on average (above about 3: it is no such table)."""
    if not pieces or len(pieces) > MOST_PIECES:
        return [], float("inf")
    path, cost = _cheapest(pieces, columns)
    for _ in range(_ROUNDS):
        learned = _with_widths(pieces, path, columns)
        new_path, cost = _cheapest(pieces, learned)
        if new_path == path:
            break
        path = new_path
    return _rows(pieces, path), cost / len(pieces)


def _rows(pieces: Sequence[Piece], path: Sequence[int]) -> list[DumpRow]:
    rows: list[DumpRow] = []
    before = len(pieces)
    for piece, column in zip(pieces, path, strict=True):
        if not rows or column < before:
            rows.append(DumpRow(piece.new_page))
        rows[-1].cells.setdefault(column, []).append(piece)
        before = column
    return rows


def _cheapest(pieces: Sequence[Piece], columns: Sequence[DumpColumn]) -> tuple[list[int], float]:
    """The column of each piece on the cheapest way, and what it costs."""
    count = len(columns)
    skipped = [0.0]
    for column in columns:
        skipped.append(skipped[-1] + column.skip)
    costs = [_fit(pieces[0], column) + _begin(pieces[0], columns, number) for number, column in enumerate(columns)]
    came: list[list[int]] = []
    for before, piece in zip(pieces, pieces[1:], strict=False):
        began = [_begin(piece, columns, number) for number in range(count)]
        steps: list[int] = []
        next_costs: list[float] = []
        for number, column in enumerate(columns):
            ways = [
                costs[last] + _step(before, piece, columns, last, number, skipped, began[number])
                for last in range(count)
            ]
            last = min(range(count), key=ways.__getitem__)
            steps.append(last)
            next_costs.append(ways[last] + _fit(piece, column))
        came.append(steps)
        costs = next_costs
    final = [cost + skipped[count] - skipped[number + 1] for number, cost in enumerate(costs)]
    column_number = min(range(count), key=final.__getitem__)
    total = final[column_number]
    path = [column_number]
    for steps in reversed(came):
        path.append(steps[path[-1]])
    return path[::-1], total


def _step(
    before: Piece,
    piece: Piece,
    columns: Sequence[DumpColumn],
    last: int,
    number: int,
    skipped: Sequence[float],
    begin: float,
) -> float:
    """What it costs to go from column `last` to column `number`: on in the row, in the same cell, or to a new row."""
    if number > last:
        return skipped[number] - skipped[last + 1]
    if number == last:
        return _stay(before, piece, columns[number])
    return skipped[-1] - skipped[last + 1] + begin


def _begin(piece: Piece, columns: Sequence[DumpColumn], number: int) -> float:
    """What it costs to begin a row in column `number`: cheap only on a new page, where it goes on with a torn row."""
    if piece.new_page:
        return 0.7 * number
    return sum(0.3 if column.category else 2.0 + column.skip for column in columns[:number])


def _stay(before: Piece, piece: Piece, column: DumpColumn) -> float:
    """What it costs that `piece` is one more paragraph of the cell that `before` stands in."""
    if column.holds == "label":
        return 1.5 if before.vertical == piece.vertical else 5.0
    if column.holds != "text":
        return 6.0
    first = entry_number(piece.lines[0].chars)
    last = last_entry_number("\n".join(line.chars for line in before.lines))
    if first is not None and last is not None:
        return 0.2 if first == last + 1 else 6.0
    if first == 1:
        return 6.0
    if not before.ended:
        torn = column.width is not None and before.widths[-1] >= column.width - 4
        return 1.0 if torn or piece.new_page else 4.0
    return 1.0 if begins_entry(piece.lines[0].chars) else 2.0


def _fit(piece: Piece, column: DumpColumn) -> float:
    """What it costs that `piece` stands in `column`."""
    text = piece.compact
    match column.holds:
        case "percent":
            if piece.percent:
                return 0.0
            return 2.0 if len(text) <= 4 and not piece.vertical else _IMPOSSIBLE
        case "number":
            return 0.0 if _INDEX.fullmatch(text) else _IMPOSSIBLE
        case "date":
            return 0.0 if _DATE.fullmatch(text) else 8.0
        case "word":
            return 0.0 if len(text) <= 8 else 8.0
        case "label":
            return _label_fit(piece, text) + (_width_cost(piece, column) if not piece.vertical else 0.0)
        case "text":
            if piece.percent:
                return 8.0 if column.known else 2.0
            short = 8.0 if piece.vertical and len(piece.lines) > 2 and column.known else 0.0
            return short + _width_cost(piece, column)


def _label_fit(piece: Piece, text: str) -> float:
    if piece.percent or _INDEX.fullmatch(text):
        return 8.0
    cost = 0.0 if piece.vertical else 0.5
    if len(text) > 16:
        cost += 1.0 if len(text) <= 26 else 6.0
    return cost + (4.0 if piece.ended else 0.0)


def _width_cost(piece: Piece, column: DumpColumn) -> float:
    """How far the lines are from the width of the column: beyond it, or short of it in the midst of the piece."""
    if column.width is None:
        return 0.0
    *inner, final = piece.widths
    beyond = max(piece.widths) - column.width
    cost = min(8.0, 0.8 * (beyond - 2)) if beyond > 2 else 0.0
    if inner:
        short = sum(max(0, column.width - width - 3) for width in inner) / len(inner)
        cost += min(6.0, 0.6 * short)
    return cost


def _with_widths(pieces: Sequence[Piece], path: Sequence[int], columns: Sequence[DumpColumn]) -> list[DumpColumn]:
    """The columns with the width at which most of the lines that stand in them are wrapped."""
    learned: list[DumpColumn] = []
    for number, column in enumerate(columns):
        counts: Counter[int] = Counter()
        for piece, place in zip(pieces, path, strict=True):
            if place == number and not piece.vertical:
                counts.update(piece.widths[:-1])
        width = None
        if counts and column.holds in ("text", "label"):
            near = {at: sum(counts[at - step] for step in range(4)) for at in counts}
            width = max(near, key=lambda at: (near[at], at))
        learned.append(DumpColumn(column.holds, column.category, column.known, width))
    return learned
