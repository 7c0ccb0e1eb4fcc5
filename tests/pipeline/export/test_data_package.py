"""What goes with an export: the package that describes it, and the data dictionary of the documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pyarrow.parquet as pq
import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text

from pipeline.export import export_tables
from pipeline.export.dictionary import dictionary
from pipeline.export.tables import FORMATS
from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, contract_fields, contract_rows
from pipeline.store.views import views


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.put("一.txt", report_text("教育|current|支出|120.5", **JUNE))
    desk.put("坏.txt", "broken")
    desk.run()
    return desk


def package(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return described


@pytest.mark.parametrize("format_", FORMATS)
def test_every_table_is_described_with_its_fields(filled: Desk, tmp_path: Path, format_: str) -> None:
    written = export_tables(filled.store, tmp_path, format_)
    assert written[-1].name == "datapackage.json"
    resources = package(tmp_path)["resources"]
    assert [resource["name"] for resource in resources] == list(EXPORTED_TABLES)
    for resource in resources:
        content = (tmp_path / resource["path"]).read_bytes()
        # Of Parquet frictionless counts no bytes, and refuses a file of which some are promised.
        length = None if format_ == "parquet" else len(content)
        assert (resource.get("bytes"), resource["hash"]) == (length, f"sha256:{sha256(content).hexdigest()}")
        fields = resource["schema"]["fields"]
        assert tuple(field["name"] for field in fields) == contract_fields(resource["name"])
        assert all(field["title"] and field["description"] for field in fields)
        if format_ == "xlsx":  # by the standard's name and by that of frictionless, which else reads the first sheet
            assert resource["dialect"] == {"sheetName": resource["name"], "excel": {"sheet": resource["name"]}}
        for key in resource["schema"]["foreignKeys"]:
            target = next(each for each in resources if each["name"] == key["reference"]["resource"])
            assert set(key["reference"]["fields"]) <= {field["name"] for field in target["schema"]["fields"]}
    facts = next(resource for resource in resources if resource["name"] == "facts")
    assert facts["schema"]["primaryKey"] == ["fact_id"]
    assert {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["report_id"]}} in facts["schema"][
        "foreignKeys"
    ]


_NAME = {"type": "string", "pattern": "^[-a-z0-9._/]+$"}
_NAMES = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}
_FIELD = {
    "type": "object",
    "required": ["name", "type", "title", "description"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1},
        "type": {"enum": ["string", "number", "integer", "boolean", "object", "array", "any", "date", "datetime"]},
        "constraints": {"type": "object", "properties": {"required": {"type": "boolean"}}},
    },
}
_FOREIGN_KEY = {
    "type": "object",
    "required": ["fields", "reference"],
    "properties": {
        "fields": _NAMES,
        "reference": {
            "type": "object",
            "required": ["resource", "fields"],
            "properties": {"resource": {"type": "string"}, "fields": _NAMES},
        },
    },
}
_SCHEMA = {
    "type": "object",
    "required": ["fields", "primaryKey"],
    "properties": {
        "fields": {"type": "array", "minItems": 1, "items": _FIELD},
        "primaryKey": _NAMES,
        "foreignKeys": {"type": "array", "items": _FOREIGN_KEY},
        "missingValues": {"type": "array", "items": {"type": "string"}},
    },
}
_RESOURCE = {
    "type": "object",
    "required": ["name", "path", "schema"],
    "properties": {
        "name": _NAME,
        "profile": {"enum": ["data-resource", "tabular-data-resource"]},
        "path": {"type": "string", "pattern": r"^[^./~][^/]*$"},  # of this folder, and no address
        "format": {"enum": list(FORMATS)},
        "mediatype": {"type": "string", "pattern": "^.+/.+$"},
        "encoding": {"const": "utf-8"},
        "bytes": {"type": "integer", "minimum": 0},
        "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "title": {"type": "string", "minLength": 1},
        "dialect": {"type": "object"},
        "schema": _SCHEMA,
    },
}
_PACKAGE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["profile", "name", "resources"],
    "properties": {
        "profile": {"enum": ["data-package", "tabular-data-package"]},
        "name": _NAME,
        "title": {"type": "string", "minLength": 1},
        "resources": {"type": "array", "minItems": 1, "items": _RESOURCE},
    },
}
"""What the standard (Data Package and Table Schema, version 1) asks of a package, as far as ours makes use of it."""


@pytest.mark.parametrize("format_", FORMATS)
def test_the_package_is_of_the_standard(filled: Desk, tmp_path: Path, format_: str) -> None:
    export_tables(filled.store, tmp_path, format_)
    described = package(tmp_path)
    jsonschema.Draft7Validator.check_schema(_PACKAGE)
    jsonschema.validate(described, _PACKAGE)
    names = [resource["name"] for resource in described["resources"]]
    assert len(set(names)) == len(names)
    for resource in described["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
        assert (resource.get("profile") == "tabular-data-resource") == (format_ == "csv")


_READS: dict[str, Any] = {
    "integer": int,
    "number": Decimal,
    "array": json.loads,
    "object": json.loads,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
    "any": str,
}
_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (Decimal, int, float),
    "array": (list,),
    "object": (dict,),
    "date": (date,),
    "datetime": (datetime,),
    "boolean": (bool,),
    "string": (str,),
    "any": (list,),  # lists in Parquet, which frictionless takes for another kind of array
}


def _rows(folder: Path, resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a resource as its kind of file gives them."""
    path = folder / resource["path"]
    match resource["format"]:
        case "csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    yield {name: cell or None for name, cell in row.items()}
        case "jsonl":
            yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
        case "parquet":
            yield from pq.read_table(path).to_pylist()
        case _:
            rows = openpyxl.load_workbook(path)[resource["dialect"]["sheetName"]].iter_rows(values_only=True)
            names = [str(name) for name in next(rows)]
            yield from (dict(zip(names, row, strict=True)) for row in rows)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_cells_are_what_the_package_says(filled: Desk, tmp_path: Path, format_: str) -> None:
    export_tables(filled.store, tmp_path, format_)
    seen = 0
    for resource in package(tmp_path)["resources"]:
        rows = list(_rows(tmp_path, resource))
        with filled.store.reading() as connection:
            assert len(rows) == len(list(contract_rows(connection, resource["name"])))
        for field in resource["schema"]["fields"]:
            kind, required = field["type"], field.get("constraints", {}).get("required", False)
            for value in (row[field["name"]] for row in rows):
                assert value is not None or not required, field
                if value is not None:
                    seen += 1
                    # Text is what files hold that know no such values: csv and jsonl, lists in all but jsonl.
                    read = _READS[kind](value) if isinstance(value, str) else value
                    assert isinstance(read, _TYPES[kind]), (field["name"], value)
    assert seen > 50


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_holds_the_same_figures(filled: Desk, tmp_path: Path, format_: str) -> None:
    export_tables(filled.store, tmp_path, format_)
    facts = next(resource for resource in package(tmp_path)["resources"] if resource["name"] == "facts")
    found = {
        row["fact_id"]: (Decimal(str(row["value"])), str(row["period_end"])[:10]) for row in _rows(tmp_path, facts)
    }
    assert found == {row["fact_id"]: (row["value"], str(row["period_end"])) for row in filled.rows("facts")}
    assert found


def test_what_frictionless_makes_of_parquet(filled: Desk, tmp_path: Path) -> None:
    # Its numbers with gaps are floating ones, as pandas has them; run with frictionless 5.21, this is what it accepts.
    export_tables(filled.store, tmp_path, "parquet")
    types = {
        field["name"]: field["type"]
        for resource in package(tmp_path)["resources"]
        for field in resource["schema"]["fields"]
    }
    assert (types["pages"], types["position"], types["flags"], types["spans"]) == ("number", "integer", "any", "array")


def test_the_dictionary_of_the_documents_is_that_of_the_models(project: Path) -> None:
    kept = (project / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert kept == dictionary(), "run: python -m pipeline.export.dictionary > docs/dictionary.md"


def test_the_dictionary_leaves_nothing_out() -> None:
    page = dictionary()
    for name in (*EXPORTED_TABLES, *OTHER_TABLES, *(view.name for view in views())):
        assert f"\n### {name}\n" in page
    assert "| `fact_id` | string, required, key | 事实编号 |" in page
    assert "→ reports" in page
