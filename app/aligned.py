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

    Chinese breaks anywhere except before closing and after opening punctuation; words and figures in Latin script stay
    whole, longer than a line if they are so.
    """
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        start = indent if lines else ""
        if line and cell_len(start + line + token.rstrip()) > width:
            lines.append(start + line.rstrip())
            line = token.lstrip()
        else:
            line += token
    lines.append((indent if lines else "") + line.rstrip())
    return lines


def explained(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Names, each with its explanation beside it or, where that leaves too little of `width` columns, below it."""
    beside = 2 + max((cell_len(name) for name, _ in rows), default=0) + 2
    if width - beside < _LEAST_BESIDE:
        return [line for name, text in rows for line in (f"  {name}", *_block(text, width, 6))]
    lines: list[str] = []
    for name, text in rows:
        first, *others = _block(text, width, beside)
        lines += [f"  {name}{' ' * (beside - 2 - cell_len(name))}{first.lstrip()}".rstrip(), *others]
    return lines


_LEAST_BESIDE = 30
"""Columns in which an explanation still reads well."""


def _block(text: str, width: int, columns: int) -> list[str]:
    """`text` broken into lines that all begin after `columns` spaces."""
    return [" " * columns + line for line in wrap(text, width - columns)]


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
_NOT_LAST = frozenset("（《「『“‘")


_MEASURES = frozenset("万亿千百元个家户人％")


def _tokens(text: str) -> list[str]:
    """What no line may break: Chinese characters and spaces by themselves; runs of Latin script; figures with their
    measure (203.43亿元); each with the punctuation that closes or opens it.
    """
    tokens: list[str] = []
    for character in text:
        narrow = cell_len(character) == 1 and not character.isspace()
        last = tokens[-1] if tokens else ""
        goes_on = narrow and last and cell_len(last[-1]) == 1 and not last[-1].isspace()
        measures = character in _MEASURES and any(before.isdigit() for before in last)
        belongs = last and (character in _NOT_FIRST or last[-1] in _NOT_LAST)
        if goes_on or measures or belongs:
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens
