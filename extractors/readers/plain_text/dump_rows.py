"""Which cell of which row each piece of a dump belongs to: the cheapest way through the columns, row by row.

A piece fits a column by what the column holds and by the width at which its lines are wrapped, for each column of
the lost table wrapped at its own width. Going on to the next column is free; a column left empty, a cell of several
pieces and a row that begins in the middle cost. The widths are not known at first: they are learned from the pieces
that find their column without them, and the way is sought again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

import regex

from extractors.readers.plain_text.dump_heads import DumpHead
from extractors.readers.plain_text.dump_pieces import Piece
from extractors.readers.plain_text.widths import begins_entry
from rules.heads import HeadRole, Holds

MOST_PIECES = 6000
_ROUNDS = 3
_FIRST_PIECES = 60
_MOST_DEALS = 125
_IMPOSSIBLE = 12.0
_DATE = regex.compile(
    r".{0,6}[0-9０-９一二三四五六七八九十]+[年月日号].{0,6}|年底前?|全年|长期|持续|每月|每季度?|.{0,4}底前?"
)
_INDEX = regex.compile(r"[0-9０-９]{1,3}[.、．]?|[一二三四五六七八九十]{1,3}")
_SPEAKS: dict[HeadRole | None, regex.Pattern[str]] = {
    "target": regex.compile(r"不低于|不少于|不超过|力争|确保|年底前|全年(?!累计)"),
    "current": regex.compile(r"本月|当月|(?<![-—－~～至到0-9])[0-9]{1,2}月份|[一二三四]季度"),
    "cumulative": regex.compile(r"累计|截[至止]|1[-—－~～至][0-9]{1,2}月|上半年|前三季度|今年以来"),
}
_SKIP: dict[Holds, float] = {"label": 8.0, "text": 2.5, "percent": 3.0, "date": 2.5, "number": 2.5, "word": 2.5}


@dataclass(frozen=True, slots=True)
class DumpColumn:
    """A column of the lost table: what it holds, its role (None under an unknown head), and the width (half-width
    columns) at which it is wrapped."""

    holds: Holds
    role: HeadRole | None
    width: int | None = None

    @property
    def known(self) -> bool:
        return self.role is not None

    @property
    def category(self) -> bool:
        return self.role == "category"

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
        DumpColumn(head.entry.holds if head.entry else "text", head.entry.role if head.entry else None)
        for head in heads
    )


def rows_of(pieces: Sequence[Piece], columns: Sequence[DumpColumn]) -> tuple[list[DumpRow], float]:
    """The rows that the pieces make, and the cost of a piece on average (above about 3: it is no such table)."""
    if not pieces or len(pieces) > MOST_PIECES:
        return [], float("inf")
    path, cost = _cheapest(pieces, _with_likely_widths(pieces, columns))
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
    for before, piece in pairwise(pieces):
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
        return skipped[number] - skipped[last + 1] + (4.0 if _next_entry(before, piece) else 0.0)
    if number == last:
        return _stay(before, piece, columns[number])
    return skipped[-1] - skipped[last + 1] + begin


def _begin(piece: Piece, columns: Sequence[DumpColumn], number: int) -> float:
    """What it costs to begin a row in column `number`: cheap only on a new page, where it goes on with a torn row."""
    if piece.new_page:
        return 0.7 * number
    return sum(0.3 if column.category else 2.0 + column.skip for column in columns[:number])


def _next_entry(before: Piece, piece: Piece) -> bool:
    """Whether a list goes on: 2. after 1."""
    return (
        piece.first_entry is not None and before.last_entry is not None and piece.first_entry == before.last_entry + 1
    )


def _stay(before: Piece, piece: Piece, column: DumpColumn) -> float:
    """What it costs that `piece` is one more paragraph of the cell that `before` stands in."""
    if column.holds == "label":
        return 1.5 if before.vertical == piece.vertical else 5.0
    if column.holds != "text":
        return 6.0
    if _next_entry(before, piece):
        return 0.2
    if piece.first_entry is not None and (piece.first_entry == 1 or before.last_entry is not None):
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
            return short + _width_cost(piece, column) + _sense_cost(text, column)


def _sense_cost(text: str, column: DumpColumn) -> float:
    """What it costs that the words of a piece speak of another column: 1-6月 in the month's, 6月份 in the target's."""
    if column.role not in _SPEAKS:
        return 0.0
    return sum(0.6 for role, words in _SPEAKS.items() if role != column.role and words.search(text))


def _label_fit(piece: Piece, text: str) -> float:
    if piece.percent or _INDEX.fullmatch(text):
        return 8.0
    cost = 0.0 if piece.vertical else 0.5
    if len(text) > 16:
        cost += 1.0 if len(text) <= 26 else 6.0
    return cost + (4.0 if piece.ended else 0.0)


def _width_cost(piece: Piece, column: DumpColumn) -> float:
    """How ill the lines fit the width of the column: reaching beyond it, or wrapped though the next word had room."""
    if column.width is None:
        return 0.0
    beyond = max((*(wrap.width for wrap in piece.wraps), piece.widths[-1])) - column.width
    cost = min(8.0, 0.8 * (beyond - 2)) if beyond > 2 else 0.0
    if piece.wraps:
        room = sum(max(0, column.width - wrap.fitted) for wrap in piece.wraps) / len(piece.wraps)
        cost += min(6.0, 0.5 * room)
    return cost


def _with_likely_widths(pieces: Sequence[Piece], columns: Sequence[DumpColumn]) -> list[DumpColumn]:
    """The columns of text with the common widths of lines, dealt out so that the first pieces fit best."""
    common = _common_widths(pieces)
    texts = [number for number, column in enumerate(columns) if column.holds == "text"]
    if not common or len(common) ** len(texts) > _MOST_DEALS:
        return list(columns)
    best: list[DumpColumn] = list(columns)
    least = float("inf")
    for deal in product(common, repeat=len(texts)):
        widths = dict(zip(texts, deal, strict=True))
        dealt = [replace(column, width=widths.get(number)) for number, column in enumerate(columns)]
        _, cost = _cheapest(pieces[:_FIRST_PIECES], dealt)
        if cost < least:
            best, least = dealt, cost
    return best


def _common_widths(pieces: Sequence[Piece]) -> list[int]:
    """The widths at which most pieces are wrapped, at most five, none within two of another."""
    counts = Counter(max(wrap.width for wrap in piece.wraps) for piece in pieces if piece.wraps and not piece.vertical)
    common: list[int] = []
    for width, _ in sorted(counts.items(), key=lambda item: (-item[1], -item[0])):
        if all(abs(width - other) > 1 for other in common):
            common.append(width)
    return common[:5]


def _with_widths(pieces: Sequence[Piece], path: Sequence[int], columns: Sequence[DumpColumn]) -> list[DumpColumn]:
    """The columns with the width that explains most of the lines wrapped in them."""
    learned: list[DumpColumn] = []
    for number, column in enumerate(columns):
        wraps = [
            wrap
            for piece, place in zip(pieces, path, strict=True)
            if place == number and not piece.vertical
            for wrap in piece.wraps
        ]
        width = None
        if wraps and column.holds in ("text", "label"):
            width = max(
                sorted({wrap.width for wrap in wraps}),
                key=lambda at: sum(wrap.width <= at < wrap.fitted for wrap in wraps),
            )
        learned.append(replace(column, width=width))
    return learned
