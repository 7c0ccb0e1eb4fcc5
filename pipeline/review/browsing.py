"""Tables and views to look through: a page at a time, filtered and sorted by the database, and whole for files."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Literal, get_args

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    String,
    Subquery,
    Table,
    cast,
    func,
    literal,
    select,
)

from pipeline.export.field_types import ExportedField, FieldType, exported_fields, field_type
from pipeline.store.columns import DecimalText, UtcMoment
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_select, table_named
from pipeline.store.views import views

ROWS_ON_PAGE: Final = 50
MOST_COUNTED: Final = 10_000
"""Beyond so many matching rows they are neither counted nor sorted."""

_OTHER_TABLES: Final = (
    "finding_facts", "metrics", "metric_aliases", "units", "runs", "equation_counts", "status_changes", "fact_changes",
    "owed_reports", "notices", "notice_findings",
)  # fmt: skip
"""Tables beside the exported ones that anybody who is signed in may look through; accounts are not among them."""

_WHOLE_VIEWS: Final = frozenset({"monthly"})
"""Views that the database works out whole before it gives the first row."""

Operator = Literal["is", "has", "from", "to"]
OPERATORS: Final[tuple[Operator, ...]] = get_args(Operator)


@dataclass(frozen=True, slots=True)
class Source:
    """A table or view: its fields in their order, and those by which even a large one is sorted at once."""

    name: str
    comment: str
    doc: str
    fields: tuple[ExportedField, ...]
    is_view: bool
    sortable: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows whose `field` is, holds, is from or up to `value` (all rows, if no field is named), sorted by `sort`."""

    field: str = ""
    operator: Operator = "is"
    value: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Browsed:
    """A page of rows. `total` is how many there are, or MOST_COUNTED where `more` says that there are more; `unsorted`
    that they were too many to be sorted as asked, `too_much` that nothing was looked up for want of a filter."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int
    more: bool = False
    unsorted: bool = False
    too_much: bool = False


class NotUnderstood(ValueError):
    """The value of a filter is none that the field can have; says so in Chinese."""


@cache
def sources() -> tuple[Source, ...]:
    """All of them: views, exported tables, other tables."""
    return (*_views(), *(_exported(name) for name in EXPORTED_TABLES), *(_other(name) for name in _OTHER_TABLES))


def source_named(name: str) -> Source | None:
    """The table or view of that name, if it may be looked through."""
    return next((source for source in sources() if source.name == name), None)


def browse(connection: Connection, source: Source, asked: Asked, page: int = 1) -> Browsed:
    """A page of what is asked for; a number beyond the last page gives the last. Raises NotUnderstood."""
    inner = _inner(source)
    condition = _condition(source, inner, asked)
    if condition is None and source.name in _WHOLE_VIEWS and _is_large(connection):
        return Browsed([], 1, 1, 0, too_much=True)
    if condition is None and not source.is_view:
        total, more = connection.execute(select(func.count()).select_from(table_named(source.name))).scalar_one(), False
    else:
        bounded = _where(select(literal(1)).select_from(inner), condition).limit(MOST_COUNTED + 1).subquery()
        counted = connection.execute(select(func.count()).select_from(bounded)).scalar_one()
        total, more = min(counted, MOST_COUNTED), counted > MOST_COUNTED
    pages = max(1, -(-total // ROWS_ON_PAGE))
    page = min(max(1, page), pages)
    few = total <= MOST_COUNTED and not more
    order = _order(source, asked, few)
    rows = _page_rows(connection, source, inner, condition, order, (page - 1) * ROWS_ON_PAGE)
    return Browsed(rows, page, pages, total, more, unsorted=bool(asked.sort) and asked.sort not in dict(order))


def all_rows(connection: Connection, source: Source, asked: Asked) -> Iterator[Row]:
    """Every row that is asked for, a few at a time; tables by their key. Raises NotUnderstood at once."""
    inner = _inner(source)
    order = [] if source.is_view else [inner.c[name] for name in _key(source)]
    statement = _where(select(*inner.c), _condition(source, inner, asked)).order_by(*order)
    result = connection.execution_options(yield_per=1000).execute(statement)
    names = tuple(map(str, result.keys()))  # plain words, which JSON takes as keys, not SQLAlchemy's own
    return (dict(zip(names, row, strict=True)) for row in result)


Order = Sequence[tuple[str, bool]]
"""Fields to sort by, and whether downwards."""


def _order(source: Source, asked: Asked, few: bool) -> Order:
    """By what is asked for, if that is quick; by the key after it, of a view with too many rows not at all."""
    key = [(field, False) for field in _key(source)]
    named = {field.name for field in source.fields}
    if asked.sort in named and (few or asked.sort in source.sortable):
        return [(asked.sort, asked.descending), *((name, down) for name, down in key if name != asked.sort)]
    return key


def _page_rows(
    connection: Connection,
    source: Source,
    inner: Subquery,
    condition: ColumnElement[bool] | None,
    order: Order,
    start: int,
) -> list[Row]:
    """The rows of a page. Those of a whole table are found by their keys first: what is skipped is not read whole."""
    key = _key(source)
    own = source.is_view or any(name not in table_named(source.name).c for name, _ in order)
    if own or condition is not None or len(key) != 1:
        asked = _where(select(*inner.c), condition).order_by(*_by(inner, order)).limit(ROWS_ON_PAGE).offset(start)
        return [dict(row) for row in connection.execute(asked).mappings()]
    table = table_named(source.name)
    keys = select(table.c[key[0]]).order_by(*_by(table, order)).limit(ROWS_ON_PAGE).offset(start)
    ids = list(connection.execute(keys).scalars())
    rows = connection.execute(select(*inner.c).where(inner.c[key[0]].in_(ids))).mappings()
    found = {row[key[0]]: dict(row) for row in rows}
    return [found[each] for each in ids if each in found]


def _by(source: FromClause, order: Order) -> list[Any]:
    columns = [(cast(source.c[name], String) if isinstance(source.c[name].type, JSON) else source.c[name], down)
               for name, down in order]  # fmt: skip
    return [column.desc() if down else column for column, down in columns]


def _where(statement: Select[Any], condition: ColumnElement[bool] | None) -> Select[Any]:
    return statement if condition is None else statement.where(condition)


def _key(source: Source) -> list[str]:
    return [] if source.is_view else [column.name for column in table_named(source.name).primary_key.columns]


def _inner(source: Source) -> Subquery:
    """The rows of the source, to be asked by the names of its fields."""
    if source.is_view:
        return next(view.statement for view in views() if view.name == source.name).subquery()
    if source.name in EXPORTED_TABLES:
        return contract_select(source.name).subquery()
    return select(table_named(source.name)).subquery()


def _condition(source: Source, inner: Subquery, asked: Asked) -> ColumnElement[bool] | None:
    field = next((field for field in source.fields if field.name == asked.field), None)
    if field is None or not asked.value.strip():
        return None
    column, value = inner.c[field.name], asked.value.replace("\x00", "").strip()
    if asked.operator == "has" or field.kind in {"list", "object"}:
        return func.lower(cast(column, String)).contains(value.lower(), autoescape=True)
    given = _typed(field, value)
    comparable: ColumnElement[Any] = _number(column) if field.kind == "decimal" else column
    if field.kind == "boolean":
        return column.is_(given)
    compare = {"is": operator.eq, "from": operator.ge, "to": operator.le}[asked.operator]
    found: ColumnElement[bool] = compare(comparable, given)
    return found


def _number(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A decimal kept as text, as a number that is compared."""
    return cast(column, Numeric)


def _typed(field: ExportedField, value: str) -> Any:
    """The value as the field has it. Raises NotUnderstood."""
    try:
        match field.kind:
            case "date":
                return date.fromisoformat(value)
            case "datetime":
                return datetime.fromisoformat(value).astimezone(UTC)
            case "integer":
                if len(value) > _LONGEST_INTEGER:
                    raise ValueError(value)
                return int(value)
            case "decimal":
                number = Decimal(value.replace(",", "").replace("，", ""))
                if not number.is_finite():
                    raise ValueError(value)
                return number
            case "boolean":
                return {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}[value.lower()]
            case _:
                return value
    except (ValueError, KeyError, OverflowError, InvalidOperation) as error:
        raise NotUnderstood(_HOW_TO_WRITE.get(field.kind, "这个值看不懂。")) from error


_LONGEST_INTEGER: Final = 18
_HOW_TO_WRITE: Final = {
    "date": "日期写成 2024-05-31。",
    "datetime": "时间写成 2024-05-31 或 2024-05-31T08:00。",
    "integer": "这一列是整数。",
    "decimal": "这一列是数，写成 12345.67，不带单位。",
    "boolean": "这一列写“是”或“否”。",
}


def _is_large(connection: Connection) -> bool:
    facts = table_named("facts")
    bounded = select(facts.c.fact_id).limit(MOST_COUNTED * 2 + 1).subquery()
    return connection.execute(select(func.count()).select_from(bounded)).scalar_one() > MOST_COUNTED * 2


def _exported(name: str) -> Source:
    table = table_named(name)
    return Source(name, table.comment or "", "", exported_fields(name), False, _indexed(table))


def _other(name: str) -> Source:
    table = table_named(name)
    fields = tuple(
        ExportedField(column.name, field_type(column), not column.nullable, column.comment or "", column.doc or "")
        for column in table.columns
    )
    return Source(name, table.comment or "", "", fields, False, _indexed(table))


def _indexed(table: Table) -> frozenset[str]:
    """The columns that an index of the table begins with."""
    first = [next(iter(index.columns)).name for index in table.indexes]
    return frozenset({*first, next(iter(table.primary_key.columns)).name})


def _views() -> Iterator[Source]:
    for view in views():
        fields = tuple(
            ExportedField(column.name, _kind_of(column.expression), False, column.comment, column.doc)
            for column in view.columns
        )
        yield Source(view.name, view.comment, view.doc, fields, True, frozenset())


def _kind_of(expression: ColumnElement[Any]) -> FieldType:
    match expression.type:
        case DecimalText() | Numeric():
            return "decimal"
        case UtcMoment():
            return "datetime"
        case Date():
            return "date"
        case Integer():
            return "integer"
        case Boolean():
            return "boolean"
        case JSON():
            return "list"
        case _:
            return "string"
