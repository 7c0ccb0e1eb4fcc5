"""Tables whose cells are parted by tabs or bars, one row a line, as exports of documents write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import regex

from extractors.document import Cell, Table
from extractors.readers.plain_text.decoding import SourceLine
from extractors.readers.plain_text.widths import ends_sentence, entry_number, last_entry_number
from extractors.text import EMPTY, Place, Text, join

_TAG = regex.compile(r"</p\s*>|<br\s*/?>|</?[A-Za-z][^<>\t|]{0,200}>", flags=regex.IGNORECASE)
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&ensp;": " ", "&emsp;": " "}
_RULE_CELL = regex.compile(r"\s*:?[-—─=_]{2,}:?\s*")


@dataclass(frozen=True, slots=True)
class DelimitedRow:
    """One line cut at its delimiters; `after_gap` where a blank line or a ruled line stands before it."""

    cells: tuple[Text, ...]
    after_gap: bool


def delimiter(line: SourceLine) -> str | None:
    """The character that parts the cells of `line`, or None when it is no row of a table."""
    chars = line.text.chars
    if chars.count("\t") and (chars.strip() or chars.count("\t") > 1):
        return "\t"
    bare = chars.strip()
    if bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2:
        return "|"
    return None


def is_ruled(line: SourceLine) -> bool:
    """Whether the line only draws a rule between rows: `--\\t--\\t--` or `|---|---|`."""
    mark = delimiter(line)
    if mark is None:
        return False
    cells = [cell for cell in line.text.chars.strip(" |").split(mark) if cell.strip()]
    return bool(cells) and all(_RULE_CELL.fullmatch(cell) for cell in cells)


def cut(line: SourceLine, mark: str, after_gap: bool) -> DelimitedRow:
    """The cells of `line`, without tags; paragraphs of a cell are parted by line breaks."""
    text = line.text
    if mark == "|":
        text = text.strip()[1:-1]
    cells: list[Text] = []
    start = 0
    for index, char in enumerate(text.chars):
        if char == mark:
            cells.append(_without_tags(text[start:index]))
            start = index + 1
    cells.append(_without_tags(text[start : len(text)]))
    return DelimitedRow(tuple(cells), after_gap)


def table_of(rows: Sequence[DelimitedRow], index: int) -> Table:
    """One grid of rows of unequal lengths.

    The usual number of cells is the table's width. Rows of fewer cells that follow a gap go on with the row above,
    where the page tore it: their cells are put under the cells they continue. A cell broken over several lines,
    which leaves rows of fewer cells without a gap, is put together again.
    """
    rows = _mended(rows)
    columns = _usual_width(rows)
    cells: list[Cell] = []
    page_starts: list[int] = []
    above: list[list[Text]] = [[] for _ in range(columns)]
    for number, row in enumerate(rows):
        for column, text in _placed(row, columns, above).items():
            if text:
                cells.append(Cell(text, number, column))
                above[column].append(text)
        if row.after_gap and number:
            page_starts.append(number)
    return Table(index, len(rows), columns, tuple(cells), frozenset(page_starts))


def _usual_width(rows: Sequence[DelimitedRow]) -> int:
    """The number of columns: that of the first row if another row has it as well, else the greatest."""
    first = len(rows[0].cells)
    if len(rows) == 1 or any(len(row.cells) == first for row in rows[1:]):
        return max(first, max((len(_trimmed(row.cells)) for row in rows), default=first))
    return max(len(row.cells) for row in rows)


def _trimmed(cells: tuple[Text, ...]) -> tuple[Text, ...]:
    end = len(cells)
    while end > 1 and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _mended(rows: Sequence[DelimitedRow]) -> list[DelimitedRow]:
    """Rows that a line break within a cell cut in two, put together: p and q cells of a table of p + q - 1."""
    columns = _usual_width(rows)
    mended: list[DelimitedRow] = []
    for row in rows:
        before = mended[-1] if mended else None
        if (
            before is not None
            and not row.after_gap
            and len(before.cells) < columns
            and len(before.cells) + len(row.cells) - 1 <= columns
            and before.cells[-1]
        ):
            seam = join((before.cells[-1], row.cells[0]), "\n") if row.cells[0] else before.cells[-1]
            mended[-1] = DelimitedRow((*before.cells[:-1], seam, *row.cells[1:]), before.after_gap)
        else:
            mended.append(row)
    return mended


def _placed(row: DelimitedRow, columns: int, above: list[list[Text]]) -> dict[int, Text]:
    """The column of each cell of a row: its own number, or for a short row the best continuation."""
    cells = row.cells
    if len(cells) >= columns:
        return dict(enumerate(cells[:columns]))
    if not row.after_gap or not any(above):
        return dict(enumerate(cells))
    return _continued(cells, columns, above)


def _continued(cells: tuple[Text, ...], columns: int, above: list[list[Text]]) -> dict[int, Text]:
    """Puts k cells in order under k of n columns so that each goes on with what stands above it.

    Dynamic programming over the pairs (cell, column): best[k][n] is the best score of the first k cells in the first
    n columns; a column may stay empty, a cell may not be left over.
    """
    count = len(cells)
    low = float("-inf")
    best = [[low] * (columns + 1) for _ in range(count + 1)]
    taken = [[False] * (columns + 1) for _ in range(count + 1)]
    best[0] = [0.0] * (columns + 1)
    for k in range(1, count + 1):
        for n in range(k, columns + 1):
            put = best[k - 1][n - 1] + _fit(cells[k - 1], above[n - 1])
            best[k][n] = max(put, best[k][n - 1])
            taken[k][n] = put >= best[k][n - 1]
    placed: dict[int, Text] = {}
    k, n = count, columns
    while k:
        if taken[k][n]:
            placed[n - 1] = cells[k - 1]
            k -= 1
        n -= 1
    return placed


def _fit(cell: Text, above: list[Text]) -> float:
    """How well `cell` goes on with the last text of a column: its length, an open sentence, the next list number."""
    earlier = above[1:]  # without the head
    if not cell:
        return 0.5 if not earlier or median(len(text) for text in earlier) < 12 else 0.0
    if not earlier:
        return 0.0
    last = earlier[-1].chars
    usual = median(len(text) for text in earlier)
    score = -abs(_magnitude(len(cell)) - _magnitude(usual))
    if len(last) > 12 and not ends_sentence(last):
        score += 2.0
    before, after = last_entry_number(last), _first_number(cell.chars)
    if before is not None and after is not None:
        score += 3.0 if after == before + 1 else -2.0
    return score


def _first_number(text: str) -> int | None:
    return next((number for line in text.split("\n") if (number := entry_number(line)) is not None), None)


def _magnitude(length: float) -> float:
    """Length on a scale on which a tenfold length is one step."""
    steps = 0.0
    while length > 10:
        length /= 10
        steps += 1
    return steps + length / 10


def _without_tags(text: Text) -> Text:
    if "<" not in text.chars and "&" not in text.chars:
        return text.strip()
    parts: list[Text] = []
    start = 0
    for tag in _TAG.finditer(text.chars):
        parts.append(text[start : tag.start()])
        if tag[0].lower().startswith(("</p", "<br")):
            parts.append(Text("\n", (None,)))
        start = tag.end()
    parts.append(text[start : len(text)])
    return _trim_lines(_decoded_entities(join(parts)))


def _trim_lines(text: Text) -> Text:
    lines = [line for part in text.lines() if (line := part.strip())]
    return join(lines, "\n") if lines else EMPTY


def _decoded_entities(text: Text) -> Text:
    chars: list[str] = []
    places: list[Place | None] = []
    index = 0
    while index < len(text):
        entity = next((name for name in _ENTITIES if text.chars.startswith(name, index)), None)
        chars.append(_ENTITIES[entity] if entity else text.chars[index])
        places.append(text.places[index])
        index += len(entity) if entity else 1
    return Text("".join(chars), tuple(places))
