"""All facts of a document: by item and column where it is a progress sheet, else by paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from extractors.attribution.attribute import Attribution
from extractors.attribution.headings import Headings
from extractors.attribution.setting import Memory, Setting, Subject
from extractors.base_choice import with_chosen_bases
from extractors.document import Document, Paragraph, Table
from extractors.fact import Column, Fact, FactRole, Period
from extractors.metadata.report import hands_money_out
from extractors.periods import Anchor, month_end
from extractors.prose import prose
from extractors.report import Metadata
from extractors.sheet.item import Aside, Item
from extractors.sheet.number_columns import number_columns
from extractors.text import Text
from extractors.time_words import time_mentions
from extractors.value_table import read_value_table, value_tables
from extractors.yearly_targets import YearlyTarget, yearly_targets

_COLUMNS: tuple[Column, ...] = ("target", "current", "cumulative", "completion")


@dataclass(slots=True)
class _Count:
    """How many sentences were read so far, and what was seen but not understood."""

    sentences: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of a document in the order of print; `warnings` name what was seen but not understood."""

    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]


def document_facts(
    document: Document, items: tuple[Item, ...], sheet_tables: frozenset[int], metadata: Metadata, year: int | None
) -> DocumentFacts:
    """All facts; `sheet_tables` are the tables whose rows are `items`, `year` the year to assume."""
    anchor = Anchor(metadata.period, metadata.period.end.year if metadata.period else year)
    count = _Count()
    facts = [fact for item in items for fact in _item_facts(item, anchor, metadata, count)]
    facts.extend(_number_facts(document, items, anchor, metadata, count))
    facts.extend(_running_facts(document, sheet_tables, anchor, metadata, count))
    return DocumentFacts(tuple(with_chosen_bases(facts)), tuple(count.warnings))


def _item_facts(item: Item, anchor: Anchor, metadata: Metadata, count: _Count) -> list[Fact]:
    facts: list[Fact] = []
    row_amount = ""
    for column in _COLUMNS:
        text: Text = getattr(item, column)
        if not text.strip():
            continue
        head = item.heads.get(column, "")
        period = column_period(column, head, anchor)
        setting = Setting(
            anchor,
            region=metadata.region,
            item=item.name.compact() or None,
            item_position=item.position,
            column=column,
            column_period=period,
            head_period=period if column in ("current", "cumulative") else None,
            default_role="target" if column == "target" else "actual",
            torn=item.torn,
        )
        found = _read(text, f"i{item.position}.{column}", replace(setting, row_amount=row_amount), Memory(), count)
        facts.extend(found)
        if column == "target":
            row_amount = _only_amount(found)
    for aside in item.asides:
        if aside.told:
            before = count.sentences
            facts.extend(found := _aside_facts(aside, item, anchor, metadata, count))
            if not found:
                count.sentences = before  # a remark without figures shifts no sentence of the figures that follow
    return facts


def _only_amount(facts: list[Fact]) -> str:
    """The metric of money that a target names, where it names one only; '' where it names none or several."""
    named = {fact.metric for fact in facts if fact.kind == "amount"}
    return named.pop() if len(named) == 1 else ""


def _aside_facts(aside: Aside, item: Item, anchor: Anchor, metadata: Metadata, count: _Count) -> list[Fact]:
    """The facts of a cell outside target and progress (存在问题, 备注, 下步打算): of the row, without a column."""
    setting = Setting(
        anchor,
        region=metadata.region,
        item=item.name.compact() or None,
        item_position=item.position,
        column_period=column_period("target" if aside.aimed else "cumulative", aside.head, anchor),
        default_role="target" if aside.aimed else "actual",
        aside=True,
        torn=item.torn,
    )
    return _read(aside.text, f"i{item.position}.o{aside.column}", setting, Memory(), count)


def column_period(column: Column, head: str, anchor: Anchor) -> Period | None:
    """The period that a column stands for: what its head says, else what such a column is of in this report."""
    written = [m for m in time_mentions(prose(Text(head, (None,) * len(head))).string) if m.relation == "own"]
    if column != "completion" and written and (period := written[-1].period(anchor)):
        if period.start is None and column == "cumulative":
            return Period(date(period.end.year, 1, 1), period.end, "ytd")
        return period
    if column == "target":
        return Period(date(anchor.year, 1, 1), date(anchor.year, 12, 31), "year") if anchor.year else None
    if anchor.period is None:
        return None
    end = anchor.period.end
    if column == "current":
        if anchor.period.kind in ("quarter", "half", "year", "month"):
            return anchor.period
        return Period(date(end.year, end.month, 1), month_end(end.year, end.month), "month")
    return Period(date(end.year, 1, 1), end, "ytd")


def _number_facts(
    document: Document, items: tuple[Item, ...], anchor: Anchor, metadata: Metadata, count: _Count
) -> list[Fact]:
    """The facts of bare numbers in columns of progress sheets: read as a table of values, each of its row's item."""
    numbers = number_columns(document) if items else None
    if numbers is None or not numbers.tables:
        return []
    others = frozenset(table.index for table in document.tables) - numbers.tables
    positions = {item.name.compact(): item.position for item in reversed(items)}
    setting = Setting(anchor, region=metadata.region, document_period=metadata.period)
    facts: list[Fact] = []
    for index, table in value_tables(numbers.document, others, metadata.title, anchor).items():
        found = read_value_table(table, setting, count.sentences, numbers.units[index])
        count.sentences += found.sentences
        count.warnings.extend(found.warnings())
        for fact, number in zip(found.facts, found.columns, strict=True):
            role = numbers.roles[index, number]
            column = next((each for each in _COLUMNS if each == role), fact.column)
            scope = fact.scope if fact.scope != fact.item else None
            facts.append(replace(fact, item_position=positions.get(fact.item or ""), column=column, scope=scope))
    return facts


def _running_facts(
    document: Document, sheet_tables: frozenset[int], anchor: Anchor, metadata: Metadata, count: _Count
) -> list[Fact]:
    setting = of_document = Setting(
        anchor,
        region=metadata.region,
        default_role=_default_role(metadata),
        document_period=metadata.period,
        document_period_source="file_name" if metadata.source.get("period") == "file_name" else "document",
    )
    memory, headings = Memory(), Headings()
    values = value_tables(document, sheet_tables, metadata.title, anchor)
    facts: list[Fact] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if block.note:
                continue
            string = prose(block.text).string
            if headings.note(string, block.heading, anchor):
                memory.running_period = memory.topic_scope = None
            setting = headings.setting(of_document)
            memory.new_block()
            indicators, rest = yearly_targets(block.text)
            facts.extend(_yearly_facts(indicators, f"p{number}", setting, count))
            if rest is not None:
                facts.extend(_read(rest, f"p{number}", setting, memory, count))
            if metadata.title and string.strip("\n") and string.replace("\n", "") in metadata.title:
                memory.running_period = None  # what a title names is the document's period, not one said in its text
        elif block.index in values:
            found = read_value_table(values[block.index], setting, count.sentences)
            count.sentences += found.sentences
            count.warnings.extend(found.warnings())
            facts.extend(found.facts)
            facts.extend(_table_facts(block, setting, count, found.read, found.settings))
        elif block.index not in sheet_tables:
            facts.extend(_table_facts(block, setting, count))
    return facts


def _yearly_facts(indicators: tuple[YearlyTarget, ...], block: str, setting: Setting, count: _Count) -> list[Fact]:
    """Facts of a flattened table of yearly targets: what is not named in a cell is its indicator's."""
    facts: list[Fact] = []
    for number, indicator in enumerate(indicators):
        named = Subject(indicator.name) if indicator.name else None
        aimed = replace(setting, default_role="target")
        overall = _read(indicator.target, f"{block}.k{number}", aimed, Memory(main_before=named, last=named), count)
        facts.extend(overall)
        if len({fact.metric for fact in overall}) == 1:
            named = Subject(overall[0].metric, scope=overall[0].scope)
        for first, last, text in indicator.asked:
            years = Period(date(first, 1, 1), date(last, 12, 31), "year" if first == last else "range")
            of_years = replace(aimed, document_period=years, document_period_source="column")
            memory = Memory(main_before=named, last=named)
            facts.extend(_read(text, f"{block}.k{number}.{first}-{last}", of_years, memory, count))
    return facts


def _read(text: Text, block: str, setting: Setting, memory: Memory, count: _Count) -> list[Fact]:
    reading = Attribution(text, block, setting, memory, count.sentences)
    facts = reading.read()
    count.sentences = reading.sentence_number
    return facts


def _table_facts(
    table: Table,
    setting: Setting,
    count: _Count,
    read: Set[tuple[int, int]] = frozenset(),
    settings: Mapping[tuple[int, int], tuple[Setting, Subject]] = MappingProxyType({}),
) -> list[Fact]:
    """The facts of a table's cells read as text, but of those already `read`; `settings` may know whose a cell is."""
    facts: list[Fact] = []
    for cell in table.cells:
        place = (cell.row, cell.column)
        if place in read or not cell.text.strip():
            continue
        own, subject = settings.get(place, (setting, None))
        block = f"t{table.index}.r{cell.row}.c{cell.column}"
        facts.extend(_read(cell.text, block, own, Memory(main=subject), count))
    return facts


def _default_role(metadata: Metadata) -> FactRole:
    aims = metadata.kind in ("plan", "policy") and not hands_money_out(metadata.title)
    return "target" if aims else "actual"
