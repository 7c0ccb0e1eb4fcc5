"""One text file to a Document: what each stretch of its lines is decides who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import regex

from extractors.document import Block, Document, Table
from extractors.errors import Unreadable
from extractors.readers.plain_text.cell_dump import find_cell_dump
from extractors.readers.plain_text.decoding import SourceLine, decode, source_lines
from extractors.readers.plain_text.delimited import DelimitedRow, cut, delimiter, is_ruled, table_of
from extractors.readers.plain_text.running_text import paragraphs_of
from extractors.readers.plain_text.text_tables import TextTable, text_tables
from extractors.readers.plain_text.value_dump import find_value_dump

MEDIA_TYPE = "text/plain"
_BETWEEN_PIECES = regex.compile(r"\s*(?:[-—－]*\s*第?\s*[0-9０-９]{1,3}\s*页?\s*[-—－]*|[（(]?续表?[)）]?)\s*")


def read_plain_text(path: Path) -> Document:
    """The paragraphs and tables of a text file; every character has its LinePlace (see decoding and its siblings).

    Raises Unreadable: `empty_file`, `damaged` (no known encoding), `too_large`, `no_permission`.
    """
    try:
        data = path.read_bytes()
    except PermissionError as error:
        raise Unreadable("no_permission") from error
    if not data:
        raise Unreadable("empty_file")
    return document_of(source_lines(*decode(data)))


def document_of(lines: Sequence[SourceLine]) -> Document:
    """The Document of a text file's lines."""
    blocks: list[Block] = []
    tables = 0
    start = 0
    drawn = text_tables(lines)
    while start < len(lines):
        end = _table_end(lines, start)
        if start in drawn:
            blocks.append(drawn[start].table(tables))
            tables += 1
            end = drawn[start].end
        elif end > start:
            blocks.append(table_of(_rows(lines[start:end]), tables))
            tables += 1
        else:
            end = _text_end(lines, start, drawn)
            found = _text_blocks(lines[start:end], tables)
            tables += sum(isinstance(block, Table) for block in found)
            blocks.extend(found)
        start = end
    return Document(MEDIA_TYPE, tuple(blocks))


def _text_blocks(lines: Sequence[SourceLine], tables: int) -> list[Block]:
    """Lines without delimiters: running text, or a table dumped cell by cell with text before and after it."""
    dump = find_value_dump(lines, tables) or find_cell_dump(lines, tables)
    if dump is None:
        return list(paragraphs_of(lines))
    return [*paragraphs_of(lines[: dump.first]), dump.table, *paragraphs_of(lines[dump.end :])]


def _table_end(lines: Sequence[SourceLine], start: int) -> int:
    """Where the table of delimited rows that begins at `start` ends (exclusive); `start` if there is none."""
    mark = delimiter(lines[start])
    if mark is None:
        return start
    end, rows = start + 1, 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if delimiter(line) == mark:
            end, rows = index + 1, rows + 1
        elif not line.blank and not (_BETWEEN_PIECES.fullmatch(line.text.chars) or _closes_cell(lines, index, mark)):
            break
    return end if rows > 1 else start


def _closes_cell(lines: Sequence[SourceLine], index: int, mark: str) -> bool:
    """Whether the line without delimiters stands right between two rows, so that it is part of a broken cell."""
    return (
        mark == "\t"
        and delimiter(lines[index - 1]) == mark
        and index + 1 < len(lines)
        and delimiter(lines[index + 1]) == mark
    )


def _text_end(lines: Sequence[SourceLine], start: int, drawn: Mapping[int, TextTable]) -> int:
    end = start + 1
    while end < len(lines) and end not in drawn and _table_end(lines, end) == end:
        end += 1
    return end


def _rows(lines: Sequence[SourceLine]) -> list[DelimitedRow]:
    mark = delimiter(lines[0])
    assert mark is not None
    rows: list[DelimitedRow] = []
    gap = False
    for line in lines:
        if line.blank or is_ruled(line) or (delimiter(line) is None and _BETWEEN_PIECES.fullmatch(line.text.chars)):
            gap = gap or mark == "\t"
            continue
        rows.append(cut(line, mark, gap or line.new_page))
        gap = False
    return rows
