"""The kind of value that each exported field holds, read off the models: for dictionary, package and workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import JSON, Boolean, Column, Date, Integer

from pipeline.store.columns import DecimalText, UtcMoment
from pipeline.store.contract import contract_fields, table_named

FieldType = Literal["string", "integer", "decimal", "boolean", "date", "datetime", "list", "object"]

_OBJECTS: Final = frozenset({"metadata_source"})


@dataclass(frozen=True)
class ExportedField:
    """A field of an exported table; `refers_to` is the table and field that it names a row of."""

    name: str
    kind: FieldType
    required: bool
    comment: str
    doc: str
    refers_to: tuple[str, str] | None = None


def exported_fields(table: str) -> tuple[ExportedField, ...]:
    """The fields of the table in their order; the report's file name stands in tables that have a report."""
    source = table_named(table)
    fields = []
    for name in contract_fields(table):
        column: Column[Any] = source.c[name] if name in source.c else table_named("reports").c[name]
        reference = next(iter(column.foreign_keys), None) if column.table is source else None
        fields.append(
            ExportedField(
                name,
                field_type(column),
                not column.nullable,
                column.comment or "",
                column.doc or "",
                None if reference is None else (reference.column.table.name, reference.column.name),
            )
        )
    return tuple(fields)


def field_type(column: Column[Any]) -> FieldType:
    """What a column's values are."""
    match column.type:
        case DecimalText():
            return "decimal"
        case UtcMoment():
            return "datetime"
        case Date():
            return "date"
        case Boolean():
            return "boolean"
        case Integer():
            return "integer"
        case JSON():
            return "object" if column.name in _OBJECTS else "list"
        case _:
            return "string"
