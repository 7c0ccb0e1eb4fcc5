"""Parquet: decimals exact, dates as dates, lists of words as lists, other structures as JSON text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Boolean, Column, Date, Integer
from sqlalchemy.types import TypeEngine

from pipeline.export.table_files import json_text
from pipeline.store.columns import DecimalText, UtcMoment
from pipeline.store.contract import Row, contract_fields, table_named

_PLACES: Final = 12
"""Decimal places kept; amounts are printed with at most six, bounds of quotients are rounded here."""

_DIGITS: Final = 38
_CONTEXT: Final = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
_ROWS_IN_BATCH: Final = 2_000
_BATCHES_IN_GROUP: Final = 10
WORD_LISTS: Final = frozenset({"other_names", "flags", "report_ids", "item_ids", "fact_ids", "source_names"})
"""Fields that are lists in Parquet; other structures are text."""


def write_parquet(path: Path, table: str, rows: Iterator[Row]) -> None:
    """Write `rows` in their order."""
    schema = pa.schema([(name, _arrow_type(table, name)) for name in contract_fields(table)])
    with pq.ParquetWriter(path, schema) as writer:
        while group := list(islice(_batches(rows, schema), _BATCHES_IN_GROUP)):
            writer.write_table(pa.Table.from_batches(group, schema))


def _batches(rows: Iterator[Row], schema: Any) -> Iterator[Any]:
    """Few rows at once: as Python objects they take many times the room that they take in columns."""
    while batch := [_plain(row) for row in islice(rows, _ROWS_IN_BATCH)]:
        yield pa.RecordBatch.from_pylist(batch, schema)


def _arrow_type(table: str, name: str) -> Any:
    if name in WORD_LISTS:
        return pa.list_(pa.string())
    columns = table_named(table).columns
    column: Column[Any] | None = columns.get(name)
    kind: TypeEngine[Any] | None = None if column is None else column.type
    match kind:
        case DecimalText():
            return pa.decimal128(_DIGITS, _PLACES)
        case UtcMoment():
            return pa.timestamp("us", tz="UTC")
        case Date():
            return pa.date32()
        case Boolean():
            return pa.bool_()
        case Integer():
            return pa.int64()
        case _:
            return pa.string()


def _plain(row: Row) -> Row:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-_PLACES), context=_CONTEXT)
    if isinstance(value, list | dict) and name not in WORD_LISTS:
        return json_text(value)
    return value
