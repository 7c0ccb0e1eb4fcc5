"""The workbook of an export: a sheet a table, figures and days as such, formulas never computed, nothing rounded."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.export import export_tables
from pipeline.export.csv_files import write_csv
from pipeline.export.workbook import write_workbook
from pipeline.formula_guard import harmless_text, is_formula
from pipeline.store import Store
from pipeline.store.contract import EXPORTED_TABLES, Row, contract_fields


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
