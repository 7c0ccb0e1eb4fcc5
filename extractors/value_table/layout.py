"""The build of a value table: rows of heads, the body under them, columns of names and columns of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.document import Table
from extractors.text import Text
from extractors.value_table.figure import Figure, figure_in, says_none
from extractors.value_table.head_words import without_number
from extractors.value_table.measure_unit import unit_named, units_stated
from rules.table_heads import LabelKind, table_heads

_DEEPEST_HEAD = 5
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_SMALL = regex.compile(r"[(（]?(?:\d{1,2}|[①-⑳]|[A-Za-z甲乙丙丁])(?:[=＝].{1,20})?[)）]?|栏次|行次")
_FULL_WIDTH_BRACKETS = str.maketrans("（）", "()")
_LEAST_BARE = 0.5
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Group:
    """Columns read together: the name of a row stands in `name`, what it belongs to in `categories` left of it.

    `kind` is what the rows are, as the head over the names says; `unit` is the column of units of measure.
    """

    name: int
    values: tuple[int, ...]
    categories: tuple[int, ...] = ()
    unit: int | None = None
    kind: LabelKind | None = None


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
    words = tuple(tuple(text.compact() for text in row) for row in table.filled_grid())
    texts = {(cell.row, cell.column): cell.text for cell in table.cells if cell.text.compact()}
    figures = {place: figure for place, text in texts.items() if (figure := figure_in(text)) is not None}
    if not figures:
        return None
    rows = _Rows(table, words, texts, figures)
    first = rows.first_after_captions()
    captions = tuple(dict.fromkeys(word for row in words[:first] for word in row if word))
    bands = _bands(rows, first, before)
    bands = tuple(band for band in bands if any(_counts(rows, band)))
    if not bands:
        return None
    bare, other = map(sum, zip(*(_counts(rows, band) for band in bands), strict=True))
    if bare < _LEAST_BARE * (bare + other):
        return None
    heads = {row for band in bands for row in band.heads} | set(range(first))
    skipped = {
        column for column in range(table.columns)
        if all(_role(rows, band.levels, band.body, column) == "skipped" for band in bands)
    }  # fmt: skip
    return Shape(table, bands, captions, words, figures, texts, frozenset(heads), frozenset(skipped))


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table's cells with the questions that its rows are asked."""

    table: Table
    words: tuple[tuple[str, ...], ...]
    texts: dict[tuple[int, int], Text]
    figures: dict[tuple[int, int], Figure]

    def filled(self, row: int) -> list[int]:
        """The columns in which a filled cell of `row` begins."""
        return [column for column in range(self.table.columns) if (row, column) in self.texts]

    def has_figures(self, row: int) -> bool:
        """Whether figures stand in the row, other than a number at its left or years as heads."""
        found = [column for column in self.filled(row) if (row, column) in self.figures]
        if self.is_years(row) or self.is_column_numbers(row):
            return False
        return bool([column for column in found if column > 0])

    def is_years(self, row: int) -> bool:
        """Whether all numbers of the row are years: a head."""
        found = [self.words[row][column] for column in self.filled(row) if (row, column) in self.figures]
        return bool(found) and all(_YEAR.fullmatch(word) for word in found)

    def is_column_numbers(self, row: int) -> bool:
        """Whether the row numbers the columns: 栏次 1 2 3=2/1."""
        found = [self.words[row][column] for column in self.filled(row)]
        if len(found) < 2 or not all(_SMALL.fullmatch(word) for word in found[1:]):
            return False
        matches = [regex.search(r"\d+", word) for word in found]
        numbers = [int(match[0]) for match in matches if match]
        first_is_label = bool(_SMALL.fullmatch(found[0])) or not any(char.isalpha() for char in found[0])
        return first_is_label and len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def first_after_captions(self) -> int:
        """The first row that is no title, unit or date line over the heads."""
        row = 0
        while row < self.table.rows and not self.has_figures(row) and self._is_caption(row):
            row += 1
        return row if row < self.table.rows else 0

    def _is_caption(self, row: int) -> bool:
        distinct = {word for word in self.words[row] if word}
        if not distinct:
            return True
        if any(cell.row == row and cell.row_span > 1 for cell in self.table.cells if cell.text.compact()):
            return False
        if all(units_stated(word) or unit_named(word.strip("()（）")) for word in distinct):
            return True
        filled = self.filled(row)
        spans_all = len(distinct) == 1 and all(word for word in self.words[row])
        return len(distinct) == 1 and len(filled) == 1 and (spans_all or filled[0] == 0) and self.table.columns > 2


def _bands(rows: _Rows, first: int, before: Shape | None) -> tuple[Band, ...]:
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
            groups = _groups(rows, levels, body)
        band = Band(levels, tuple(body), groups, printed)
        if groups:
            inherited = band
            bands.append(band)
        row = body_to
    return tuple(bands)


def _head_rows(rows: _Rows, first: int) -> list[int]:
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


def _labels_columns(rows: _Rows, row: int) -> bool:
    columns = [column for column in rows.filled(row) if not says_none(rows.words[row][column])]
    return any(column > 0 for column in columns)


def _under_merged(rows: _Rows, row: int) -> bool:
    """Whether a head above reaches down into this row."""
    return any(
        cell.row < row < cell.row + cell.row_span
        and cell.text.compact()
        and (cell.row, cell.column) not in rows.figures
        for cell in rows.table.cells
    )


def _begins_heads(rows: _Rows, row: int) -> bool:
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
        if vocabulary.label(_as_head(rows.words[row][column])) or vocabulary.measure(rows.words[row][column])
    ]
    return len(known) >= 2 or (columns[0] in known and len(columns) >= 3 and rows.is_years(row))


def _without_repeats(rows: _Rows, body: Sequence[int], levels: Sequence[Sequence[str]]) -> list[int]:
    return [
        row
        for row in body
        if not all(not word or word in levels[column] for column, word in enumerate(rows.words[row]))
        or not any(rows.words[row])
    ]


def _levels(rows: _Rows, heads: Sequence[int]) -> tuple[tuple[str, ...], ...]:
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


def _groups(rows: _Rows, levels: Sequence[Sequence[str]], body: Sequence[int]) -> tuple[Group, ...]:
    """The groups of columns: names, then values, from left to right, as often as names stand again."""
    roles = [_role(rows, levels, body, column) for column in range(rows.table.columns)]
    groups: list[Group] = []
    labels: list[int] = []
    values: list[int] = []
    unit: int | None = None

    def close() -> None:
        nonlocal labels, values, unit
        if labels and values:
            groups.append(_group(rows, levels, body, labels, tuple(values), unit))
        if values or not labels:
            labels, values, unit = [], [], None

    for column, role in enumerate(roles):
        if role == "unit":
            unit = column
        elif role == "label":
            if values:
                close()
            labels.append(column)
        elif role == "value":
            values.append(column)
    close()
    return tuple(groups)


def _role(rows: _Rows, levels: Sequence[Sequence[str]], body: Sequence[int], column: int) -> str:
    head = _as_head("".join(levels[column]))
    lowest = _as_head(levels[column][-1]) if levels[column] else ""
    vocabulary = table_heads()
    if "skipped" in (vocabulary.label(head), vocabulary.label(lowest)):
        return "skipped"
    cells = [(row, rows.words[row][column]) for row in body if (row, column) in rows.texts]
    filled = [(row, word) for row, word in cells if not says_none(word)]
    figures = [(row, word) for row, word in filled if (row, column) in rows.figures]
    if vocabulary.heads_measure_units(head) and filled and all(unit_named(word) for _, word in filled):
        return "unit"
    if not filled:
        return "empty"
    if len(figures) * 2 < len(filled):
        return "label"
    if vocabulary.label(head) == "times" or not levels[column]:
        years = [word for _, word in figures if _YEAR.fullmatch(word)]
        if len(years) == len(figures):
            return "label"
    if _counts_rows([word for _, word in figures]) and not rows_have_label_left(rows, body, column):
        return "skipped"
    return "value"


def _counts_rows(numbers: Sequence[str]) -> bool:
    """Whether the figures are 1, 2, 3 … down the column."""
    return len(numbers) > 1 and all(word == str(number) for number, word in enumerate(numbers, start=1))


def rows_have_label_left(rows: _Rows, body: Sequence[int], column: int) -> bool:
    """Whether names stand left of `column`."""
    return any((row, left) in rows.texts and (row, left) not in rows.figures for row in body for left in range(column))


def _group(
    rows: _Rows, levels: Sequence[Sequence[str]], body: Sequence[int], labels: Sequence[int],
    values: tuple[int, ...], unit: int | None,
) -> Group:  # fmt: skip
    """The name's column is the one whose head says so, else the last that is not the same in all rows."""
    kinds = {column: _label_kind(levels[column]) for column in labels}
    known = [column for column in labels if kinds[column] in ("units", "metrics", "times")]
    several = [
        column for column in labels if len({rows.words[row][column] for row in body if rows.words[row][column]}) > 1
    ]
    metrics = [column for column in known if kinds[column] == "metrics"]
    name = (metrics or [column for column in known if column in several] or several or known or list(labels))[-1]
    categories = tuple(column for column in labels if column < name)
    return Group(name, values, categories, unit, kinds[name])


def _label_kind(levels: Sequence[str]) -> LabelKind | None:
    if not levels:
        return None
    vocabulary = table_heads()
    return vocabulary.label(_as_head("".join(levels))) or vocabulary.label(_as_head(levels[-1]))


def _as_head(head: str) -> str:
    """The words of a head without a unit of measure in brackets or behind 单位：."""
    plain = without_number(head).translate(_FULL_WIDTH_BRACKETS)
    plain = regex.sub(r"(?:金额|计量)?单位[:：].*$", "", plain)
    return regex.sub(r"\((?:[百千万亿]*元|[±+\-/]*[%％])\)$", "", plain).strip("：:、/\\")


def _counts(rows: _Rows, band: Band) -> tuple[int, int]:
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
