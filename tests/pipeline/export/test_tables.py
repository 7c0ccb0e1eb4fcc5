"""Exports: the contract's fields, exact values, harmless cells, whole files."""

from __future__ import annotations

import csv
import json
import os
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from made_up.judge import judge_cap
from made_up.reports import read_made_up, report_text

from pipeline.export import ExportFailed, export_tables, jsonl_files, tables
from pipeline.export.csv_files import write_csv
from pipeline.export.parquet_files import write_parquet
from pipeline.export.tables import FORMATS
from pipeline.export.workbook import write_workbook
from pipeline.formula_guard import harmless_text, is_formula
from pipeline.run import run_stages
from pipeline.store import Store, open_store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_fields, contract_rows


@pytest.fixture
def filled(inbox: Path, store_url: str) -> Store:
    for number in range(3):
        text = report_text(
            f"=HYPERLINK(1)|current|支出|{number}00.505", "@社保|target|+增支|-7", unit="青川市财政局", period="2024-06"
        )
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    (inbox / '坏,"的".txt').write_text("broken", encoding="utf-8")
    run_stages(inbox, store_url, read_made_up, judge_cap, workers=0)
    return open_store(store_url)


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


def test_the_workbook_has_a_sheet_a_table(filled: Store, tmp_path: Path) -> None:
    path, _ = export_tables(filled, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(EXPORTED_TABLES)
    sheet = book["facts"]
    heads = [cell.value for cell in sheet[1]]
    assert tuple(heads) == contract_fields("facts")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    widths = {
        head: sheet.column_dimensions[cell.column_letter].width for head, cell in zip(heads, sheet[1], strict=True)
    }
    assert widths["evidence"] > 40 > 2 * widths["fact_id"] - 1
    assert sheet["A1"].comment.text.strip() == "事实编号"
    items = {row[heads.index("item")].value: row[heads.index("item")].data_type for row in sheet.iter_rows(min_row=2)}
    assert items == {"=HYPERLINK(1)": "s", "@社保": "s"}
    values = {row[heads.index("value")].value for row in sheet.iter_rows(min_row=2)}
    assert values == {0.505, 100.505, 200.505, -7}


def _cells(tmp_path: Path, table: str, **values: Any) -> dict[str, Any]:
    """One row of the table in a workbook, cell by field."""
    row: Row = {field: values.get(field) for field in contract_fields(table)}
    write_workbook(tmp_path / "x.xlsx", {table: iter([row])})
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")[table]
    return dict(zip(contract_fields(table), sheet[2], strict=True))


@pytest.mark.parametrize(
    ("value", "format_"),
    [
        ("20342500000", "#,##0"),
        ("1E+10", "#,##0"),
        ("-7.5", "#,##0.0"),
        ("76.506976", "#,##0.000000"),
        ("0.50", "#,##0.0"),
        ("0", "#,##0"),
    ],
)
def test_figures_show_thousands_and_just_their_places(tmp_path: Path, value: str, format_: str) -> None:
    cell = _cells(tmp_path, "facts", value=Decimal(value))["value"]
    assert (cell.data_type, cell.value, cell.number_format) == ("n", float(value), format_)


def test_dates_and_moments_are_such(tmp_path: Path) -> None:
    moment = datetime(2024, 6, 15, 23, 30, 5, 123456, tzinfo=timezone(timedelta(hours=8)))
    cells = _cells(
        tmp_path,
        "reports",
        period_start=date(2024, 6, 1),
        period_end=date(1899, 12, 31),
        issued_on=date(9999, 12, 31),
        ingested_at=moment,
        pages=1234,
    )
    assert cells["period_start"].is_date
    assert cells["period_start"].value == datetime(2024, 6, 1)  # noqa: DTZ001 - a day, as the reader gives it
    assert cells["period_start"].number_format == "yyyy-mm-dd"
    assert cells["period_end"].value == "1899-12-31", "spreadsheets know no day before 1900"
    assert cells["issued_on"].value == datetime(9999, 12, 31)  # noqa: DTZ001 - a day, as the reader gives it
    assert cells["ingested_at"].value == datetime(2024, 6, 15, 15, 30, 5)  # noqa: DTZ001 - in UTC
    assert (cells["pages"].value, cells["pages"].number_format) == (1234, "0")


def test_long_texts_are_wrapped_in_rows_high_enough(tmp_path: Path) -> None:
    cell = _cells(tmp_path, "findings", message="一般公共预算收入累计数对不上，" * 6, rule="r" * 100)["message"]
    sheet = cell.parent
    assert cell.alignment.wrap_text
    assert not sheet["B2"].alignment.wrap_text
    assert {sheet.cell(2, column).alignment.vertical for column in (2, 6)} == {"top"}
    assert sheet.row_dimensions[2].height >= 4 * 15
    assert _cells(tmp_path, "findings", message="短").popitem()[1].parent.row_dimensions[2].height is None


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
)
NO_FORMULAS = ("", "甲", "1-5月", "1=1", "“三公”", "′=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_form_of_a_formula_is_computed(tmp_path: Path, text: str) -> None:
    assert is_formula(text)
    write_csv(tmp_path / "x.csv", "quarantine", iter([dict.fromkeys(contract_fields("quarantine"), text)]))
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert set(list(csv.reader(file))[1]) == {f"'{text}"}
    cell = _cells(tmp_path, "quarantine", message=text)["message"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_other_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert harmless_text(text) == text
    assert not _cells(tmp_path, "quarantine", source_name="x", message=text)["message"].quotePrefix


def test_figures_that_a_spreadsheet_would_round_stay_text(tmp_path: Path) -> None:
    figures = {
        "value": Decimal("123456789012345.67"),
        "low": Decimal("123456789012345"),
        "high": Decimal("1000000000000000000000"),
        "evidence": "长" * 40_000,
    }
    row: Row = {field: figures.get(field) for field in contract_fields("facts")}
    write_workbook(tmp_path / "x.xlsx", {"facts": iter([row])})
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["facts"]
    cells = dict(zip(contract_fields("facts"), next(sheet.iter_rows(min_row=2, values_only=True)), strict=True))
    assert cells["value"] == "123456789012345.67"
    assert cells["low"] == 123456789012345
    assert cells["high"] == 10**21
    assert len(str(cells["evidence"])) == 32_767
    assert str(cells["evidence"]).endswith("全文见 jsonl）")


def test_a_table_too_long_for_a_sheet_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.export.workbook._ROWS_IN_SHEET", 2)
    rows = [{field: f"{field}{number}" for field in contract_fields("quarantine")} for number in range(5)]
    write_workbook(tmp_path / "x.xlsx", {"quarantine": iter(rows)})
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["quarantine", "quarantine_2", "quarantine_3"]
    assert [book[name].max_row for name in book.sheetnames] == [3, 3, 2]


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


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_failed_export_leaves_no_two_states(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    export_tables(filled, out)
    (out / "reports.jsonl").write_text("old")
    before, lines = _state(out), 0
    true_text = jsonl_files.json_text

    def fill_the_disk(value: Any) -> str:
        nonlocal lines
        lines += 1
        if lines > 5:  # tables before the third are whole by then
            raise OSError(28, "No space left on device")
        return true_text(value)

    monkeypatch.setattr(jsonl_files, "json_text", fill_the_disk)
    with pytest.raises(ExportFailed) as caught:
        export_tables(filled, out)
    assert lines > 5
    assert caught.value.exit_code == 10
    assert "空间" in caught.value.message
    assert _state(out) == before
    with pytest.raises(ExportFailed):
        export_tables(filled, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_files_that_cannot_all_be_put_in_place_are_all_taken_back(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "facts.jsonl").write_text("old")
    (out / "mine.txt").write_text("kept")
    true_replace, moves = Path.replace, 0

    def held_open(path: Path, target: Path) -> Path:  # as another program does in Windows
        nonlocal moves
        moves += 1
        if moves == 6:
            raise PermissionError(13, "Permission denied")
        return true_replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(ExportFailed):
        export_tables(filled, out)
    assert _state(out) == {"facts.jsonl": b"old", "mine.txt": b"kept"}
    monkeypatch.undo()
    written = export_tables(filled, out)
    assert set(_state(out)) == {"mine.txt", *(path.name for path in written)}


def test_what_a_killed_export_left_is_cleared_away_when_it_is_old(filled: Store, tmp_path: Path) -> None:
    old, young = tmp_path / ".hedui-export-old", tmp_path / ".hedui-export-young"
    for left in (old, young):
        left.mkdir()
        (left / "facts.jsonl").write_text("half")
    os.utime(old, (1, 1))
    export_tables(filled, tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


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


def test_a_full_disk_is_told_of_workbooks_too(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_the_disk(_book: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", fill_the_disk)
    with pytest.raises(ExportFailed, match="空间已满"):
        export_tables(filled, tmp_path, "xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_what_cannot_be_exported_is_told(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="jsonl、csv、parquet、xlsx"):
        export_tables(filled, tmp_path, "pdf")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportFailed):
        export_tables(filled, tmp_path / "file")


def test_formats_are_listed_once() -> None:
    assert FORMATS == ("jsonl", "csv", "parquet", "xlsx")
