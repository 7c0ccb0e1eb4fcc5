"""The tables of a text file that are drawn with characters or aligned with spaces, and the lines that they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Table
from extractors.grid.continuation import opened
from extractors.grid.tables import PageTable
from extractors.readers.plain_text.aligned_text import aligned_rows, aligned_tables
from extractors.readers.plain_text.as_print import PITCH
from extractors.readers.plain_text.decoding import SourceLine
from extractors.readers.plain_text.ruled_text import drawn_rows, drawn_table


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in the lines from index `first` to `end` (exclusive) of a file."""

    first: int
    end: int
    part: PageTable

    def table(self, index: int) -> Table:
        """The table as the document's number `index`."""
        return opened(self.part).table(index)


def text_tables(lines: Sequence[SourceLine]) -> dict[int, TextTable]:
    """The tables by the index of their first line."""
    found: dict[int, TextTable] = {}
    at = 0
    while at < len(lines):
        end = drawn_rows(lines, at)
        if end > at and (part := drawn_table(lines[at:end])) is not None:
            found[at] = TextTable(at, end, part)
            at = end
            continue
        end = aligned_rows(lines, at)
        if end > at:
            for part in aligned_tables(lines[at:end]):
                first, last = at + int(part.top // PITCH), at + int((part.bottom - 1) // PITCH)
                found[first] = TextTable(first, last + 1, part)
        at = max(end, at + 1)
    return found
