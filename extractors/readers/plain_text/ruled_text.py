"""Tables drawn with characters: +---+---+, ┌─┬─┐, bars between the columns and lines between some rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mode
from typing import Final

import regex

from extractors.document import Cell
from extractors.grid.lattice import lattice
from extractors.grid.page import Glyph, Ruling
from extractors.grid.rulings import Frame, merged
from extractors.grid.tables import PageTable, slot_text
from extractors.readers.plain_text.as_print import HALF, PITCH, WIDTHS, Width, glyphs, positions
from extractors.readers.plain_text.decoding import SourceLine
from extractors.text import Text

_UPRIGHT: Final = frozenset("|│┃║┆┇┊┋｜¦")
_CROSSING: Final = frozenset("+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╭╮╯╰┠┨┯┷┿╂┝┥┰┸╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫＋")
_LYING: Final = frozenset("-=─━═┄┅┈┉﹣－＝_")
_BOX_LINE: Final = regex.compile(
    r"[\s\-=_+|─━═┄┅┈┉－＝﹣＋│┃║┆┇┊┋｜¦┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╭╮╯╰┠┨┯┷┿╂┝┥┰┸╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫]+"
)
_DASHES: Final = regex.compile(r"[-=─━═┄┅┈┉－＝_]{2,}")
_FIGURE: Final = regex.compile(r"[-—+]?[\d,.]+%?")
_SLIP: Final = 0.6
"""Half-width columns by which marks that stand under one another may be off."""


def drawn_rows(lines: Sequence[SourceLine], start: int) -> int:
    """Where the table drawn with characters that begins at `start` ends (exclusive); `start` where none does."""
    end = start
    while end < len(lines) and (_is_rule(lines[end]) or _bars(lines[end]) > 0):
        end += 1
    block = lines[start:end]
    crossed = any(_is_rule(line) and any(char in _CROSSING for char in line.text.chars) for line in block)
    framed = crossed or any(char in "│┃║┆┇┊┋" for line in block for char in line.text.chars)
    rows = sum(not _is_rule(line) for line in block)
    return end if framed and rows > 1 else start


def drawn_table(lines: Sequence[SourceLine]) -> PageTable | None:
    """The table that `lines` draw; None where the lines enclose no cells."""
    tables = [table for width in WIDTHS if (table := _by_position(lines, width)) is not None]
    usual = mode([_bars(line) for line in lines if not _is_rule(line)])
    fitting = [table for table in tables if table.columns in (usual - 1, usual, usual + 1)]
    return fitting[0] if fitting else _by_order(lines)


def _is_rule(line: SourceLine) -> bool:
    chars = line.text.chars
    return _BOX_LINE.fullmatch(chars) is not None and _DASHES.search(chars) is not None


def _bars(line: SourceLine) -> int:
    return sum(char in _UPRIGHT for char in line.text.chars)


def _by_position(lines: Sequence[SourceLine], width: Width) -> PageTable | None:
    vertical: list[Ruling] = []
    horizontal: list[Ruling] = []
    for number, line in enumerate(lines):
        middle, rule = (number + 0.5) * PITCH, _is_rule(line)
        for _, char, x0, x1 in positions(line, width):
            at = (x0 + x1) / 2
            if char in _UPRIGHT:
                vertical.append(Ruling(at, number * PITCH, (number + 1) * PITCH))
            elif rule and char in _CROSSING:
                up, down = char not in "┌┬┐┏┳┓╔╦╗╭╮", char not in "└┴┘┗┻┛╚╩╝╰╯"
                vertical.append(Ruling(at, middle - up * PITCH / 2, middle + down * PITCH / 2))
            if rule and (char in _LYING or char in _CROSSING):
                horizontal.append(Ruling(middle, x0, x1))
    if not horizontal or not _stand_under_one_another(vertical):
        return None
    print_ = [g for line, row in zip(lines, _by_line(lines, width), strict=True) if not _is_rule(line) for g in row]
    print_ = [glyph for glyph in print_ if glyph.char not in _UPRIGHT]
    left, right = _outer(vertical, horizontal, print_)
    top, bottom = 0.0, len(lines) * PITCH
    first = min(line.at for line in horizontal)
    last = max(line.at for line in horizontal)
    horizontal += [Ruling(at, left, right) for at in _row_edges(lines)]
    horizontal += [Ruling(top, left, right)] if _print_between(print_, top, first) else []
    horizontal += [Ruling(bottom, left, right)] if _print_between(print_, last, bottom) else []
    for edge in (left, right):
        if not any(abs(line.at - edge) <= HALF for line in vertical):
            vertical.append(Ruling(edge, top, bottom))
    grid = lattice(Frame(tuple(merged(horizontal)), tuple(merged(vertical))))
    if grid is None:
        return None
    inside: dict[int, list[Glyph]] = {}
    index = grid.slot_index()
    for glyph in print_:
        unit = grid.unit_at(glyph.x_mid, glyph.y_mid)
        if unit is not None:
            inside.setdefault(index[unit], []).append(glyph)
    cells = [
        Cell(
            slot_text(inside.get(at, []), grid.xs[slot.column], grid.xs[slot.column + slot.column_span]),
            slot.row, slot.column, slot.row_span, slot.column_span,
        )
        for at, slot in enumerate(grid.slots)
    ]  # fmt: skip
    return PageTable(0, grid.xs, grid.ys[0], grid.ys[-1], grid.rows, tuple(cells))


def _by_line(lines: Sequence[SourceLine], width: Width) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = [[] for _ in lines]
    for glyph in glyphs(lines, width):
        rows[int(glyph.y_mid // PITCH)].append(glyph)
    return rows


def _stand_under_one_another(vertical: Sequence[Ruling]) -> bool:
    """Whether the marks of different lines meet, so that they are lines down the table."""
    counts = Counter(line.at for line in vertical)
    if not counts or any(after - before <= _SLIP * HALF for before, after in pairwise(sorted(counts))):
        return False
    return sum(count == 1 for count in counts.values()) * 4 <= len(vertical)


def _outer(vertical: Sequence[Ruling], horizontal: Sequence[Ruling], print_: Sequence[Glyph]) -> tuple[float, float]:
    left = min(line.at for line in vertical)
    right = max(line.at for line in vertical)
    if any(glyph.x1 < left for glyph in print_):
        left = min(line.start for line in horizontal) - HALF
    if any(glyph.x0 > right for glyph in print_):
        right = max(max(glyph.x1 for glyph in print_), max(line.end for line in horizontal)) + HALF
    return left, right


def _print_between(print_: Sequence[Glyph], top: float, bottom: float) -> bool:
    return any(top < glyph.y_mid < bottom for glyph in print_)


def _row_edges(lines: Sequence[SourceLine]) -> list[float]:
    """Edges between rows that no line is drawn between: where figures stand under one another in two columns."""
    edges: list[float] = []
    group: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and not _is_rule(lines[number]):
            group.append(number)
            continue
        if len(group) > 1 and _holds_rows([lines[at] for at in group]):
            edges += [at * PITCH for at in group[1:]]
        group = []
    return edges


def _holds_rows(lines: Sequence[SourceLine]) -> bool:
    rows = [[str(part.strip()) for part in _parts(line)] for line in lines]
    figures = [sum(_FIGURE.fullmatch(part) is not None for part in row) for row in rows]
    return sum(count > 0 for count in figures) > 1 and max(figures) > 1


def _parts(line: SourceLine) -> list[Text]:
    """The stretches between the bars of a line, without the empty ones outside a frame."""
    parts: list[Text] = []
    start = 0
    for index, char in enumerate(line.text.chars):
        if char in _UPRIGHT:
            parts.append(line.text[start:index])
            start = index + 1
    parts.append(line.text[start : len(line.text)])
    if parts and not parts[0].strip():
        parts = parts[1:]
    return parts[:-1] if parts and not parts[-1].strip() else parts


def _by_order(lines: Sequence[SourceLine]) -> PageTable | None:
    """Columns by the order of the bars, where these do not stand under one another: one row a line."""
    rows = [_parts(line) for line in lines if not _is_rule(line)]
    columns = mode([len(row) for row in rows])
    if columns < 2 or any(len(row) > columns for row in rows):
        return None
    cells = [Cell(part.strip(), number, at) for number, row in enumerate(rows) for at, part in enumerate(row)]
    return PageTable(0, tuple(map(float, range(columns + 1))), 0.0, len(lines) * PITCH, len(rows), tuple(cells))
