"""Reads value tables into facts: every figure with what its column, its row and the caption say of it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from extractors.attribution.fact_maker import Placed, make_fact
from extractors.attribution.reading import Reading
from extractors.attribution.setting import Setting, Subject
from extractors.document import Document, Table
from extractors.fact import Fact
from extractors.periods import Anchor
from extractors.value_table.caption import Caption, caption_of
from extractors.value_table.cell import ValueCell
from extractors.value_table.column_groups import Group
from extractors.value_table.columns import value_columns
from extractors.value_table.figure import marks_down
from extractors.value_table.layout import Band, Shape, shape_of
from extractors.value_table.measure_unit import MeasureUnit
from extractors.value_table.measuring import base_of, basis_of, dated, kind_of, role_of, unit_of
from extractors.value_table.naming import is_named_by_heads, subject_of
from extractors.value_table.rows import value_rows
from extractors.value_table.value_row import ValueRow, plain_name, units_by_row

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was read of one value table. `sentences` is how many numbers for sentences (one a row) it took.

    `read` are the positions (row, column) of heads, names and figures; what stands elsewhere is text. `unread` are
    bare figures that could not be understood; `settings` tells for texts among the values whose they are. `columns`
    are the numbers of the columns of `facts`, one for each.
    """

    facts: tuple[Fact, ...]
    read: frozenset[Place]
    unread: tuple[Place, ...]
    sentences: int
    settings: Mapping[Place, tuple[Setting, Subject]] = field(default_factory=dict)
    table: int = 0
    columns: tuple[int, ...] = ()

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


def read_value_table(
    table: ValueTable, setting: Setting, first_sentence: int, beside: Mapping[int, MeasureUnit] = MappingProxyType({})
) -> TableReading:
    """The facts of a value table in the order of print.

    `setting` is that of the running text; sentences are numbered from `first_sentence`, one for each row and group.
    `beside` are units that stand in rows outside of the table.
    """
    shape = table.shape
    reader = _TableReader(shape, table.caption, setting, first_sentence, beside)
    for band in shape.bands:
        for group in band.groups:
            reader.read_group(band, group)
    return reader.result()


class _TableReader:
    def __init__(
        self, shape: Shape, caption: Caption, setting: Setting, first_sentence: int, beside: Mapping[int, MeasureUnit]
    ) -> None:
        self.outside = self.beside = dict(beside)
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
        heads_name = is_named_by_heads(columns)
        unnamed = {column.number for column in columns if not column.words.phrase}
        self.beside = self.outside | units_by_row(self.shape, unnamed)
        rows = value_rows(self.shape, band, group, caption, setting.anchor, setting.region, heads_name)
        for row in rows.rows.values():
            for clause, column in enumerate(columns):
                place = (row.number, column.number)
                cell = ValueCell(column, row, rows.axis, columns)
                if place in self.shape.figures:
                    fact = self._fact(cell, place, clause)
                    if fact is None:
                        self.unread.append(place)
                    else:
                        self.found[place] = fact
                elif place in self.shape.texts:
                    self.settings[place] = self._setting(cell), subject_of(cell, caption, setting.region)
            self._note_remarks(band, row)
            self.sentence += 1

    def _note_remarks(self, band: Band, row: ValueRow) -> None:
        """Texts that stand in the row beside its figures are about what the row names."""
        if len(band.groups) == 1:
            for column in range(self.shape.table.columns):
                place = (row.number, column)
                if place in self.shape.texts and place not in self.settings:
                    about = replace(self.setting, item=row.item or None)
                    self.settings[place] = about, Subject(row.metric or plain_name(row), None, row.scope)

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
        read |= {place for place in self.shape.figures if self._numbers_rows(place)}
        left = [
            place for place in self.shape.figures
            if place not in read or (place[0] not in bodies and place[0] not in self.shape.heads)
        ]  # fmt: skip
        return TableReading(
            facts, frozenset(read | set(left)), tuple(sorted([*self.unread, *left])),
            self.sentence - self.first_sentence, self.settings, self.shape.table.index,
            tuple(column for _, column in sorted(self.found)),
        )  # fmt: skip

    def _numbers_rows(self, place: Place) -> bool:
        """Whether the cell only numbers or codes its row."""
        return place[1] in self.shape.skipped

    def _fact(self, cell: ValueCell, place: Place, clause: int) -> Fact | None:
        figure, caption = self.shape.figures[place], self.caption
        subject = subject_of(cell, caption, self.setting.region)
        beside = self.beside.get(place[0]) if not cell.column.words.phrase else None
        unit = figure.unit or unit_of(cell, subject.metric, caption, beside)
        if unit is not None and figure.scale is not None and unit.dimension in ("money", "count"):
            unit = replace(unit, factor=Fraction(figure.scale))
        kind = kind_of(cell, unit, caption) if unit is not None else None
        if unit is None or kind is None or not subject.metric:
            return None
        if kind == "rank" and cell.column.words.scope:
            subject = replace(subject, scope=cell.column.words.scope)
        evidence = " ".join(part for part in (cell.row.item, cell.column.head) if part)
        block = f"t{self.shape.table.index}.r{place[0]}.c{place[1]}"
        fact = make_fact(
            Placed(figure.prose, block, self.sentence, clause, evidence),
            figure.quantity(unit, self.minus_is_hollow),
            Reading(kind, "", cell.column.runs_down, per=unit.per),
            subject,
            0,
            role_of(cell, kind),
            "eq",
            dated(cell, kind, subject.metric, caption, self.setting),
            base_of(cell, kind, subject, caption, self.shape),
            basis_of(cell, kind, caption),
            self._setting(cell),
        )
        return replace(fact, rule=f"table.{kind}")

    def _setting(self, cell: ValueCell) -> Setting:
        head_period = cell.column.period if cell.column.column else None
        return replace(
            self.setting,
            item=cell.row.item or None,
            column=cell.column.column,
            column_period=cell.column.period,
            head_period=head_period,
        )
