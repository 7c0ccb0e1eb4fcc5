"""Which columns of a table hold names and which values, and which are read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.value_table.figure import says_none
from extractors.value_table.head_words import without_number
from extractors.value_table.measure_unit import unit_named
from extractors.value_table.table_cells import YEAR, TableCells
from rules.table_heads import LabelKind, table_heads

_FULL_WIDTH_BRACKETS = str.maketrans("（）", "()")


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


def groups_of(rows: TableCells, levels: Sequence[Sequence[str]], body: Sequence[int]) -> tuple[Group, ...]:
    """The groups of columns: names, then values, from left to right, as often as names stand again."""
    roles = [role_of_column(rows, levels, body, column) for column in range(rows.table.columns)]
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


def role_of_column(rows: TableCells, levels: Sequence[Sequence[str]], body: Sequence[int], column: int) -> str:
    head = as_head("".join(levels[column]))
    lowest = as_head(levels[column][-1]) if levels[column] else ""
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
        years = [word for _, word in figures if YEAR.fullmatch(word)]
        if len(years) == len(figures):
            return "label"
    if _counts_rows([word for _, word in figures]) and not _names_stand_left(rows, body, column):
        return "skipped"
    return "value"


def _counts_rows(numbers: Sequence[str]) -> bool:
    """Whether the figures are 1, 2, 3 … down the column."""
    return len(numbers) > 1 and all(word == str(number) for number, word in enumerate(numbers, start=1))


def _names_stand_left(rows: TableCells, body: Sequence[int], column: int) -> bool:
    """Whether names stand left of `column`."""
    return any((row, left) in rows.texts and (row, left) not in rows.figures for row in body for left in range(column))


def _group(
    rows: TableCells, levels: Sequence[Sequence[str]], body: Sequence[int], labels: Sequence[int],
    values: tuple[int, ...], unit: int | None,
) -> Group:  # fmt: skip
    """The name's column is the one whose head says so, else the last that is not the same in all rows."""
    kinds = {column: _label_kind(levels[column]) for column in labels}
    known = [column for column in labels if kinds[column] in ("units", "metrics", "times")]
    several = [
        column for column in labels if len({rows.words[row][column] for row in body if rows.words[row][column]}) > 1
    ]
    metrics = [column for column in known if kinds[column] == "metrics"]
    metrics = [column for column in metrics if not _is_class(levels[column])] or metrics
    name = (metrics or [column for column in known if column in several] or several or known or list(labels))[-1]
    categories = tuple(column for column in labels if column < name)
    return Group(name, values, categories, unit, kinds[name])


def _is_class(levels: Sequence[str]) -> bool:
    """Whether a column says of which class the names beside it are: 项目名称 | 类别."""
    head = as_head("".join(levels))
    return "名称" not in head and any(word in head for word in table_heads().words.classes)


def _label_kind(levels: Sequence[str]) -> LabelKind | None:
    if not levels:
        return None
    vocabulary = table_heads()
    return vocabulary.label(as_head("".join(levels))) or vocabulary.label(as_head(levels[-1]))


def as_head(head: str) -> str:
    """The words of a head without a unit of measure in brackets or behind 单位：."""
    plain = without_number(head).translate(_FULL_WIDTH_BRACKETS)
    plain = regex.sub(r"(?:金额|计量)?单位[:：].*$", "", plain)
    return regex.sub(r"\((?:[百千万亿]*元|[±+\-/]*[%％])\)$", "", plain).strip("：:、/\\")
