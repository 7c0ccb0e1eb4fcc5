"""Compares what was read of a printed page with what it says, figure by figure, each in its own place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

import regex

from extractors.document import Document, Paragraph
from extractors.document import Table as ReadTable
from extractors.text import EMPTY, Text, join
from printing.page_picture import Paragraph as PrintedParagraph
from printing.page_picture import Table

FIGURE: Final = regex.compile(r"(?<![\d.])-?[.,]?\d[\d.,]*[%万亿]?")
"""A number with its sign and what scales it."""

_SAME: Final = str.maketrans("．％－—−，：", ".%---,:")

Outcome = Literal[
    "right", "right flagged", "wrong", "wrong flagged", "missing", "missing flagged", "extra", "extra flagged"
]
"""`wrong`, `missing` and `extra` (a figure read where none is printed) without `flagged` are what must not happen."""


@dataclass(frozen=True)
class Compared:
    """One figure: as printed ('' where none is), as read, and in which block, row and column it is printed."""

    outcome: Outcome
    printed: str
    read: str
    place: tuple[int, int, int]


def compared(blocks: Sequence[PrintedParagraph | Table], document: Document) -> list[Compared]:
    """Each figure of the printed `blocks` and each that was read besides."""
    found: list[Compared] = []
    tables = list(document.tables)
    running = join([block.text for block in document.blocks if isinstance(block, Paragraph)], "。")
    printed: list[tuple[int, str]] = []
    lost: set[int] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, PrintedParagraph):
            printed.append((number, block.text))
        elif tables:
            found += _cells(number, block, tables.pop(0))
        else:  # a table that was read as text: its figures, if they are there, stand in no column
            printed.append((number, "。".join(cell.text for cell in block.cells)))
            lost.add(number)
    for figure in _running(printed, running):
        outcome = figure.outcome.replace("right", "wrong") if figure.place[0] in lost else figure.outcome
        found.append(replace(figure, outcome=outcome))  # type: ignore[arg-type]
    for table in tables:
        found += [figure for cell in table.cells for figure in _figures("", cell.text, (0, 0, 0))]
    return found


def shape_is_right(blocks: Sequence[PrintedParagraph | Table], document: Document) -> bool:
    """Whether as many tables were read as are printed, each with its rows and columns."""
    printed = [
        (max(cell.row + cell.rows for cell in block.cells), len(block.widths))
        for block in blocks
        if isinstance(block, Table)
    ]
    return printed == [(table.rows, table.columns) for table in document.tables]


def _running(printed: Sequence[tuple[int, str]], text: Text) -> list[Compared]:
    """The figures of paragraphs, which are read as one text."""
    whole = "。".join(chars for _, chars in printed)
    figures = _figures(whole, text, (0, 0, 0))
    owners = [number for number, chars in printed for _ in FIGURE.finditer(chars)]
    placed: list[Compared] = []
    for figure in figures:
        owner = owners[0] if owners else 0
        if figure.printed:
            owners.pop(0)
        placed.append(Compared(figure.outcome, figure.printed, figure.read, (owner, 0, 0)))
    return placed


def _cells(number: int, block: Table, table: ReadTable) -> list[Compared]:
    read = {(cell.row, cell.column): cell.text for cell in table.cells}
    grid = table.filled_grid()
    merged = {(row, column): text for row, texts in enumerate(grid) for column, text in enumerate(texts)}
    whole = _is_doubtful(join([cell.text for cell in table.cells]))
    found: list[Compared] = []
    for cell in block.cells:
        place = (cell.row, cell.column)
        text = read.pop(place, EMPTY)
        figures = _figures(cell.text, text, (number, *place))
        if not text.chars.strip() and (whole or _is_doubtful(merged.get(place, EMPTY))):
            # What is missing here stands in a cell, or in a table, that is doubtful as a whole.
            figures = [replace(figure, outcome="missing flagged") for figure in figures]
        found += figures
    for (row, column), text in read.items():
        found += _figures("", text, (number, row, column))
    return found


def _is_doubtful(text: Text) -> bool:
    """Whether there is text and each character of it is doubtful."""
    printed = {at for at, char in enumerate(text.chars) if not char.isspace()}
    return bool(printed) and printed <= text.doubtful


@dataclass(frozen=True)
class _Read:
    chars: str
    start: int
    end: int


def _figures(printed: str, text: Text, place: tuple[int, int, int]) -> list[Compared]:
    """The figures of one cell; lines of a cell are read on without a break."""
    kept = [index for index, char in enumerate(text.chars) if char != "\n"]
    chars = "".join(text.chars[index] for index in kept).translate(_SAME)
    doubtful = {at for at, index in enumerate(kept) if index in text.doubtful}
    theirs = [match.group() for match in FIGURE.finditer(printed)]
    ours = [_Read(match.group(), *match.span()) for match in FIGURE.finditer(chars)]
    found: list[Compared] = []

    def flag(start: int, end: int) -> str:
        return " flagged" if doubtful & set(range(start, end)) else ""

    matcher = SequenceMatcher(None, theirs, [figure.chars for figure in ours], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        after = ours[d].start if d < len(ours) else len(chars)
        before = ours[c - 1].end if c else 0
        for at in range(max(b - a, d - c)):
            theirs_at = theirs[a + at] if a + at < b else ""
            own = ours[c + at] if c + at < d else None
            if own is None:
                flagged, outcome = flag(before, after), "missing"
            else:
                alone = b - a == d - c
                flagged = flag(own.start, own.end) if alone else flag(before, after)
                outcome = "right" if kind == "equal" else "wrong" if theirs_at else "extra"
            found.append(Compared(f"{outcome}{flagged}", theirs_at, own.chars if own else "", place))  # type: ignore[arg-type]
    return found
