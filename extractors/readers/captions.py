"""Sets the title, 单位 and note rows that were typed into a table's grid apart from the table itself."""

from __future__ import annotations

import regex

from extractors.readers.draft import Draft, DraftCell, DraftParagraph, DraftTable

_LABEL = regex.compile(r"[（(]?\s*[^：:。；]{1,12}[：:][^。；]{0,30}")
_BARE_UNIT = regex.compile(r"[（(]?\s*(?:[百千万亿]*元|[%％])(?:[、，,/]\s*(?:[百千万亿]*元|[%％]))*\s*[)）]?")
_DATE = regex.compile(
    r"[（(]?\s*[\d〇一二三四五六七八九十]{2,4}\s*年(?:度|\s*[\d一二三四五六七八九十至—–~～-]{1,5}\s*月份?.{0,6})?\s*[)）]?"
)
_NOTE = regex.compile(r"\s*(?:注|附注|备注|说明|资料来源|数据来源|填表说明)\s*\d*\s*[：:]|\s*[*＊※]")
_FIGURE = regex.compile(r"[(（]?[-+－]?[￥¥$]?\d[\d,，]*(?:\.\d+)?\s*[%％]?[)）]?")
_MAX_TITLE_CHARS = 80


def captions_apart(table: DraftTable) -> list[Draft]:
    """The paragraphs above the head, the table without them, and the notes below it.

    Told by structure: above the head a row with a single filled cell, or one of labels only (填报单位：… 单位：万元);
    below the body a note, a row merged over all columns, or labels only. A table without a row of two filled cells
    is returned as it is.
    """
    by_row = filled_by_row(table)
    body = [row for row in range(table.rows) if len(by_row[row]) > 1 and not _labels_only(by_row[row])]
    if not body:
        return [table]
    first = 0
    while first < body[0] and _is_caption(table, by_row[first]) and not _is_head_of_dates(by_row, first):
        first += 1
    last = table.rows
    while last - 1 > body[-1] and _is_note(table, by_row[last - 1], last - 1):
        last -= 1
    above = [caption for row in range(first) for caption in caption_paragraphs(by_row[row], heading=True)]
    below = [note for row in range(last, table.rows) for note in caption_paragraphs(by_row[row], heading=False)]
    return [*above, rows_of(table, first, last), *below]


def caption_paragraphs(row: list[DraftCell], heading: bool) -> list[DraftParagraph]:
    """A row set apart: each filled cell a paragraph; with `heading`, a lone title (no label, date or unit) is one."""
    titled = heading and len(row) == 1 and _is_title(row[0].chars.strip())
    return [DraftParagraph(cell.chars, heading=titled, origin=cell.origin) for cell in row]


def filled_by_row(table: DraftTable) -> list[list[DraftCell]]:
    """For each row, the cells with text that begin in it, from left to right."""
    by_row: list[list[DraftCell]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        if cell.chars.strip():
            by_row[cell.row].append(cell)
    return by_row


def rows_of(table: DraftTable, first: int, last: int) -> DraftTable:
    """The rows `first` to `last` (exclusive) as a table; no cell may reach over either bound."""
    cells = tuple(
        DraftCell(
            cell.chars,
            cell.row - first,
            cell.column,
            min(cell.row_span, last - cell.row),
            cell.column_span,
            cell.origin,
        )
        for cell in table.cells
        if first <= cell.row < last
    )
    return DraftTable(last - first, table.columns, cells)


def _is_caption(table: DraftTable, row: list[DraftCell]) -> bool:
    if any(cell.row_span > 1 for cell in row):
        return False
    if len(row) != 1:
        return _labels_only(row)
    cell = row[0]
    left, right = _edges(table)
    inner_group = cell.column > left and 1 < cell.column_span < right - left  # a group head beside an empty corner
    return not inner_group or _is_label(cell.chars)


def _is_head_of_dates(by_row: list[list[DraftCell]], number: int) -> bool:
    """Whether the row heads columns by times, the unit in the corner: 单位：万元 | 2022年 | 2023年 over figures."""
    dates = [cell for cell in by_row[number] if cell.column > 0 and _DATE.fullmatch(cell.chars.strip())]
    below = by_row[number + 1] if number + 1 < len(by_row) else []
    figures = {cell.column for cell in below if _FIGURE.fullmatch(cell.chars.strip())}
    return len(dates) > 1 or any(cell.column in figures for cell in dates)


def _is_note(table: DraftTable, row: list[DraftCell], number: int) -> bool:
    if any(cell.row < number < cell.row + cell.row_span for cell in table.cells):
        return False
    if len(row) == 1 and (_NOTE.match(row[0].chars) or _is_over_all(table, row[0])):
        return True
    return _labels_only(row)


def _edges(table: DraftTable) -> tuple[int, int]:
    """The first column with text and the one behind the last: a table need not begin in the first of its sheet."""
    filled = [cell for cell in table.cells if cell.chars.strip()]
    return min(cell.column for cell in filled), max(cell.column + cell.column_span for cell in filled)


def _is_over_all(table: DraftTable, cell: DraftCell) -> bool:
    left, right = _edges(table)
    return cell.column == left and cell.column + cell.column_span == right


def _is_title(chars: str) -> bool:
    wordy = len(chars) > _MAX_TITLE_CHARS or chars.endswith(("。", "；", "，"))
    return not wordy and not _is_label(chars) and not chars.startswith(("（", "(")) and not _NOTE.match(chars)


def _labels_only(row: list[DraftCell]) -> bool:
    return all(_is_label(cell.chars) for cell in row)


def _is_label(chars: str) -> bool:
    text = chars.strip()
    return any(pattern.fullmatch(text) for pattern in (_LABEL, _BARE_UNIT, _DATE))
