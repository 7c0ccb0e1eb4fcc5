"""Dumps of value tables, one cell a line: rows are told by the like runs of numbers that follow a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from extractors.document import Cell, Table
from extractors.readers.plain_text.decoding import SourceLine
from rules.heads import head_entry
from rules.table_heads import table_heads

_NUMBER = regex.compile(r"\s*(?:[-+－]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?\s*[%％]?|[-—－/]{1,2})\s*")
_FEWEST_ROWS = 2
_FEWEST_NUMBERS = 2
_LONGEST_HEAD = 24
_LONGEST_CELL = 60
_MOST_BEHIND = 3


@dataclass(frozen=True, slots=True)
class ValueDump:
    """A table rebuilt from the lines from index `first` to `end` (exclusive) of a file."""

    table: Table
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that are all numbers or all words: `first` and `end` count the lines that are not blank."""

    numbers: bool
    first: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.first


def find_value_dump(lines: Sequence[SourceLine], index: int) -> ValueDump | None:
    """The first table of values that was dumped cell by cell, as the document's number `index`; None without one.

    Each row is a name, perhaps behind a merged class that only the first row of it prints, then as many numbers as in
    all other rows, perhaps cells of words behind them. The heads must be as many as the cells of a row, and the one of
    the names must be known to stand over names: without that no number could be laid to its head.
    """
    filled = [at for at, line in enumerate(lines) if not line.blank]
    runs = _runs([lines[at].text.chars for at in filled])
    at = 1
    while at < len(runs):
        last = _alike(runs, at)
        if last > at:
            for behind, merged in _shapes(runs, at, last):
                if dump := _table(lines, filled, runs[at : last + 1 : 2], behind, merged, index):
                    return dump
        at = max(last, at) + (2 if runs[at].numbers else 1)
    return None


def _runs(strings: Sequence[str]) -> list[_Run]:
    found: list[_Run] = []
    start = 0
    for numbers, group in groupby(strings, key=lambda string: len(string) < _LONGEST_HEAD and _is_number(string)):
        length = sum(1 for _ in group)
        found.append(_Run(numbers, start, start + length))
        start += length
    return found


def _is_number(string: str) -> bool:
    return _NUMBER.fullmatch(string) is not None


def _alike(runs: Sequence[_Run], at: int) -> int:
    """The last of the runs of numbers from `at` on that may be rows of one table; `at` where there is but one."""
    if not runs[at].numbers or runs[at].length < _FEWEST_NUMBERS:
        return at
    last, least, most = at, 0, 0
    while last + 2 < len(runs) and runs[last + 2].length == runs[at].length:
        gap = runs[last + 1].length
        low, high = (min(least, gap), max(most, gap)) if least else (gap, gap)
        if high - low > 1 or high > _MOST_BEHIND + 2:
            break
        last, least, most = last + 2, low, high
    return last if (last - at) // 2 + 1 >= _FEWEST_ROWS else at


def _shapes(runs: Sequence[_Run], at: int, last: int) -> list[tuple[int, int]]:
    """How many cells of words may stand behind the numbers of a row, and whether (1) or not (0) a class before."""
    gaps = {runs[between].length for between in range(at + 1, last, 2)}
    least = min(gaps)
    if len(gaps) > 1:
        return [(least - 1, 1)]
    return [(least - 1, 0), (least - 2, 1)] if least > 1 else [(0, 0), (0, 1)]


def _table(
    lines: Sequence[SourceLine], filled: Sequence[int], rows: Sequence[_Run], behind: int, merged: int, index: int
) -> ValueDump | None:
    columns = merged + 1 + rows[0].length + behind
    top = rows[0].first - 1 - merged - columns
    end = _end(lines, filled, rows[-1].end, behind)
    heads = [lines[at].text.strip() for at in filled[max(top, 0) : max(top, 0) + columns]]
    if top < 0 or not _are_heads([head.compact() for head in heads], merged):
        return None
    if top and _is_known_head(lines[filled[top - 1]].text.compact()):
        return None  # the heads begin further up: a cell more than was counted stands in each row
    cells = [Cell(head, 0, column) for column, head in enumerate(heads)]
    before = top + columns
    for number, row in enumerate(rows, start=1):
        classed = merged and row.first - before == merged + 1
        bounds = range(before, row.end + (behind if row is not rows[-1] else end - row.end))
        for column, at in enumerate(bounds, start=0 if classed or not merged else 1):
            text = lines[filled[at]].text.strip()
            if len(text) > _LONGEST_CELL:
                return None
            cells.append(Cell(text, number, column))
        before = bounds.stop
    table = Table(index, len(rows) + 1, columns, tuple(_merged(cells, len(rows)) if merged else cells), frozenset())
    return ValueDump(table, filled[top], filled[end - 1] + 1)


def _end(lines: Sequence[SourceLine], filled: Sequence[int], start: int, behind: int) -> int:
    """Where the cells of words end that stand behind the numbers of the last row; a sentence is none of them."""
    end = start
    while end < min(start + behind, len(filled)):
        words = lines[filled[end]].text.compact()
        if len(words) > _LONGEST_HEAD or words.endswith("。") or words.startswith(("注", "备注", "说明")):
            break
        end += 1
    return end


def _are_heads(heads: Sequence[str], merged: int) -> bool:
    if any(len(head) > _LONGEST_HEAD or "。" in head for head in heads) or len(set(heads)) < len(heads):
        return False
    return _stands_over_names(heads[merged]) and (not merged or _stands_over_classes(heads[0]))


def _stands_over_names(head: str) -> bool:
    entry = head_entry(head)
    return (entry is not None and entry.role == "name") or table_heads().label(head) in ("units", "metrics", "times")


def _is_known_head(words: str) -> bool:
    return head_entry(words) is not None or table_heads().label(words) is not None


def _stands_over_classes(head: str) -> bool:
    entry = head_entry(head)
    return entry is not None and entry.role == "category"


def _merged(cells: Sequence[Cell], rows: int) -> list[Cell]:
    """`cells` with those of the first column reaching down to the next of them."""
    starts = [cell.row for cell in cells if cell.column == 0 and cell.row]
    ends = dict(zip(starts, [*starts[1:], rows + 1], strict=True))
    return [
        Cell(cell.text, cell.row, 0, ends[cell.row] - cell.row) if cell.column == 0 and cell.row else cell
        for cell in cells
    ]
