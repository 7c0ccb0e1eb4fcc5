"""The rows of a table of wrapped sentences, told by the white between them, and the lines of their cells."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.grid.lines import Line, line_of
from extractors.grid.loose_rows import Row
from extractors.grid.page import Glyph, Ruling

WIDER: Final = 0.2
"""Em by which the white between two rows is more than that between two lines of a cell."""

_SENTENCE: Final = 8.0
"""Em from which a column is broad enough for sentences."""

Columns = list[tuple[float, float]]


@dataclass(slots=True)
class BodyRow:
    """A row of the table: top and bottom in points, the printed lines of its cells by column."""

    top: float
    bottom: float
    cells: dict[int, list[Line]] = field(default_factory=dict)


def body_rows(rows: Sequence[Row], columns: Columns, rules: Sequence[Ruling], between: float) -> list[BodyRow]:
    """The rows of the body with the lines of their cells."""
    bands = _bands(rows, columns, rules, between)
    if len(bands) == 1 and _filled(rows[0], columns) == max(_filled(row, columns) for row in rows):
        bands, between = _by_full_lines(rows, columns), float("-inf")
    lines = [_by_column(row, columns) for row in rows]
    found = [BodyRow(*_extent(band, columns)) for band in bands]
    for at in range(len(columns)):
        for block in _blocks([line[at] for line in lines if at in line], between):
            found[_row_of_block(block, found)].cells.setdefault(at, []).extend(block)
    return found


def _bands(rows: Sequence[Row], columns: Columns, rules: Sequence[Ruling], between: float) -> list[list[Row]]:
    """The printed lines parted where the white is wider than `between` the lines of one cell, and at rules.

    Only columns broad enough for sentences are asked: a label may stand in the white between the rows it stands for,
    or be taller than all else in its row.
    """
    broad = [column for column in columns if _is_broad(column, rows[0].size)] or columns
    bands: list[list[Row]] = []
    bottom = float("-inf")
    for at, row in enumerate(rows):
        edges = [(p.top, p.bottom) for p in row.pieces if any(p.x0 < x1 and p.x1 > x0 for x0, x1 in broad)]
        top = min((top for top, _ in edges), default=row.top)
        ruled = at > 0 and any(rows[at - 1].bottom - 2 < rule.at < row.top + 2 for rule in rules)
        if not bands or ruled or (edges and top - bottom > between + WIDER * row.size):
            bands.append([])
        bands[-1].append(row)
        bottom = max([bottom, *(below for _, below in edges)])
    return bands


def _is_broad(column: tuple[float, float], size: float) -> bool:
    return column[1] - column[0] >= _SENTENCE * size


def _filled(row: Row, columns: Columns) -> int:
    return len(_by_column(row, columns))


def _by_full_lines(band: Sequence[Row], columns: Columns) -> list[list[Row]]:
    """Rows without wider white between them: where cells begin at the top, a line that fills all columns begins one."""
    full = max(_filled(row, columns) for row in band)
    found: list[list[Row]] = []
    for row in band:
        if _filled(row, columns) == full:
            found.append([])
        found[-1].append(row)
    return found


def _extent(band: Sequence[Row], columns: Columns) -> tuple[float, float]:
    """Top and bottom of a row, as its broad columns tell."""
    broad = [column for column in columns if _is_broad(column, band[0].size)]
    pieces = [p for row in band for p in row.pieces if any(p.x0 < x1 and p.x1 > x0 for x0, x1 in broad)]
    pieces = pieces or [piece for row in band for piece in row.pieces]
    return min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)


def _by_column(row: Row, columns: Columns) -> dict[int, Line]:
    """What the printed line says in each column."""
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    glyphs: dict[int, list[Glyph]] = {}
    for glyph in row.glyphs:
        if not glyph.char.isspace():
            glyphs.setdefault(bisect(inner, glyph.x_mid), []).append(glyph)
    return {at: line_of(own) for at, own in glyphs.items()}


def _blocks(lines: Sequence[Line], between: float) -> list[list[Line]]:
    """The lines of one column, those of one cell together."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.top - blocks[-1][-1].bottom > between + WIDER * line.size:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _row_of_block(block: Sequence[Line], rows: Sequence[BodyRow]) -> int:
    """The row that the lines stand in; the upper of two where they stand in the middle of both."""
    top, bottom = block[0].top, block[-1].bottom
    shared = [min(bottom, row.bottom) - max(top, row.top) for row in rows]
    most = max(range(len(rows)), key=lambda at: shared[at])
    return most if shared[most] > 0 else next((at for at, row in enumerate(rows) if row.bottom > top), len(rows)) - 1


def between_lines(rows: Sequence[Row], columns: Columns) -> float:
    """Points of white between two lines of one cell: the least that occurs more than once."""
    found: Counter[int] = Counter()
    for x0, x1 in columns:
        pieces = [piece for row in rows for piece in row.pieces if piece.x0 < x1 and piece.x1 > x0]
        for before, after in pairwise(pieces):
            if before.x1 > x1 - 1.5 * before.size and abs(before.x0 - after.x0) < 0.5 * before.size:
                found[round(2 * (after.top - before.bottom))] += 1
    usual = sorted(white for white, count in found.items() if count > 1) or sorted(found)
    return usual[0] / 2 if usual else 0.0
