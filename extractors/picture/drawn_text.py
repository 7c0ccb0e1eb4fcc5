"""Our own drawing of a table or of lines, for files without pages: text wrapped by character, where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import regex
from PIL import Image, ImageDraw

from extractors.document import Cell, Table
from extractors.picture.font import chinese_font
from extractors.picture.mark import Rectangle
from extractors.picture.signs import Line
from extractors.text import Text

_EM: Final = 20
_LEADING: Final = 28
_ABOVE: Final = 2
_BELOW: Final = 4
_MARGIN: Final = 16
_ROOM: Final = 7
"""Dots: the em, line to line, where print begins in a line and ends below it, around the picture and the text of a
cell."""

_WIDTH: Final = 1500
_NARROWEST, _WIDEST = 3, 34
"""Em that a column is wide at least, and asks for at most."""

_MOST_LINES: Final = 60
"""Lines of one cell that are drawn; of a longer one the part that is asked for."""

_PIECE: Final = regex.compile(r"\n|[（《“‘〔【(]*(?:[A-Za-z0-9.,%％+\-]+|[^\n])[，。、；：！？）》”’〕】),.;:%％]*")
"""What a line break does not part: a number or word, or one character, with the marks before and after it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, where the characters in it stand (in dots), and the cells by row and column."""

    image: Image.Image
    lines: tuple[Line, ...]
    cells: Mapping[tuple[int, int], Rectangle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sign:
    char: str
    x: float
    at: int


def drawn_lines(texts: Sequence[Text], starts: Mapping[int, int] | None = None) -> Drawn:
    """Paragraphs one below the other, over the whole width; `starts` as of `drawn_table`, by place in the list."""
    width = _WIDTH - 2 * _MARGIN
    blocks = [_shortened(_wrapped(text, width), (starts or {}).get(at)) for at, text in enumerate(texts)]
    height = sum(_LEADING * len(block) + _ROOM for block in blocks)
    image = Image.new("RGB", (_WIDTH, height + 2 * _MARGIN), "white")
    top = float(_MARGIN)
    lines: list[Line] = []
    for text, block in zip(texts, blocks, strict=True):
        lines += _draw(image, text, block, _MARGIN, top)
        top += _LEADING * len(block) + _ROOM
    return Drawn(image, tuple(lines))


def drawn_table(table: Table, rows: Sequence[int], starts: Mapping[tuple[int, int], int] | None = None) -> Drawn:
    """The given rows of a table, in order. Of a cell too long to be drawn whole, the part is shown around the
    character whose index `starts` tells (by row and column), else its beginning.

    Where rows are left out between two that are drawn, a gap shows it.
    """
    kept = _cells_of(table, rows)
    widths = _column_widths(table, kept)
    texts: dict[tuple[int, int], list[list[_Sign]]] = {}
    for cell in kept:
        inside = sum(widths[cell.column : cell.column + cell.column_span]) - 2 * _ROOM
        texts[cell.row, cell.column] = _shortened(
            _wrapped(cell.text, inside), (starts or {}).get((cell.row, cell.column))
        )
    heights = _row_heights(kept, rows, texts)
    tops, bottom = _row_tops(rows, heights)
    image = Image.new("RGB", (round(sum(widths)) + 2 * _MARGIN, round(bottom) + _MARGIN), "white")
    draw = ImageDraw.Draw(image)
    lines: list[Line] = []
    places: dict[tuple[int, int], Rectangle] = {}
    for cell in kept:
        left = _MARGIN + sum(widths[: cell.column])
        right = left + sum(widths[cell.column : cell.column + cell.column_span])
        shown = [row for row in rows if cell.row <= row < cell.row + cell.row_span]
        top, end = tops[shown[0]], tops[shown[-1]] + heights[shown[-1]]
        draw.rectangle((left, top, right, end), outline=(120, 120, 120))
        lines += _draw(image, cell.text, texts[cell.row, cell.column], left + _ROOM, top + _ROOM)
        places[cell.row, cell.column] = (left, top, right, end)
    return Drawn(image, tuple(lines), places)


def _cells_of(table: Table, rows: Sequence[int]) -> list[Cell]:
    wanted = set(rows)
    return [cell for cell in table.cells if wanted.intersection(range(cell.row, cell.row + cell.row_span))]


def _column_widths(table: Table, cells: Sequence[Cell]) -> list[float]:
    """Dots: each column as wide as its longest text asks for, within bounds, all together no wider than the picture."""
    asked = [float(_NARROWEST)] * table.columns
    for cell in cells:
        if cell.column_span == 1:
            longest = max(map(_length, cell.text.chars.split("\n")))
            # A long text is content with a width that grows more slowly than the text.
            asked[cell.column] = max(asked[cell.column], min(longest, 8 + longest**0.5 * 1.5, _WIDEST))
    dots = [em * _EM + 2 * _ROOM for em in asked]
    scale = min(1.0, (_WIDTH - 2 * _MARGIN) / sum(dots))
    return [max(width * scale, _EM + 2 * _ROOM) for width in dots]


def _row_heights(
    cells: Sequence[Cell], rows: Sequence[int], texts: dict[tuple[int, int], list[list[_Sign]]]
) -> dict[int, float]:
    heights = dict.fromkeys(rows, float(_LEADING + 2 * _ROOM))
    for cell in sorted(cells, key=lambda cell: cell.row_span):
        shown = [row for row in rows if cell.row <= row < cell.row + cell.row_span]
        needed = _LEADING * max(1, len(texts[cell.row, cell.column])) + 2 * _ROOM
        # A merged cell that needs more than its rows have makes the last of them taller.
        heights[shown[-1]] += max(0.0, needed - sum(heights[row] for row in shown))
    return heights


def _row_tops(rows: Sequence[int], heights: dict[int, float]) -> tuple[dict[int, float], float]:
    tops: dict[int, float] = {}
    top = float(_MARGIN)
    for at, row in enumerate(rows):
        if at and row != rows[at - 1] + 1:
            top += _LEADING / 2
        tops[row] = top
        top += heights[row]
    return tops, top


def _length(chars: str) -> float:
    return sum(map(_advance, chars))


@cache
def _advance(char: str) -> float:
    """Em that a character takes."""
    return max(0.1, chinese_font(_EM).getlength(char) / _EM) if char.isprintable() else 0.5


def _wrapped(text: Text, width: float) -> list[list[_Sign]]:
    """Lines no wider than `width` dots; numbers and words stay whole where they fit in a line."""
    lines: list[list[_Sign]] = [[]]
    x = 0.0
    at = 0
    for piece in _PIECE.findall(text.chars):
        if piece == "\n" or (x + _length(piece) * _EM > width and lines[-1]):
            lines.append([])
            x = 0.0
        for char in piece.removesuffix("\n"):
            if x + _advance(char) * _EM > width and lines[-1]:
                lines.append([])
                x = 0.0
            lines[-1].append(_Sign(char, x, at))
            x += _advance(char) * _EM
            at += 1
        at += piece.endswith("\n")
    return lines


def _shortened(lines: list[list[_Sign]], start: int | None) -> list[list[_Sign]]:
    """Of a text too long to be drawn whole, the part around the character at `start`."""
    if len(lines) <= _MOST_LINES:
        return lines
    first = next((at for at, line in enumerate(lines) if start is not None and line and line[-1].at >= start), 0)
    begin = min(max(0, first - _MOST_LINES // 2), len(lines) - _MOST_LINES)
    return lines[begin : begin + _MOST_LINES]


def _draw(image: Image.Image, text: Text, lines: Iterable[list[_Sign]], left: float, top: float) -> Iterable[Line]:
    draw = ImageDraw.Draw(image)
    font = chinese_font(_EM)
    for number, signs in enumerate(lines):
        base = top + number * _LEADING
        for sign in signs:
            draw.text((left + sign.x, base + _EM), sign.char, font=font, fill="black", anchor="ls")
        ends = [left + sign.x + _advance(sign.char) * _EM for sign in signs]
        yield Line(
            tuple(text.places[sign.at] for sign in signs),
            tuple(left + sign.x for sign in signs),
            tuple(ends),
            base + _ABOVE,
            base + _EM + _BELOW,
        )
