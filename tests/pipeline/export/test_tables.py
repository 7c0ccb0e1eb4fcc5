"""Exports: the contract's fields, exact values, equal files of equal states."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.export import export_tables, tables
from pipeline.export.csv_files import write_csv
from pipeline.export.parquet_files import write_parquet
from pipeline.export.tables import FORMATS
from pipeline.store import Store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_fields, contract_rows


def _rows(store: Store, table: str) -> list[Row]:
    with store.reading() as connection:
        return list(contract_rows(connection, table))


def test_jsonl_holds_the_contract(filled: Store, tmp_path: Path) -> None:
    written = export_tables(filled, tmp_path / "新 文件夹" / "out")
    assert [path.name for path in written] == [*(f"{table}.jsonl" for table in EXPORTED_TABLES), "datapackage.json"]
    for table, path in zip(EXPORTED_TABLES, written[:-1], strict=True):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(lines) == len(_rows(filled, table))
        assert all(tuple(line) == contract_fields(table) for line in lines)
    facts = [json.loads(line) for line in written[2].read_text(encoding="utf-8").splitlines()]
    assert [fact["fact_id"] for fact in facts] == sorted(fact["fact_id"] for fact in facts)
    assert {fact["value"] for fact in facts} == {"0.505", "100.505", "200.505", "-7"}
    assert facts[0]["scope"] is None
    assert facts[0]["period_end"] == "2024-06-30"
    assert "财政局".encode() in written[0].read_bytes()


FIELDS = {
    "facts": (
        "fact_id report_id source_name item column metric metric_name metric_code parent_metric kind role comparator "
        "value unit per low high printed period_start period_end period_kind period_source scope region base basis "
        "evidence locator spans confidence flags rule"
    ),
    "items": (
        "item_id report_id source_name position category name attribute deadline target_text current_text "
        "cumulative_text completion light"
    ),
    "reports": (
        "report_id source_name sha256 media_type pages kind title unit region period_start period_end issued_on "
        "document_number revision supersedes superseded_by same_as other_names metadata_source ingested_at "
        "run_id"
    ),
    "findings": (
        "finding_id rule family severity status message report_ids item_ids fact_ids source_names suspect_fact_id "
        "suggestion reported expected_low expected_high gap"
    ),
    "quarantine": "source_name sha256 reason message run_id",
}


@pytest.mark.parametrize("table", FIELDS)
def test_fields_are_those_of_the_contract(table: str) -> None:
    assert contract_fields(table) == tuple(FIELDS[table].split())


def test_csv_computes_nothing(filled: Store, tmp_path: Path) -> None:
    export_tables(filled, tmp_path, "csv")
    content = (tmp_path / "facts.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert {row["item"] for row in rows} == {"'=HYPERLINK(1)", "'@社保"}
    assert {row["metric"] for row in rows} == {"支出", "'+增支"}
    assert "-7" in {row["value"] for row in rows}
    (refused,) = csv.DictReader((tmp_path / "quarantine.csv").read_text(encoding="utf-8-sig").splitlines())
    assert refused["source_name"] == '坏,"的".txt'


def test_parquet_is_exact(filled: Store, tmp_path: Path) -> None:
    export_tables(filled, tmp_path, "parquet")
    for table in EXPORTED_TABLES:
        assert tuple(pq.read_schema(tmp_path / f"{table}.parquet").names) == contract_fields(table)
    facts = pq.read_table(tmp_path / "facts.parquet").to_pylist()
    expected = _rows(filled, "facts")
    assert [row["value"] for row in facts] == [row["value"] for row in expected]
    assert all(isinstance(row["value"], Decimal) for row in facts)
    assert facts[0]["period_end"] == date(2024, 6, 30)
    assert facts[0]["flags"] == []
    assert json.loads(facts[0]["spans"]) == expected[0]["spans"]
    (finding, _) = pq.read_table(tmp_path / "findings.parquet").to_pylist() * 2
    assert finding["report_ids"] == _rows(filled, "findings")[0]["report_ids"]


def test_bounds_with_many_places_are_rounded_only_in_parquet(tmp_path: Path) -> None:
    row: Row = dict.fromkeys(contract_fields("findings"))
    row["expected_low"] = Decimal(1) / Decimal(3)
    write_parquet(tmp_path / "x.parquet", "findings", iter([row]))
    (back,) = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert back["expected_low"] == Decimal("0.333333333333")
    write_csv(tmp_path / "x.csv", "findings", iter([row]))
    assert "0.3333333333333333333333333333" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("format_", ["jsonl", "csv", "xlsx"])
def test_equal_states_give_equal_files(filled: Store, tmp_path: Path, format_: str) -> None:
    one = export_tables(filled, tmp_path / "one", format_)
    two = export_tables(filled, tmp_path / "two", format_)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("format_", FORMATS)
def test_rows_are_counted_as_they_are_written(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr(tables, "_ROWS_BETWEEN_TELLING", 4)
    told: list[tuple[str, int, int, str]] = []
    export_tables(filled, tmp_path, format_, lambda *step: told.append(step))
    total = sum(len(_rows(filled, table)) for table in EXPORTED_TABLES)
    assert total > 8
    assert told[-1] == ("export", total, total, EXPORTED_TABLES[-1])
    assert [step[1] for step in told[:-1]] == list(range(4, total, 4))


def test_formats_are_listed_once() -> None:
    assert FORMATS == ("jsonl", "csv", "parquet", "xlsx")
