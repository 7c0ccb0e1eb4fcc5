"""The build of a value table: rows of heads, the body under them, columns of names and columns of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.document import Table
from extractors.text import Text
from extractors.value_table.column_groups import Group, as_head, groups_of, role_of_column
from extractors.value_table.figure import Figure, figure_in, says_none
from extractors.value_table.head_words import read_head
from extractors.value_table.measure_unit import units_stated
from extractors.value_table.table_cells import TableCells
from extractors.value_table.torn import made_whole
from rules.metrics import catalogue
from rules.table_heads import table_heads

_DEEPEST_HEAD = 5
_LEAST_BARE = 0.5
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Band:
    """Rows `body` under the rows `heads`; `levels[column]` are the texts over a column from the top down."""

    levels: tuple[tuple[str, ...], ...]
    body: tuple[int, ...]
    groups: tuple[Group, ...]
    heads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A value table: its bands, its lines over the heads (`captions`), and its cells by position.

    `words` are all texts without white space, a merged cell's in every position that it covers; `figures` the bare
    figures, each only where its cell begins.
    """

    table: Table
    bands: tuple[Band, ...]
    captions: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    figures: dict[tuple[int, int], Figure]
    texts: dict[tuple[int, int], Text] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    skipped: frozenset[int] = frozenset()


def shape_of(table: Table, before: Shape | None = None) -> Shape | None:
    """The build of `table`, or None where it is no value table.

    `before` is the value table that stands right before: a table without heads of its own goes on with it.
    """
    table = made_whole(table)
    words = tuple(tuple(text.compact() for text in row) for row in table.filled_grid())
    texts = {(cell.row, cell.column): cell.text for cell in table.cells if cell.text.compact()}
    figures = {place: figure for place, text in texts.items() if (figure := figure_in(text)) is not None}
    if not figures:
        return None
    rows = TableCells(table, words, texts, figures)
    first = rows.first_after_captions()
    captions = tuple(dict.fromkeys(word for row in words[:first] for word in row if word))
    bands = _bands(rows, first, before)
    bands = tuple(band for band in bands if any(_counts(rows, band)) and _is_told(rows, band))
    if not bands:
        return None
    bare, other = map(sum, zip(*(_counts(rows, band) for band in bands), strict=True))
    if bare < _LEAST_BARE * (bare + other):
        return None
    heads = {row for band in bands for row in band.heads} | set(range(first))
    corners = (words[row][0] for band in bands for row in band.heads)
    captions += tuple(word for word in dict.fromkeys(corners) if word not in captions and units_stated(word))
    skipped = {
        column for column in range(table.columns)
        if all(role_of_column(rows, band.levels, band.body, column) == "skipped" for band in bands)
    }  # fmt: skip
    return Shape(table, bands, captions, words, figures, texts, frozenset(heads), frozenset(skipped))


def _bands(rows: TableCells, first: int, before: Shape | None) -> tuple[Band, ...]:
    """The bands from row `first` on; a row of new heads inside the body begins a band of its own."""
    bands: list[Band] = []
    row = first
    inherited = before.bands[-1] if before and before.table.columns == rows.table.columns else None
    while row < rows.table.rows:
        heads = _head_rows(rows, row)
        printed = tuple(heads)
        body_from = heads[-1] + 1 if heads else row
        body_to = body_from + 1
        while body_to < rows.table.rows and not _begins_heads(rows, body_to):
            body_to += 1
        body = list(range(body_from, min(body_to, rows.table.rows)))
        levels = _levels(rows, heads)
        if heads and inherited is not None and levels == inherited.levels:
            heads = []
        if not heads and inherited is not None:
            levels, groups = inherited.levels, inherited.groups
        else:
            body = _without_repeats(rows, body, levels)
            groups = groups_of(rows, levels, body)
        band = Band(levels, tuple(body), groups, printed)
        if groups:
            inherited = band
            bands.append(band)
        row = body_to
    return tuple(bands)


def _head_rows(rows: TableCells, first: int) -> list[int]:
    """The rows from `first` that are heads: without figures, and labelled beyond the names' column."""
    found: list[int] = []
    for row in range(first, min(rows.table.rows, first + _DEEPEST_HEAD)):
        if rows.has_figures(row):
            break
        if found and rows.is_column_numbers(row):
            found.append(row)
            continue
        if not _labels_columns(rows, row) and not _under_merged(rows, row):
            break
        found.append(row)
    return found if found and found[-1] + 1 < rows.table.rows else []


def _labels_columns(rows: TableCells, row: int) -> bool:
    columns = [column for column in rows.filled(row) if not says_none(rows.words[row][column])]
    return any(column > 0 for column in columns)


def _under_merged(rows: TableCells, row: int) -> bool:
    """Whether a head above reaches down into this row."""
    return any(
        cell.row < row < cell.row + cell.row_span
        and cell.text.compact()
        and (cell.row, cell.column) not in rows.figures
        for cell in rows.table.cells
    )


def _begins_heads(rows: TableCells, row: int) -> bool:
    """Whether a row inside the body is one of heads: labels over most columns, known as such."""
    if rows.has_figures(row):
        return False
    columns = [column for column in rows.filled(row) if not says_none(rows.words[row][column])]
    if len(columns) < 2 or len(columns) * 2 <= rows.table.columns:
        return False
    vocabulary = table_heads()
    known = [
        column
        for column in columns
        if vocabulary.label(as_head(rows.words[row][column])) or vocabulary.measure(rows.words[row][column])
    ]
    return len(known) >= 2 or (columns[0] in known and len(columns) >= 3 and rows.is_years(row))


def _without_repeats(rows: TableCells, body: Sequence[int], levels: Sequence[Sequence[str]]) -> list[int]:
    return [
        row
        for row in body
        if not all(not word or word in levels[column] for column, word in enumerate(rows.words[row]))
        or not any(rows.words[row])
    ]


def _levels(rows: TableCells, heads: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """For each column the distinct texts over it; a head printed once over several columns holds for all of them."""
    named = [row for row in heads if not rows.is_column_numbers(row)]
    columns: list[tuple[str, ...]] = []
    for column in range(rows.table.columns):
        texts: list[str] = []
        for depth, row in enumerate(named):
            word = rows.words[row][column]
            if not word and depth + 1 < len(named) and any(rows.words[lower][column] for lower in named[depth + 1 :]):
                left = next((rows.words[row][near] for near in range(column, 0, -1) if rows.words[row][near]), "")
                word = left
            if word and word not in texts:
                texts.append(word)
        columns.append(tuple(texts))
    return tuple(columns)


def _is_told(rows: TableCells, band: Band) -> bool:
    """Whether anything says what the figures are: heads over them, their own units, names that are metrics."""
    values = {column for group in band.groups for column in group.values}
    figures = [figure for (row, column), figure in rows.figures.items() if row in band.body and column in values]
    names = [rows.words[row][group.name] for group in band.groups for row in band.body]
    known = sum(read_head([name]).phrase in catalogue().by_name for name in names)
    return (
        any(band.levels[column] for column in values)
        or 2 * sum(figure.unit is not None for figure in figures) > len(figures)
        or 2 * known > len(names)
    )


def _counts(rows: TableCells, band: Band) -> tuple[int, int]:
    """How many bare figures stand in the columns of values, and how many cells of text beside the names."""
    values = {column for group in band.groups for column in group.values}
    names = {column for group in band.groups for column in (group.name, group.unit, *group.categories)}
    bare = other = 0
    for row in band.body:
        for column in rows.filled(row):
            word = rows.words[row][column]
            if column in names:
                other += len(word) > _LONGEST_NAME
            elif (row, column) in rows.figures:
                bare += column in values
            elif not says_none(word):
                other += 1
    return bare, other
