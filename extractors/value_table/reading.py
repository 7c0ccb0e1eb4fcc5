"""Reads value tables into facts: every figure with what its column, its row and the caption say of it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction

import regex

from extractors.attribution.fact_maker import Placed, make_fact
from extractors.attribution.kind import Reading
from extractors.attribution.period import Dated
from extractors.attribution.setting import Setting, Subject
from extractors.document import Document, Table
from extractors.fact import Fact, FactRole, Kind, Period, PeriodSource
from extractors.periods import Anchor
from extractors.value_table.caption import Caption, caption_of
from extractors.value_table.columns import ValueColumn, a_year_before, cumulative_until, level_beside, value_columns
from extractors.value_table.figure import marks_down
from extractors.value_table.head_words import is_generic
from extractors.value_table.layout import Band, Group, Shape, shape_of
from extractors.value_table.measure_unit import PERCENT, PLACES, POINTS, MeasureUnit
from extractors.value_table.rows import Axis, ValueRow, value_rows, whole_scope
from rules.metrics import catalogue

Place = tuple[int, int]
_STOCK_WORDS = ("余额", "结余", "限额", "存量", "保有量", "库存")
_COUNTED = (
    ("户数", "户"),
    ("人数", "人"),
    ("家数", "家"),
    ("件数", "件"),
    ("个数", "个"),
    ("项目数", "个"),
    ("笔数", "笔"),
)
_DIMENSIONS = {"growth": ("percent", "multiple"), "completion": ("percent",), "share": ("percent",)}


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was read of one value table. `sentences` is how many numbers for sentences (one a row) it took.

    `read` are the positions (row, column) of heads, names and figures; what stands elsewhere is text. `unread` are
    bare figures that could not be understood; `settings` tells for texts among the values whose they are.
    """

    facts: tuple[Fact, ...]
    read: frozenset[Place]
    unread: tuple[Place, ...]
    sentences: int
    settings: Mapping[Place, tuple[Setting, Subject]] = field(default_factory=dict)
    table: int = 0

    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the figures that could not be read."""
        if not self.unread:
            return ()
        return (f"第{self.table + 1}个表格有{len(self.unread)}个数字看不出计量单位或含义，未读入",)


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A value table's build, and what holds for all of it."""

    shape: Shape
    caption: Caption


def value_tables(document: Document, taken: Set[int], title: str | None, anchor: Anchor) -> dict[int, ValueTable]:
    """The value tables of `document` by index; `taken` are the tables that are something else.

    `title` and `anchor` are the report's own. A table right behind another that goes on with it, or repeats its
    heads, has the other's caption where it has none of its own.
    """
    tables: dict[int, ValueTable] = {}
    before: ValueTable | None = None
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            before = before if block.note or len(block.text) <= 8 else None
            continue
        shape = None if block.index in taken else shape_of(block, before.shape if before else None)
        if shape is None:
            before = None
            continue
        goes_on = before is not None and shape.bands[0].levels == before.shape.bands[-1].levels
        caption = caption_of(document.blocks, position, shape.captions, title, anchor)
        if before is not None and goes_on and not caption.units:
            caption = before.caption
        before = tables[block.index] = ValueTable(shape, caption)
    return tables


def read_value_table(table: ValueTable, setting: Setting, first_sentence: int) -> TableReading:
    """The facts of a value table in the order of print.

    `setting` is that of the running text; sentences are numbered from `first_sentence`, one for each row and group.
    """
    shape = table.shape
    reader = _TableReader(shape, table.caption, setting, first_sentence)
    for band in shape.bands:
        for group in band.groups:
            reader.read_group(band, group)
    return reader.result()


@dataclass(frozen=True, slots=True)
class _At:
    """A cell with its column and row."""

    column: ValueColumn
    row: ValueRow
    axis: Axis
    columns: tuple[ValueColumn, ...]


class _TableReader:
    def __init__(self, shape: Shape, caption: Caption, setting: Setting, first_sentence: int) -> None:
        self.shape, self.caption, self.setting = shape, caption, setting
        self.sentence = self.first_sentence = first_sentence
        self.minus_is_hollow = not any(marks_down(text.chars) for text in shape.texts.values())
        self.found: dict[Place, Fact] = {}
        self.unread: list[Place] = []
        self.settings: dict[Place, tuple[Setting, Subject]] = {}

    def read_group(self, band: Band, group: Group) -> None:
        """Read the figures of one group of columns, row by row."""
        setting, caption = self.setting, self.caption
        columns = value_columns(self.shape, band, group, caption, setting.anchor, setting.default_role)
        heads_name = any(column.words.phrase and not is_generic(column.words.phrase) for column in columns)
        rows = value_rows(self.shape, band, group, caption, setting.anchor, setting.region, heads_name)
        for row in rows.rows.values():
            for clause, column in enumerate(columns):
                place = (row.number, column.number)
                at = _At(column, row, rows.axis, columns)
                if place in self.shape.figures:
                    fact = self._fact(at, place, clause)
                    if fact is None:
                        self.unread.append(place)
                    else:
                        self.found[place] = fact
                elif place in self.shape.texts:
                    self.settings[place] = self._setting(at), self._subject(at)
            self._note_remarks(band, row)
            self.sentence += 1

    def _note_remarks(self, band: Band, row: ValueRow) -> None:
        """Texts that stand in the row beside its figures are about what the row names."""
        if len(band.groups) == 1:
            for place in self.shape.texts:
                if place[0] == row.number and place not in self.settings:
                    about = replace(self.setting, item=row.item or None)
                    self.settings[place] = about, Subject(row.metric or _plain_item(row), None, row.scope)

    def result(self) -> TableReading:
        """All that was read."""
        facts = tuple(self.found[place] for place in sorted(self.found))
        read = set(self.found) | set(self.unread)
        bodies = {row for band in self.shape.bands for row in band.body}
        names = {
            column for band in self.shape.bands for group in band.groups
            for column in (group.name, group.unit, *group.categories) if column is not None
        }  # fmt: skip
        read |= {place for place in self.shape.texts if place[0] not in bodies or place[1] in names}
        read |= {place for place in self.shape.figures if place not in self.found and self._numbers_rows(place[1])}
        left = [place for place in self.shape.figures if place not in read]
        return TableReading(
            facts, frozenset(read | set(left)), tuple(sorted([*self.unread, *left])),
            self.sentence - self.first_sentence, self.settings, self.shape.table.index,
        )  # fmt: skip

    def _numbers_rows(self, column: int) -> bool:
        """Whether `column` is one of no values: numbers of rows, codes."""
        return all(column not in group.values for band in self.shape.bands for group in band.groups)

    def _fact(self, at: _At, place: Place, clause: int) -> Fact | None:
        figure = self.shape.figures[place]
        subject = self._subject(at)
        unit = figure.unit or self._unit(at, subject.metric)
        if unit is None or not subject.metric:
            return None
        kind = self._kind(at, unit)
        if kind is None:
            return None
        quantity = figure.quantity(unit, self.minus_is_hollow)
        if kind == "rank" and at.column.words.scope:
            subject = replace(subject, scope=at.column.words.scope)
        dated = self._dated(at, kind, subject.metric)
        evidence = " ".join(part for part in (at.row.item, at.column.head) if part)
        block = f"t{self.shape.table.index}.r{place[0]}.c{place[1]}"
        placed = Placed(figure.prose, block, self.sentence, clause, evidence)
        fact = make_fact(
            placed, quantity, Reading(kind, "", per=unit.per), subject, 0, self._role(at, kind), "eq",
            dated, self._base(at, kind, subject), self._basis(at, kind), self._setting(at),
        )  # fmt: skip
        return replace(fact, rule=f"table.{kind}")

    def _setting(self, at: _At) -> Setting:
        head_period = at.column.period if at.column.column else None
        return replace(
            self.setting,
            item=at.row.item or None,
            column=at.column.column,
            column_period=at.column.period,
            head_period=head_period,
        )

    def _subject(self, at: _At) -> Subject:
        """The metric, its whole and whose figure it is: by the row where rows are metrics, else by the column."""
        words, row = at.column.words, at.row
        scope = row.scope
        if scope and words.scope and words.scope != scope:
            scope = f"{scope}{words.scope}"
        scope = scope or words.scope
        by_head = self._named_by_head(at)
        parent = row.parent
        if at.axis != "metrics":
            metric, parent = by_head or row.metric or self._subject_beside(at), None
            if words.above and words.above != metric and words.above in catalogue().by_name:
                parent = words.above
        elif not row.metric:
            metric = by_head or self.caption.subject or self.caption.stem or _plain_item(row)
        elif not by_head or by_head == row.metric or row.metric.endswith(by_head):
            metric = row.metric
        elif is_generic(words.phrase):
            known = row.metric in catalogue().by_name or row.metric.endswith(("收入", "支出", "税", "费"))
            metric = row.metric if known else row.metric + words.phrase
        elif row.metric in catalogue().by_name or row.words.scope == row.item:
            metric, parent = row.metric + by_head, row.metric
        else:
            metric, parent, scope = by_head, None, scope or _plain_item(row)
        if scope is None and at.axis == "times":
            scope = self.caption.scope
        if scope is None and at.axis == "metrics":
            scope = self.caption.scope
        if scope is None and at.axis in ("units", "items"):
            scope = whole_scope(self.caption, self.setting.region)
        return Subject(metric, parent, scope)

    def _named_by_head(self, at: _At) -> str:
        return self._phrase_of(at.column, at.axis)

    def _phrase_of(self, column: ValueColumn, axis: Axis) -> str:
        """The metric that a column's head names; 收入 alone leans on the caption where rows are no metrics."""
        phrase = column.words.phrase
        if not phrase or not is_generic(phrase) or axis == "metrics":
            return phrase
        about = self.caption.stem or regex.sub(r"(?:收入|支出|收支)$", "", self.caption.subject)
        return about + phrase

    def _subject_beside(self, at: _At) -> str:
        """The metric of a column whose head names none: the caption's, else that of the amounts beside it."""
        measured = at.column.measured not in ("level", "change")
        beside = level_beside(at.column, at.columns) if at.axis == "items" or measured else None
        named = self._phrase_of(beside, at.axis) if beside is not None else ""
        about = self.caption.subject or self.caption.stem
        if about or named:
            return named or about
        return next((named for column in at.columns if (named := self._phrase_of(column, at.axis))), "")

    def _unit(self, at: _At, metric: str) -> MeasureUnit | None:
        """The unit of a figure that is printed without one: the head's, the row's, that of its kind, the caption's."""
        column = at.column
        measured = column.measured
        if measured == "level" and at.row.words.measure is not None:
            measured = {"moved": "growth", "amount": "level"}.get(at.row.words.measure.kind, at.row.words.measure.kind)  # type: ignore[assignment]
        for unit in (column.words.unit, at.row.unit):
            if unit is not None and unit.dimension in _DIMENSIONS.get(measured, (unit.dimension,)):
                return unit
        match measured:
            case "growth" | "completion" | "share":
                return PERCENT if self._plausible_percent(column) else None
            case "change_pp":
                return POINTS
            case "rank":
                return PLACES
        return self._unit_of_caption(metric)

    def _plausible_percent(self, column: ValueColumn) -> bool:
        """Whether rates without any percent sign are in percent; all of them small, they may be parts of one."""
        if column.words.percent or any(unit.dimension == "percent" for unit in self.caption.units):
            return True
        values = [figure.value for (_, number), figure in self.shape.figures.items() if number == column.number]
        fractions = [value for value in values if abs(value) < Fraction(3, 2) and value.denominator > 10]
        return len(fractions) < len(values) or not values

    def _unit_of_caption(self, metric: str) -> MeasureUnit | None:
        plain = [unit for unit in self.caption.units if unit.dimension not in ("percent", "points")]
        counted = next((word for ending, word in _COUNTED if metric.endswith(ending)), None)
        if counted:
            named = next((unit for unit in plain if unit.dimension == "count"), None)
            return named or MeasureUnit(counted, Fraction(1), "count")
        money = [unit for unit in plain if unit.dimension == "money"]
        if money or plain:
            return (money or plain)[0]
        return self.caption.units[0] if self.caption.units else None

    def _kind(self, at: _At, unit: MeasureUnit) -> Kind | None:
        """The kind by head, row and unit; None where unit and kind cannot go together."""
        measured = at.column.measured
        measure = at.row.words.measure
        if measured == "level" and measure is not None and measure.kind != "amount":
            moved = measure.kind in ("moved", "growth", "change")
            rate = unit.dimension in ("percent", "multiple")
            measured = ("growth" if rate else "change") if moved else measure.kind  # type: ignore[assignment]
        if unit.dimension == "points":
            return "change_pp"
        if measured == "level":
            return self._level_kind(unit)
        if measured == "growth" and unit.dimension not in ("percent", "multiple"):
            return "change"
        if measured in ("completion", "share") and unit.dimension != "percent":
            return None
        return measured

    def _level_kind(self, unit: MeasureUnit) -> Kind:
        match unit.dimension:
            case "money":
                return "unit_price" if unit.per else "amount"
            case "percent":
                titled = self.caption.measure
                return "growth" if titled is not None and titled.kind in ("growth", "moved") else "share"
            case "multiple":
                return "multiple"
            case "rank":
                return "rank"
            case "ratio":
                return "ratio"
            case _:
                return "count"

    def _role(self, at: _At, kind: Kind) -> FactRole:
        measure = at.row.words.measure
        if at.column.role == "actual" and measure is not None and measure.role is not None and kind == "amount":
            return measure.role
        return at.column.role

    def _base(self, at: _At, kind: Kind, subject: Subject) -> str | None:
        base = at.column.base or at.row.words.base
        if kind == "growth" and base is None and "环比" in at.column.words.text + at.row.words.text:
            return "上月"
        if kind != "share" or base is not None:
            return base
        metric = catalogue().by_name.get(subject.metric)
        if at.axis == "metrics":
            return subject.parent
        whole = catalogue().by_code[metric.of] if metric is not None and metric.of is not None else None
        mentioned = whole is not None and whole.name in (self.caption.subject, *self._heads())
        return whole.name if whole is not None and mentioned else None

    def _heads(self) -> list[str]:
        return [level for band in self.shape.bands for levels in band.levels for level in levels]

    def _basis(self, at: _At, kind: Kind) -> str | None:
        if kind not in ("growth", "change", "amount", "change_pp"):
            return None
        noted = self.caption.basis if kind == "growth" else None
        return at.column.words.basis or at.row.words.basis or noted

    def _dated(self, at: _At, kind: Kind, metric: str) -> Dated:
        """The period that the row, the column, the caption or the report tells."""
        period: Period | None = at.column.period
        source: PeriodSource | None = at.column.period_source
        if at.row.period is not None and (period is None or at.axis == "times"):
            period, source = at.row.period, "explicit"
            if at.column.column == "cumulative" and period.start is not None:
                period = cumulative_until(period.end)
            if at.column.role == "baseline":
                period = a_year_before(period)
        if period is None and self.caption.period is not None:
            period = self.caption.period
            same = period == self.setting.document_period
            source = self.setting.document_period_source if same else "inherited"
        if period is None and self.setting.document_period is not None:
            period, source = self.setting.document_period, self.setting.document_period_source
        if period is not None and kind in ("amount", "count") and period.start is not None and _is_stock(metric):
            period = Period(None, period.end, "instant")
        return Dated(period, source if period else None)


def _is_stock(metric: str) -> bool:
    known = catalogue().by_name.get(metric)
    return known.nature == "stock" if known is not None else metric.endswith(_STOCK_WORDS)


def _plain_item(row: ValueRow) -> str:
    return row.words.phrase or row.item
