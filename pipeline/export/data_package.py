"""datapackage.json beside the exported files: what they hold, for programs (Frictionless Data Package, version 1)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pipeline import identity
from pipeline.export.field_types import ExportedField, exported_fields
from pipeline.export.parquet_files import WORD_LISTS
from pipeline.export.table_files import json_text
from pipeline.store.contract import EXPORTED_TABLES, table_named

PACKAGE_NAME: Final = "datapackage.json"

_MEDIA_TYPES: Final = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_data_package(path: Path, files: Iterable[tuple[str, Path]], format_: str) -> None:
    """Describe the (table, file) pairs, which lie beside `path`. Each file's hash is written down, so that a reader can
    tell whether all of them are of one export."""
    contents = [(table, file, identity.file_sha256(file)) for table, file in files]
    package = {
        "profile": "tabular-data-package" if format_ == "csv" else "data-package",
        "name": "hedui",
        "title": "hedui 核对：整理后的报告数字与疑点",
        "resources": [_resource(table, file, sha256, format_) for table, file, sha256 in contents],
    }
    path.write_text(json_text(package) + "\n", encoding="utf-8")


def _resource(table: str, file: Path, sha256: str, format_: str) -> dict[str, Any]:
    source = table_named(table)
    fields = exported_fields(table)
    described: dict[str, Any] = {
        "name": table,
        "path": file.name,
        "format": format_,
        "mediatype": _MEDIA_TYPES[format_],
        "encoding": "utf-8",
        "hash": f"sha256:{sha256}",
        "title": source.comment,
        "schema": {
            "fields": [_field(field, format_) for field in fields],
            "primaryKey": [column.name for column in source.primary_key.columns],
            "foreignKeys": [
                {"fields": [field.name], "reference": {"resource": target, "fields": [key]}}
                for field in fields
                if field.refers_to and (target := field.refers_to[0]) in EXPORTED_TABLES and (key := field.refers_to[1])
            ],
            "missingValues": [""],
        },
    }
    if format_ != "parquet":  # of which frictionless, the standard's own reader, counts no bytes, and calls them wrong
        described["bytes"] = file.stat().st_size
    if format_ == "csv":
        described["profile"] = "tabular-data-resource"
        described["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "header": True}
    if format_ == "xlsx":
        # As the standard names it, and as frictionless does.
        described["dialect"] = {"sheetName": table, "excel": {"sheet": table}}
    return described


def _field(field: ExportedField, format_: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _type(field, format_),
        "title": field.comment,
        "description": field.doc,
    }
    if field.required and field.kind != "string":  # a text that has to be there may still be an empty one
        described["constraints"] = {"required": True}
    return described


def _type(field: ExportedField, format_: str) -> str:
    """Decimals are numbers whose text is exact in csv, and text in jsonl. Parquet tells its types itself; frictionless
    takes its lists for arrays of NumPy, and whole numbers with gaps for floating ones."""
    kind: str = {"decimal": "string" if format_ == "jsonl" else "number", "list": "array"}.get(field.kind, field.kind)
    if format_ == "parquet":
        gaps = kind == "integer" and not field.required
        return "any" if field.name in WORD_LISTS else "number" if gaps else kind
    return kind
