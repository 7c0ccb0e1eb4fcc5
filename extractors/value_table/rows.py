"""What the rows mean: a unit, a metric or a time by its name, and the whole that a part belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractors.periods import Anchor
from extractors.value_table.caption import Caption
from extractors.value_table.column_groups import Group
from extractors.value_table.head_words import is_generic, place_named, read_head, without_number
from extractors.value_table.layout import Band, Shape
from extractors.value_table.metric_rows import MetricRows
from extractors.value_table.value_row import ValueRow, has_figures, name_of, row_unit
from rules.metrics import catalogue
from rules.table_heads import table_heads

Axis = Literal["units", "metrics", "times", "items"]
"""What the names of rows are: units (or places), metrics, times, or things such as projects that columns measure."""
_WHOLE_OF_REGION = {"省": "全省", "市": "全市", "区": "全区", "县": "全县", "州": "全州", "旗": "全旗", "镇": "全镇"}


@dataclass(frozen=True, slots=True)
class ValueRows:
    """The rows of one group of columns by their number, and what they are."""

    axis: Axis
    rows: dict[int, ValueRow]


def value_rows(
    shape: Shape, band: Band, group: Group, caption: Caption, anchor: Anchor, region: str | None, heads_name: bool
) -> ValueRows:
    """The rows of `group` in `band`, read one after another: a row may lean on those above it.

    `heads_name` tells that the heads of the columns name metrics of their own.
    """
    names = {row: name for row in band.body if (name := name_of(shape, group, row))}
    named = list(names)
    axis = _axis(shape, group, named, heads_name)
    if axis == "metrics":
        return ValueRows(axis, MetricRows(shape, band, group, caption, anchor).read())
    places = sum(place_named(name) is not None for name in names.values())
    whole = whole_scope(caption, region) if axis == "units" and places * 2 > len(named) else None
    rows: dict[int, ValueRow] = {}
    section: str | None = None
    for row in named:
        name = names[row]
        if not has_figures(shape, group, row):
            section = place_named(name) if axis == "times" else None
            continue
        words = read_head([_as_time(name)])
        unit = row_unit(shape, group, row) or words.unit
        categories = [shape.words[row][column] for column in group.categories if shape.words[row][column]]
        if axis == "times":
            period = words.time.period(anchor) if words.time else None
            scope = section or next((place for each in categories if (place := place_named(each))), None)
            rows[row] = ValueRow(row, name, words, scope=scope, period=period, unit=unit)
        else:
            category = read_head(categories) if categories else None
            rows[row] = ValueRow(
                row, name, words, metric=category.phrase if category and category.phrase in catalogue().by_name else "",
                scope=_unit_scope(name, whole), unit=unit,
            )  # fmt: skip
    return ValueRows(axis, rows)


def whole_scope(caption: Caption, region: str | None) -> str | None:
    """The scope of a total over all units: the caption's, else all of the report's region."""
    return caption.scope or _WHOLE_OF_REGION.get((region or " ")[-1])


def _unit_scope(name: str, whole: str | None) -> str:
    """Whose figures the row holds; `whole` is what a total over all rows is of, where that can be said."""
    plain = without_number(name)
    if plain in table_heads().words.totals:
        return whole or plain
    if place := place_named(plain):
        return place
    return regex.sub(r"(?:合计|小计|总计)$", "", plain) or plain


def _axis(shape: Shape, group: Group, rows: Sequence[int], heads_name: bool) -> Axis:
    names = [name_of(shape, group, row) for row in rows if has_figures(shape, group, row)]
    totals = table_heads().words.totals
    telling = [name for name in names if without_number(name) not in totals]
    if group.kind == "times":
        return "times"
    if not telling:
        return "units" if group.kind == "units" else "metrics"
    if all(words.time is not None and not words.phrase for words in map(read_head, ([_as_time(n)] for n in telling))):
        return "times"
    places = sum(place_named(name) is not None for name in telling)
    if group.kind == "units":
        catalogued = sum(without_number(name) in catalogue().by_name for name in telling)
        return "metrics" if catalogued * 2 > len(telling) else "units"
    if places * 5 >= len(telling) * 4 and (group.kind is None or places == len(telling)):
        return "units"
    measured = sum(_is_metric(name) for name in telling)
    return "items" if heads_name and measured * 3 < len(telling) else "metrics"


def _is_metric(name: str) -> bool:
    """Whether a row's name is a metric: catalogued, or in the words of one."""
    plain = read_head([name]).phrase
    return plain in catalogue().by_name or plain.endswith(table_heads().words.metric_ends) or is_generic(plain)


def _as_time(name: str) -> str:
    return f"{name}年" if regex.fullmatch(r"(?:19|20)\d{2}", name) else name
