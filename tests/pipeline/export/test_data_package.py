"""What goes with an export: the package that describes it, and the data dictionary of the documents."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import JUNE, Desk
from made_up.reports import report_text

from pipeline.export import export_tables
from pipeline.export.dictionary import dictionary
from pipeline.store.contract import EXPORTED_TABLES, OTHER_TABLES, contract_fields
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


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet", "xlsx"])
def test_every_table_is_described_with_its_fields(filled: Desk, tmp_path: Path, format_: str) -> None:
    written = export_tables(filled.store, tmp_path, format_)
    assert written[-1].name == "datapackage.json"
    resources = package(tmp_path)["resources"]
    assert [resource["name"] for resource in resources] == list(EXPORTED_TABLES)
    for resource in resources:
        content = (tmp_path / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
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


_READS: dict[str, Any] = {
    "integer": int,
    "number": float,
    "array": json.loads,
    "object": json.loads,
    "date": lambda text: text[4] == "-" and text[7] == "-",
    "datetime": lambda text: text.endswith("Z"),
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


def test_the_cells_are_what_the_package_says(filled: Desk, tmp_path: Path) -> None:
    export_tables(filled.store, tmp_path, "csv")
    for resource in package(tmp_path)["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for field in resource["schema"]["fields"]:
            cells = [row[field["name"]] for row in rows]
            for cell in cells:
                assert cell or not field.get("constraints", {}).get("required")
                if cell:
                    _READS[field["type"]](cell)


def test_the_dictionary_of_the_documents_is_that_of_the_models(project: Path) -> None:
    kept = (project / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert kept == dictionary(), "run: python -m pipeline.export.dictionary > docs/dictionary.md"


def test_the_dictionary_leaves_nothing_out() -> None:
    page = dictionary()
    for name in (*EXPORTED_TABLES, *OTHER_TABLES, *(view.name for view in views())):
        assert f"\n### {name}\n" in page
    assert "| `fact_id` | string, required, key | 事实编号 |" in page
    assert "→ reports" in page
