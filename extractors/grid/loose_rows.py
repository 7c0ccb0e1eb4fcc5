"""Printed lines cut into pieces at their wide gaps, and which pieces are values."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

import regex

from extractors.grid.lines import Line, line_of
from extractors.grid.page import Glyph

_PARTED: Final = 0.7
"""Gap in em between two pieces of one printed line that may stand in different columns."""

_FIGURES_PARTED: Final = 0.4
"""The same between two figures, which never hold a gap."""

_LONGEST_VALUE: Final = 16

_TIME: Final = regex.compile(r"[^\d]{0,3}\d{1,4}(?:[-—－至~]\d{1,2})?(?:年度?|月份?|日|季度|级|类|号)[^\d]{0,3}")

_VALUE: Final = regex.compile(r"[^\d０-９]{0,3}[\d０-９][\d０-９.,，．%％+\-－]*[^\d]{0,4}|[-—–－/]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line, cut into pieces at its wide gaps."""

    glyphs: tuple[Glyph, ...]
    pieces: tuple[Line, ...]
    top: float
    bottom: float
    size: float


def row_of(glyphs: Sequence[Glyph], parted: float = _PARTED) -> Row:
    """One printed line, at least one of whose characters is no white space, cut at gaps of more than `parted` em."""
    lines = tuple(line_of(piece) for piece in _cut(glyphs, parted))
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return Row(tuple(glyphs), lines, top, bottom, max(line.size for line in lines))


def _cut(glyphs: Sequence[Glyph], parted: float) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    end = 0.0
    for glyph in glyphs:
        if glyph.char.isspace():
            continue
        gap = (glyph.x0 - end) / max(glyph.size, 1.0)
        if not pieces or gap > parted or (gap > _FIGURES_PARTED and _are_figures(pieces[-1][-1].char, glyph.char)):
            pieces.append([])
        pieces[-1].append(glyph)
        end = max(end, glyph.x1)
    return pieces


def recut(row: Row, columns: Sequence[tuple[float, float]]) -> list[Line]:
    """The pieces of a line of heads, parted as well where a smaller gap stands over the white between two columns."""
    pieces: list[list[Glyph]] = []
    end = 0.0
    for glyph in row.glyphs:
        if glyph.char.isspace():
            continue
        gap = (glyph.x0 - end) / max(glyph.size, 1.0)
        over = any(a[1] < glyph.x0 and end < b[0] for a, b in pairwise(columns))
        if not pieces or gap > _PARTED or (gap > _FIGURES_PARTED and over):
            pieces.append([])
        pieces[-1].append(glyph)
        end = max(end, glyph.x1)
    return [line_of(piece) for piece in pieces]


def parted_between(row: Row, columns: Sequence[tuple[float, float]]) -> Row:
    """The line with its pieces parted wherever it passes from one column to the next."""
    walls = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    pieces = [
        line_of([glyph for _, glyph in part])
        for piece in _cut(row.glyphs, _PARTED)
        for _, part in groupby(((bisect(walls, glyph.x_mid), glyph) for glyph in piece), key=itemgetter(0))
    ]
    return replace(row, pieces=tuple(pieces))


def _are_figures(before: str, after: str) -> bool:
    """Whether a figure may end and the next begin here."""
    return (before.isdigit() or before in "%％—") and (after.isdigit() or after in "-－—▲▼")


def is_value(piece: Line) -> bool:
    if piece.count > _LONGEST_VALUE or _TIME.fullmatch(piece.chars):
        return False
    return _VALUE.fullmatch(piece.chars) is not None
