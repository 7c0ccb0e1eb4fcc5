"""Dumps whose cells come one after another, parted by blank lines: the table rebuilt from heads and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.document import Cell, Table
from extractors.readers.plain_text.decoding import SourceLine
from extractors.readers.plain_text.dump_heads import HeadBlock, find_head_block, repeats
from extractors.readers.plain_text.dump_pieces import Piece, pieces_of
from extractors.readers.plain_text.dump_rows import columns_of, rows_of
from extractors.readers.plain_text.widths import begins_entry
from extractors.text import Text, join

_DEAREST = 3.0
_AFTER = regex.compile(r"\s*(?:注|备注|说明|填表说明|填表人|填报人|审核人|制表人|联系人)\s*\d?\s*[:：]")
_PAGE_NUMBER = regex.compile(r"\s*(?:[—－–-]{1,2}\s*[0-9０-９]{1,3}\s*[—－–-]{1,2}|第\s*[0-9０-９]+\s*页.*)\s*")
_LONE_NUMBER = regex.compile(r"\s*[0-9０-９]{1,3}\s*")


@dataclass(frozen=True, slots=True)
class CellDump:
    """A table rebuilt from the lines from index `first` to `end` (exclusive) of a file."""

    table: Table
    first: int
    end: int


def find_cell_dump(lines: Sequence[SourceLine], index: int) -> CellDump | None:
    """The table of a progress sheet that was dumped cell by cell, or None where there is none.

    `index` numbers the table. Needs a block of heads (see dump_heads) and cells that fit under them.
    """
    block = find_head_block(lines)
    if block is None:
        return None
    end = next((at for at in range(block.end, len(lines)) if _AFTER.match(lines[at].text.chars)), len(lines))
    pieces = pieces_of(_body(lines[:end], block))
    rows, cost = rows_of(pieces, columns_of(block.heads))
    if not rows or cost > _DEAREST:
        return None
    cells = [Cell(head.text, 0, column) for column, head in enumerate(block.heads)]
    page_starts: list[int] = []
    for number, row in enumerate(rows, start=1):
        cells.extend(Cell(_cell_text(parts), number, column) for column, parts in sorted(row.cells.items()))
        if row.new_page:
            page_starts.append(number)
    table = Table(index, len(rows) + 1, len(block.heads), tuple(cells), frozenset(page_starts))
    return CellDump(table, block.first, end)


def _body(lines: Sequence[SourceLine], block: HeadBlock) -> list[SourceLine]:
    """The lines below the heads without the heads of later pages and without page numbers."""
    body: list[SourceLine] = []
    index, new_page = block.end, False
    while index < len(lines):
        line = lines[index]
        again = 0 if line.blank else repeats(lines, index, block)
        if again:
            index, new_page = index + again, True
            continue
        index += 1
        if _is_page_number(lines, index - 1):
            new_page = True
        elif new_page and not line.blank:
            body.append(SourceLine(line.number, line.text, new_page=True))
            new_page = False
        else:
            body.append(line)
    return body


def _is_page_number(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line holds a page number: one between dashes, or a lone one right before a new page."""
    line = lines[index]
    if line.blank:
        return False
    if _PAGE_NUMBER.fullmatch(line.text.chars):
        return True
    if not _LONE_NUMBER.fullmatch(line.text.chars):
        return False
    after = next((each for each in lines[index + 1 : index + 5] if not each.blank), None)
    return after is not None and after.new_page and not _LONE_NUMBER.fullmatch(after.text.chars)


def _cell_text(parts: Sequence[Piece]) -> Text:
    """The pieces of a cell: paragraphs keep their line, what was torn in mid-sentence goes on directly."""
    texts: list[Text] = []
    for index, part in enumerate(parts):
        if index and not part.vertical and (parts[index - 1].ended or begins_entry(part.lines[0].chars)):
            texts.append(Text("\n", (None,)))
        texts.append(part.text())
    return join(texts)
