"""What stands on a spreadsheet's sheet: captions, tables and notes, told apart by blank rows and structure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from extractors.errors import Unreadable
from extractors.grid.continuation import says_continued
from extractors.readers.captions import caption_paragraphs, captions_apart, filled_by_row, rows_of
from extractors.readers.draft import Draft, DraftCell, DraftParagraph, DraftTable, SheetCell
from extractors.readers.limits import MAX_GRID_POSITIONS

_NUMBER = regex.compile(r"[(（]?[-+－]?[￥¥$]?\d[\d,，]*(?:\.\d+)?\s*[%％]?[)）]?")
_MAX_HEAD_CHARS = 30


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A cell with text at its position (from 0) on the sheet, `name` like 'C7'."""

    row: int
    column: int
    row_span: int
    column_span: int
    chars: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as displayed: its cells with text, and the rows and columns (from 0) that are hidden."""

    title: str
    entries: tuple[SheetEntry, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def sheet_drafts(sheet: Sheet) -> list[Draft]:
    """The captions, tables and notes of a sheet from top to bottom.

    Blank rows alone do not end a table: after them a new one begins only where a new head stands, or the same one under
    a caption of its own. A head that is repeated is dropped. Raises Unreadable for a grid beyond all bounds.
    """
    found: list[Draft] = []
    waiting: list[DraftTable] = []  # bands of lone cells: captions of a table to come, or rows of the one before
    for band in (part for whole in _bands(sheet) for part in _at_new_heads(whole)):
        rows = filled_by_row(band)
        if all(len(row) < 2 for row in rows):
            waiting.append(band)
            continue
        pieces = captions_apart(band)
        body = next(piece for piece in pieces if isinstance(piece, DraftTable))
        before = found[-1] if found and isinstance(found[-1], DraftTable) else None
        if before is not None and _same_head(body, before):
            captions = [*_as_captions(waiting, heading=True), *_before(pieces, body)]
            if not all(_goes_on(caption, found) for caption in captions):
                found.extend(_as_captions(waiting, heading=True))
                found.extend(pieces)
            else:
                head = next(at for at, row in enumerate(rows) if _words(row) == _words(filled_by_row(body)[0]))
                found[-1] = _joined([before, _without_repeated_head(rows_of(band, head, band.rows), before)])
        elif before is not None and not _begins_anew(body, before):
            found[-1] = _joined([before, *waiting, band])
        else:
            found.extend(_as_captions(waiting, heading=True))
            found.extend(pieces)
        waiting = []
    found.extend(_as_captions(waiting, heading=False))
    return [final for draft in found for final in _finished(draft)]


def _same_head(body: DraftTable, before: DraftTable) -> bool:
    return _words(filled_by_row(body)[0]) == _words(filled_by_row(before)[0])


def _before(pieces: list[Draft], body: DraftTable) -> list[DraftParagraph]:
    return [piece for piece in pieces[: pieces.index(body)] if isinstance(piece, DraftParagraph)]


def _goes_on(caption: DraftParagraph, found: list[Draft]) -> bool:
    """Whether a line over a repeated head says no more than that the table goes on, or what stood over it before."""
    said = {"".join(draft.chars.split()) for draft in found if isinstance(draft, DraftParagraph)}
    return says_continued(caption.chars) or "".join(caption.chars.split()) in said


def _finished(draft: Draft) -> list[Draft]:
    """A table without the notes below its last band and without blank columns around it; a paragraph as it is."""
    if isinstance(draft, DraftParagraph):
        return [draft]
    return [_trimmed(piece) if isinstance(piece, DraftTable) else piece for piece in captions_apart(draft)]


def _as_captions(bands: list[DraftTable], heading: bool) -> Iterator[DraftParagraph]:
    for band in bands:
        for row in filled_by_row(band):
            yield from caption_paragraphs(row, heading)


def _bands(sheet: Sheet) -> Iterator[DraftTable]:
    """Runs of rows that hold text, all on the columns of the sheet; hidden rows and columns are not there at all."""
    hidden_rows, hidden_columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    cells = []
    for entry in sheet.entries:
        row, row_span = _shown(entry.row, entry.row_span, hidden_rows)
        column, column_span = _shown(entry.column, entry.column_span, hidden_columns)
        if row_span and column_span and entry.chars.strip():
            cells.append(DraftCell(entry.chars, row, column, row_span, column_span, SheetCell(sheet.title, entry.name)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    if not cells:
        return
    columns = max(cell.column for cell in cells) + 1
    last_row = cells[-1].row
    start = 0
    covered_to = cells[0].row
    for index, cell in enumerate(cells):
        if cell.row > covered_to:
            yield _band(cells[start:index], columns, last_row)
            start = index
        covered_to = max(covered_to, cell.row + min(cell.row_span, last_row - cell.row + 1))
    yield _band(cells[start:], columns, last_row)


def _at_new_heads(band: DraftTable) -> Iterator[DraftTable]:
    """The band parted before lone cells over a row of words: a table of its own may begin there, typed right below."""
    rows = filled_by_row(band)
    covered = {row for cell in band.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    start = 0
    for at in range(1, band.rows):
        if len(rows[at]) != 1 or len(rows[at - 1]) < 2 or at in covered:
            continue
        below = next((row for row in rows[at + 1 :] if len(row) > 1), [])
        if below and all(_is_head_word(cell.chars) for cell in below):
            yield rows_of(band, start, at)
            start = at
    yield rows_of(band, start, band.rows)


def _shown(first: int, span: int, hidden: list[int]) -> tuple[int, int]:
    """Position and span among the rows (or columns) that are not hidden; a span of 0 is not shown."""
    before = bisect_left(hidden, first)
    within = bisect_left(hidden, first + span) - before
    return first - before, span - within


def _band(cells: list[DraftCell], columns: int, last_row: int) -> DraftTable:
    first = cells[0].row
    rows = max(min(cell.row + cell.row_span, last_row + 1) for cell in cells) - first
    if rows * columns > MAX_GRID_POSITIONS:
        raise Unreadable("too_large", f"工作表有 {rows} 行 {columns} 列")
    return DraftTable(
        rows,
        columns,
        tuple(
            DraftCell(
                cell.chars,
                cell.row - first,
                cell.column,
                min(cell.row_span, first + rows - cell.row),
                min(cell.column_span, columns - cell.column),
                cell.origin,
            )
            for cell in cells
        ),
    )


def _begins_anew(body: DraftTable, before: DraftTable) -> bool:
    """Whether the first row of `body` is a head of its own, other than the one of the table `before` it.

    It is one if its cells are short words, and either stand over columns that held numbers so far, or (in a table
    without numbers) share no word with the old head while longer text stands below.
    """
    new, old = filled_by_row(body), filled_by_row(before)
    head = new[0]
    if len(new) < 2 or _words(head) == _words(old[0]) or not all(_is_head_word(cell.chars) for cell in head):
        return False
    numeric = _numeric_columns(old)
    if numeric:
        return any(cell.column in numeric for cell in head)
    below = [len(cell.chars) for row in new[1:] for cell in row]
    longest = max(len(cell.chars) for cell in head)
    return bool(below) and max(below) > 2 * longest and not set(_words(head)) & set(_words(old[0]))


def _is_head_word(chars: str) -> bool:
    return len(chars) <= _MAX_HEAD_CHARS and not _NUMBER.fullmatch(chars.strip()) and not regex.search("[。；;]", chars)


def _numeric_columns(rows: list[list[DraftCell]]) -> set[int]:
    """The columns where most cells below the first row are bare numbers."""
    numbers: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for cell in (cell for row in rows[1:] for cell in row):
        filled[cell.column] += 1
        numbers[cell.column] += bool(_NUMBER.fullmatch(cell.chars.strip()))
    return {column for column in filled if 2 * numbers[column] > filled[column]}


def _without_repeated_head(band: DraftTable, before: DraftTable) -> DraftTable:
    new, old = filled_by_row(band), filled_by_row(before)
    same = 0
    while same < min(len(new) - 1, len(old)) and new[same] and _words(new[same]) == _words(old[same]):
        same += 1
    return rows_of(band, same, band.rows)


def _words(row: list[DraftCell]) -> list[str]:
    return ["".join(cell.chars.split()) for cell in row]


def _joined(parts: list[DraftTable]) -> DraftTable:
    """The rows of all parts, one below the other."""
    cells: list[DraftCell] = []
    rows = 0
    for part in parts:
        cells.extend(replace(cell, row=cell.row + rows) for cell in part.cells)
        rows += part.rows
    return DraftTable(rows, max(part.columns for part in parts), tuple(cells))


def _trimmed(table: DraftTable) -> DraftTable:
    """Without blank columns at either side; blank columns between are structure."""
    by_row = filled_by_row(table)
    first = min(cell.column for cell in table.cells)
    last = max(
        cell.column + (cell.column_span if len(by_row[cell.row]) > 1 else 1)  # a lone cell may be merged beyond
        for cell in table.cells
    )
    cells = tuple(
        replace(cell, column=cell.column - first, column_span=min(cell.column_span, last - cell.column))
        for cell in table.cells
    )
    return DraftTable(table.rows, last - first, cells)
