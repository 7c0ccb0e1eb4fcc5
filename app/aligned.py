"""Lines that line up on a terminal: a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len, set_cell_size

Align = Literal["left", "right"]


def display_width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    return cell_len(text)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` columns; what is cut off is shown by an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """`text` broken into lines of at most `width` columns; lines after the first begin with `indent`.

    Chinese breaks anywhere except before closing punctuation; words and figures in Latin script stay whole.
    """
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        start = indent if lines else ""
        if line and cell_len(start + line + token) > width and token[0] not in _NOT_FIRST:
            lines.append(start + line.rstrip())
            line = token.lstrip()
        else:
            line += token
    lines.append((indent if lines else "") + line.rstrip())
    return lines


def aligned(rows: Sequence[Sequence[str]], aligns: Sequence[Align], gap: str = "  ") -> list[str]:
    """One line a row, its cells padded so that columns line up; the last column is not padded on its right."""
    widths = [max((cell_len(row[column]) for row in rows), default=0) for column in range(len(aligns))]
    lines = []
    for row in rows:
        cells = []
        for cell, align, width in zip(row, aligns, widths, strict=True):
            space = " " * (width - cell_len(cell))
            cells.append(space + cell if align == "right" else cell + space)
        lines.append(gap.join(cells).rstrip())
    return lines


_NOT_FIRST = frozenset("，。；：！？、）》」』”’％,.;:!?)%…")


_MEASURES = frozenset("万亿千百元个家户人％")


def _tokens(text: str) -> list[str]:
    """Single Chinese characters and spaces; runs of Latin script; figures together with their measure (203.43亿元)."""
    tokens: list[str] = []
    for character in text:
        narrow = cell_len(character) == 1 and not character.isspace()
        last = tokens[-1] if tokens else ""
        goes_on = narrow and last and cell_len(last[-1]) == 1 and not last[-1].isspace()
        measures = character in _MEASURES and any(before.isdigit() for before in last)
        if goes_on or measures:
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens
