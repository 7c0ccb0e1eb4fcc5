"""Prints an invented sheet the way programs dump the cells of a PDF table: one after another, wrapped by column."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

NO_LINE_START = "，。、；：）》”％%"


@dataclass(frozen=True)
class DumpColumn:
    """`width` in characters; 1 to 3 makes a column whose text runs down."""

    head: str
    width: int
    head_lines: tuple[str, ...] = ()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` full characters (half-width ones count half), punctuation never first."""
    lines: list[str] = []
    line, used = "", 0.0
    for char in text:
        size = 1.0 if ord(char) > 0x2E7F or char in "“”" else 0.5
        if used + size > width and char not in NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + size
    return [*lines, line] if line else lines


def dump(columns: Sequence[DumpColumn], rows: Sequence[Sequence[str]], *, seed: int = 0, feed: str = " ") -> str:
    """The dump of `rows`; cells of several paragraphs (parted by \\n) get a blank line between them.

    About every third row a page begins with its first cell; `feed` is what stands for the form feed.
    """
    rng = random.Random(seed)
    out = ["关于报送工作进度的函", ""]
    for column in columns:
        out.extend(column.head_lines or [column.head])
        if rng.random() < 0.5:
            out.append("")
    out.append("")
    for number, row in enumerate(rows):
        begins_page = number > 0 and number % 3 == 0
        for column, cell in zip(columns, row, strict=True):
            for paragraph in filter(None, cell.split("\n")):
                lines = wrapped(paragraph, column.width)
                if begins_page:
                    lines[0] = feed + lines[0]
                    begins_page = False
                out.extend([*lines, ""])
    return "\n".join(out)
