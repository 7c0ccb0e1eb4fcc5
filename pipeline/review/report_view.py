"""A report as it was read: rows of its sheet, paragraphs and tables in their order, each printed figure with its fact
and the findings that rest on it, a screenful at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final, Literal

import regex
from sqlalchemy import Connection, select

from pipeline.review.figure_marks import figure_marks
from pipeline.review.figures_in_text import Figure, Mark, Piece, block_and_start, pieces
from pipeline.store.contract import Row, table_named
from pipeline.store.key_portions import key_portions

Kind = Literal["row", "paragraph", "table"]

ENTRIES_ON_PAGE: Final = 60
"""Rows of the sheet, paragraphs or rows of a table that are shown at once."""

_ITEM: Final = regex.compile(r"i(?P<position>\d+)\.(?P<column>\w+)")
_CELL: Final = regex.compile(r"t(?P<table>\d+)\.r(?P<row>\d+)\.c(?P<column>\d+)")
_PARAGRAPH: Final = regex.compile(r"p(?P<number>\d+)")

TEXT_COLUMNS: Final = ("target", "current", "cumulative", "completion")
"""Columns of a progress sheet whose cells hold figures."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the progress sheet: `item` is its row in the store, `cells` the texts of its columns with figures,
    `others` those of columns without a role by their head; `lost` are figures that do not stand there as printed."""

    item: Row
    cells: Mapping[str, tuple[Piece, ...]]
    others: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    lost: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """The clauses of a paragraph that hold figures, in their order; `number` counts the file's blocks from 1."""

    number: int
    clauses: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a value table: its name, and its figures by the number of the column."""

    number: int
    name: str
    cells: Mapping[int, tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind that follow each other; `heads` are the texts of columns, by role or by number."""

    kind: Kind
    entries: Sequence[SheetRow | ReadParagraph | TableRow]
    heads: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadPart:
    """The screenful: its sections, which of how many it is (from 1), and how many figures the report has in all."""

    sections: tuple[Section, ...]
    page: int
    pages: int
    figures: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    group: int
    number: int
    order: tuple[int, int]
    fact_ids: tuple[str, ...]


def read_part(connection: Connection, report: Row, page: int = 1, fact_id: str | None = None) -> ReadPart:
    """The screenful `page` of the report (of `contract_fields`), or that in which the fact stands."""
    entries = _entries(connection, report["report_id"])
    pages = max(1, -(-len(entries) // ENTRIES_ON_PAGE))
    if fact_id is not None:
        at = next((place for place, entry in enumerate(entries) if fact_id in entry.fact_ids), None)
        page = page if at is None else at // ENTRIES_ON_PAGE + 1
    page = min(max(1, page), pages)
    shown = entries[(page - 1) * ENTRIES_ON_PAGE : page * ENTRIES_ON_PAGE]
    figures = _figures(connection, report, [each for entry in shown for each in entry.fact_ids])
    items = _items(connection, report["report_id"], [entry.number for entry in shown if entry.kind == "row"])
    sections = tuple(
        _section(kind, list(group), figures, items)
        for (kind, _), group in groupby(shown, key=lambda entry: (entry.kind, entry.group))
    )
    return ReadPart(sections, page, pages, sum(len(entry.fact_ids) for entry in entries))


def _entries(connection: Connection, report_id: str) -> list[_Entry]:
    """What the report consists of, in its order, by the places of its facts; rows of the sheet without facts, too."""
    facts, items = table_named("facts"), table_named("items")
    asked = select(facts.c.fact_id, facts.c.locator, facts.c.sentence).where(facts.c.report_id == report_id)
    found: dict[tuple[Kind, int, int], tuple[int, list[str]]] = {}
    for row in connection.execute(asked):
        key = _key(block_and_start(row.locator)[0])
        first, ids = found.setdefault(key, (row.sentence, []))
        ids.append(row.fact_id)
        found[key] = (min(first, row.sentence), ids)
    positions = connection.execute(
        select(items.c.position).where(items.c.report_id == report_id).order_by(items.c.position)
    ).scalars()
    before = min((first for (kind, _, _), (first, _) in found.items() if kind == "row"), default=0)
    for position in positions:
        before = found.setdefault(("row", 0, position), (before, []))[0]
    return sorted(
        (
            _Entry(kind, group, number, (first, number), tuple(ids))
            for (kind, group, number), (first, ids) in found.items()
        ),
        key=lambda entry: (entry.order, entry.kind, entry.group),
    )


def _key(block: str) -> tuple[Kind, int, int]:
    if match := _ITEM.match(block):
        return "row", 0, int(match["position"])
    if match := _CELL.match(block):
        return "table", int(match["table"]), int(match["row"])
    match = _PARAGRAPH.match(block)
    return "paragraph", 0, int(match["number"]) if match else 0


def _figures(connection: Connection, report: Row, fact_ids: Sequence[str]) -> dict[str, Figure]:
    facts = table_named("facts")
    rows: list[Row] = []
    for portion in key_portions(sorted(fact_ids)):
        rows += (dict(row) for row in connection.execute(select(facts).where(facts.c.fact_id.in_(portion))).mappings())
    marks = figure_marks(connection, report, rows)
    figures = {}
    for row in rows:
        block, start = block_and_start(row["locator"])
        figures[row["fact_id"]] = Figure(row, block, start, marks.get(row["fact_id"], ()))
    return figures


def _items(connection: Connection, report_id: str, positions: Sequence[int]) -> dict[int, Row]:
    items = table_named("items")
    asked = select(items).where(items.c.report_id == report_id, items.c.position.in_(positions))
    return {row["position"]: dict(row) for row in connection.execute(asked).mappings()} if positions else {}


def _section(kind: Kind, entries: list[_Entry], figures: Mapping[str, Figure], items: Mapping[int, Row]) -> Section:
    own = [[figures[each] for each in entry.fact_ids if each in figures] for entry in entries]
    if kind == "row":
        rows = [_sheet_row(items[entry.number], of_row) for entry, of_row in zip(entries, own, strict=True)
                if entry.number in items]  # fmt: skip
        heads = {role: head for row in reversed(rows) for role, head in (row.item["heads"] or {}).items()}
        return Section(kind, rows, heads)
    if kind == "paragraph":
        return Section(kind, [_paragraph(entry.number, mine) for entry, mine in zip(entries, own, strict=True)])
    return Section(
        kind,
        [_table_row(entry.number, mine) for entry, mine in zip(entries, own, strict=True)],
        _column_heads(each for mine in own for each in mine),
    )


def _sheet_row(item: Row, figures: Iterable[Figure]) -> SheetRow:
    by_column: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        match = _ITEM.match(figure.block)
        by_column[match["column"] if match else ""].append(figure)
    texts = {"target": "target_text", "current": "current_text", "cumulative": "cumulative_text"}
    cells: dict[str, tuple[Piece, ...]] = {}
    lost: list[Figure] = []
    for column in TEXT_COLUMNS:
        cells[column], left = pieces(item[texts.get(column, column)] or "", by_column.pop(column, ()))
        lost += left
    asides = [figure for column in sorted(by_column) for figure in by_column[column]]
    others = {}
    for head, text in (item["others"] or {}).items():
        others[head], asides = _taken(text, asides)
    return SheetRow(item, cells, others, (*lost, *asides))


def _taken(text: str, figures: list[Figure]) -> tuple[tuple[Piece, ...], list[Figure]]:
    """The pieces of an aside, with those of the figures whose clause stands in it, and the figures that are left."""
    closed = "".join(text.split())
    here = [figure for figure in figures if "".join(figure.fact["evidence"].split()) in closed]
    found, lost = pieces(text, here)
    taken = {id(figure) for figure in here} - {id(figure) for figure in lost}
    return found, [figure for figure in figures if id(figure) not in taken]


def _paragraph(number: int, figures: Iterable[Figure]) -> ReadParagraph:
    ordered = sorted(figures, key=lambda each: (each.fact["sentence"], each.fact["clause"], each.start))
    clauses = []
    for (_, _, evidence), group in groupby(ordered, key=_clause):
        found, lost = pieces(evidence, group)
        clauses.append((*found, *(Piece(figure.printed, (figure,)) for figure in lost)))
    return ReadParagraph(number + 1, tuple(clauses))


def _clause(figure: Figure) -> tuple[int, int, str]:
    return figure.fact["sentence"], figure.fact["clause"], figure.fact["evidence"]


def _table_row(number: int, figures: Sequence[Figure]) -> TableRow:
    cells: dict[int, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda each: (each.start, each.fact["index_at_locator"])):
        cells[_column(figure)].append(figure)
    name = next((figure.fact["item"] for figure in figures if figure.fact["item"]), "")
    return TableRow(number + 1, name, {column: tuple(found) for column, found in sorted(cells.items())})


def _column(figure: Figure) -> int:
    match = _CELL.match(figure.block)
    return int(match["column"]) if match else 0


def _column_heads(figures: Iterable[Figure]) -> dict[int, str]:
    """The head of each column, by its number: what the evidence of most of its figures says behind the row's name."""
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        name, evidence = figure.fact["item"] or "", figure.fact["evidence"]
        said[_column(figure)][evidence.removeprefix(name).strip() or evidence] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in sorted(said.items())}


@dataclass(frozen=True, slots=True)
class Kin:
    """A report of the same unit, period and kind, and what it is to the one that is looked at: `superseded_by`,
    `supersedes`, `copy_of`, `copy`, `other`."""

    report: Row
    relation: str


def kin(connection: Connection, report: Row) -> list[Kin]:
    """Other versions and copies of the report, the latest version first."""
    reports = table_named("reports")
    fields = [reports.c[name] for name in ("report_id", "source_name", "revision", "issued_on", "same_as", "supersedes",
                                           "superseded_by", "withdrawn_at", "media_type")]  # fmt: skip
    end: date | None = report["period_end"]
    alike = (reports.c.same_as == report["report_id"]) | (reports.c.report_id == report["same_as"])
    if report["unit"] is not None and end is not None:
        alike |= (reports.c.unit == report["unit"]) & (reports.c.kind == report["kind"]) & (reports.c.period_end == end)
    asked = select(*fields).where(alike, reports.c.report_id != report["report_id"])
    ordered = asked.order_by(reports.c.revision.desc(), reports.c.source_name).limit(_MOST_KIN)
    return [Kin(row, _relation(row, report)) for row in map(dict, connection.execute(ordered).mappings())]


_MOST_KIN: Final = 40


def _relation(other: Row, report: Row) -> str:
    if other["report_id"] == report["superseded_by"]:
        return "superseded_by"
    if other["report_id"] == report["supersedes"]:
        return "supersedes"
    if other["report_id"] == report["same_as"]:
        return "copy_of"
    return "copy" if other["same_as"] == report["report_id"] else "other"


def stored_report(connection: Connection, report_id: str) -> Row | None:
    """The report with all its fields, also those that are not exported; None if there is none."""
    reports = table_named("reports")
    row = connection.execute(select(reports).where(reports.c.report_id == report_id)).mappings().first()
    return None if row is None else dict(row)


__all__ = [
    "ENTRIES_ON_PAGE", "TEXT_COLUMNS", "Figure", "Kin", "Mark", "Piece", "ReadParagraph", "ReadPart", "Section",
    "SheetRow", "TableRow", "kin", "read_part", "stored_report",
]  # fmt: skip
