"""What the rows mean: a unit, a metric or a time by its name, and the whole that a part belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from extractors.fact import Period
from extractors.periods import Anchor
from extractors.value_table.caption import Caption
from extractors.value_table.column_groups import Group
from extractors.value_table.head_words import HeadWords, is_generic, place_named, read_head, without_number
from extractors.value_table.hierarchy import Level, holds, rank_of
from extractors.value_table.layout import Band, Shape
from extractors.value_table.measure_unit import MeasureUnit, unit_named
from rules.metrics import catalogue
from rules.table_heads import table_heads

Axis = Literal["units", "metrics", "times", "items"]
"""What the names of rows are: units (or places), metrics, times, or things such as projects that columns measure."""
_WHOLE_OF_REGION = {"省": "全省", "市": "全市", "区": "全区", "县": "全县", "州": "全州", "旗": "全旗", "镇": "全镇"}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of the body. `metric` is what its name measures ('' where it does not), `scope` whose figures they are.

    `item` is the name as printed, white space removed. `unit` is the row's own unit of measure.
    """

    number: int
    item: str
    words: HeadWords
    metric: str = ""
    parent: str | None = None
    scope: str | None = None
    period: Period | None = None
    unit: MeasureUnit | None = None


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
    named = [row for row in band.body if shape.words[row][group.name]]
    axis = _axis(shape, group, named, heads_name)
    if axis == "metrics":
        return ValueRows(axis, _Metrics(shape, band, group, caption, anchor).read())
    places = sum(place_named(shape.words[row][group.name]) is not None for row in named)
    whole = whole_scope(caption, region) if axis == "units" and places * 2 > len(named) else None
    rows: dict[int, ValueRow] = {}
    section: str | None = None
    for row in named:
        name = shape.words[row][group.name]
        if not _has_figures(shape, group, row):
            section = place_named(name) if axis == "times" else None
            continue
        words = read_head([_as_time(name)])
        unit = _row_unit(shape, group, row) or words.unit
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


def plain_name(row: ValueRow) -> str:
    """The row's name without numbering and unit of measure."""
    return row.words.phrase or row.item


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
    names = [shape.words[row][group.name] for row in rows if _has_figures(shape, group, row)]
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


def _has_figures(shape: Shape, group: Group, row: int) -> bool:
    return any((row, column) in shape.texts for column in group.values)


def _row_unit(shape: Shape, group: Group, row: int) -> MeasureUnit | None:
    return unit_named(shape.words[row][group.unit]) if group.unit is not None else None


class _Metrics:
    """Reads rows of metrics from top to bottom."""

    def __init__(self, shape: Shape, band: Band, group: Group, caption: Caption, anchor: Anchor) -> None:
        self.shape, self.group, self.anchor = shape, group, anchor
        self.named = [row for row in band.body if shape.words[row][group.name]]
        self.stem = _side(caption, "".join(band.levels[group.name]))
        self.subject = self.stem or caption.subject
        self.levels: list[Level] = []
        self.host: Level | None = None
        self.seen: dict[str, str] = {}
        self.section_scope: str | None = None
        self.section: HeadWords | None = None
        self.last = ""
        self.last_parent: str | None = None

    def read(self) -> dict[int, ValueRow]:
        """The rows that hold figures; those of parts know their wholes."""
        rows: dict[int, ValueRow] = {}
        for row in self.named:
            name = self.shape.words[row][self.group.name]
            words = read_head([name])
            if not _has_figures(self.shape, self.group, row):
                self._open_section(row, name, words)
                continue
            rows[row] = self._row(row, name, words)
        return self._parts_of_total(rows)

    def _open_section(self, row: int, name: str, words: HeadWords) -> None:
        if place := place_named(name):
            self.section_scope = place
            self.levels, self.host, self.seen = [], None, {}
            return
        self.section = words
        if words.scope:
            self.section_scope = words.scope
        if words.phrase:
            self._note(row, name, self._phrase(words), words)

    def _row(self, row: int, name: str, words: HeadWords) -> ValueRow:
        categories = [self.shape.words[row][c] for c in self.group.categories if self.shape.words[row][c]]
        category = read_head(categories) if categories else None
        scope = words.scope or (category.scope if category else None) or self.section_scope
        unit = _row_unit(self.shape, self.group, row) or words.unit
        period = words.time.period(self.anchor) if words.time else None
        parent: str | None = None
        if place_named(name):
            metric = self.last or (category.phrase if category else "") or self.subject
        elif words.phrase:
            metric = self._phrase(words, category)
            parent = self.last_parent = self._parent(row, name, metric, words)
            self._note(row, name, metric, words)
        elif words.measure is not None and not words.total:
            metric, parent = (category.phrase if category else "") or self.last or self.subject, self.last_parent
        else:
            metric = (category.phrase if category else "") or self.subject
            self.last_parent = None
            if metric:
                self._note(row, name, metric, words)
        return ValueRow(row, name, words, metric, parent, scope, period, unit)

    def _phrase(self, words: HeadWords, category: HeadWords | None = None) -> str:
        """The metric of a row; 收入 alone leans on its category, its section or the caption."""
        phrase = words.phrase
        if not is_generic(phrase):
            return phrase
        over = (category.phrase if category else "") or (self.section.phrase if self.section else "")
        over = regex.sub(r"(?:收支|收入和支出|收入|支出)$", "", over)
        if over:
            return over + phrase
        stem = regex.sub(r"(?:收支|收入|支出)$", "", self.subject)
        return stem + phrase if stem and is_generic(phrase) else phrase

    def _indent(self, row: int) -> int:
        text = self.shape.texts.get((row, self.group.name))
        chars = text.chars.lstrip("\n") if text is not None else ""
        lead = chars[: len(chars) - len(chars.lstrip())]
        return sum(2 if char == "\u3000" else 1 for char in lead)

    def _note(self, row: int, name: str, metric: str, words: HeadWords) -> None:
        """Remember a metric for the rows below it."""
        if metric in catalogue().by_name:
            self.seen[catalogue().by_name[metric].code] = metric
        self.last = metric
        if words.part:
            return
        level = Level(rank_of(name), self._indent(row), metric)
        if self.host is not None and level.rank == 0 and level.indent > self.host.indent:
            return
        self.host = level
        kept = [each for each in self.levels if holds(each, level)]
        self.levels = [*kept, level]

    def _parent(self, row: int, name: str, metric: str, words: HeadWords) -> str | None:
        """The whole of a part: what 其中 stands under, what is numbered or indented less, what the catalogue says."""
        level = Level(rank_of(name), self._indent(row), metric)
        found: str | None = None
        if words.part:
            found = self.host.metric if self.host else self.subject
        elif level.rank == 0 and self.host is not None and level.indent > self.host.indent:
            found = self.host.metric
        else:
            above = [each for each in self.levels if holds(each, level)]
            found = above[-1].metric if above else None
        usual = catalogue().by_name.get(metric)
        if found is None and usual is not None and usual.of is not None:
            whole = catalogue().by_code[usual.of]
            subject = catalogue().by_name.get(self.subject)
            found = self.seen.get(whole.code) or (self.subject if subject is whole else None)
        return found if found and found != metric else None

    def _parts_of_total(self, rows: dict[int, ValueRow]) -> dict[int, ValueRow]:
        """Under (or over) a single total the rows without a whole of their own are its parts."""
        totals = [
            row for row in rows.values()
            if row.words.total and row.metric and (not row.words.phrase or is_generic(row.words.phrase))
        ]  # fmt: skip
        if len(totals) != 1:
            return rows
        total, last = totals[0], max(rows)
        if total.number not in (min(rows), last):
            return rows
        outside = tuple(table_heads().words.not_parts)
        return {
            number: replace(row, parent=total.metric)
            if row.parent is None and row.metric and row.metric != total.metric and row.scope == total.scope
            and not row.metric.startswith(outside) and not row.words.measure
            else row
            for number, row in rows.items()
        }  # fmt: skip


def _side(caption: Caption, head: str) -> str:
    """In a table of both, what the side of 收入项目 (or 支出项目) is about: 一般公共预算收入."""
    if not caption.stem:
        return ""
    sides = [side for side in ("收入", "支出") if side in head]
    return caption.stem + sides[0] if len(sides) == 1 else ""
