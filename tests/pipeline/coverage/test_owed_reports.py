"""The list of owed reports as people write it, and the periods for which they owe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.coverage.owed_reports import OwedListMistake, OwedReport, owed_periods, read_owed_reports

HEADS = "单位,种类,每,期后天数,自,至,除,又名"
MONTHLY = OwedReport(
    "青川市财政局", ("市财政局", "青川财政"), "progress_sheet", "month", 10, date(2024, 1, 1), date(2024, 6, 30),
    (date(2024, 1, 31),),
)  # fmt: skip
QUARTERLY = OwedReport("临水县财政局", (), None, "quarter", 15, date(2024, 1, 1), None, ())
ROWS = [
    ["青川市财政局", "进度表", "月", "10", "2024-01", "2024-06", "2024-01", "市财政局、青川财政"],
    ["临水县财政局", "", "每季度", "15", "2024年一季度", "", "", ""],
]
YAML = """\
- unit: 青川市财政局
  kind: progress_sheet
  every: month
  due_days: 10
  first: 2024-01
  last: 2024-06
  skip: [2024-01]
  also: [市财政局, 青川财政]
- {unit: 临水县财政局, every: quarter, due_days: 15, first: 2024年一季度}
"""
CHINESE_YAML = """\
- 单位: 青川市财政局
  种类: 进度表
  每: 月
  期后天数: 10
  自: 2024-01
  至: 2024-06
  除: 2024-01
  又名: 市财政局、青川财政
- {单位: 临水县财政局, 频次: 季度, 期后天数: 15, 自: 2024年一季度}
"""


def write_csv(inbox: Path, rows: list[list[str]], encoding: str = "utf-8") -> None:
    text = "\r\n".join([HEADS, *(",".join(row) for row in rows)])
    (inbox / "应报清单.csv").write_bytes(text.encode(encoding))


def write_workbook(inbox: Path) -> None:
    with xlsxwriter.Workbook(inbox / "应报清单.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADS.split(","), *ROWS]):
            sheet.write_row(at, 0, [int(cell) if cell.isdigit() else cell for cell in row])


@pytest.mark.parametrize("form", ["yaml", "yaml in Chinese", "csv", "csv of an office", "workbook"])
def test_the_list_says_the_same_in_every_form(form: str, tmp_path: Path) -> None:
    match form:
        case "yaml":
            (tmp_path / "应报清单.yaml").write_text(YAML, encoding="utf-8")
        case "yaml in Chinese":
            (tmp_path / "应报清单.yaml").write_text(CHINESE_YAML, encoding="utf-8")
        case "csv":
            write_csv(tmp_path, ROWS, "utf-8-sig")
        case "csv of an office":
            write_csv(tmp_path, ROWS, "gb18030")
        case _:
            write_workbook(tmp_path)
    assert read_owed_reports(tmp_path) == (MONTHLY, QUARTERLY)


def test_without_a_list_nothing_is_said(tmp_path: Path) -> None:
    assert read_owed_reports(tmp_path) is None


def test_an_empty_list_says_that_nothing_is_owed(tmp_path: Path) -> None:
    write_csv(tmp_path, [])
    assert read_owed_reports(tmp_path) == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "", "月", "10", "2024-01"], "单位：缺少这一项"),
        (["甲局", "进度", "月", "10", "2024-01"], "种类：没有“进度”这种报告"),
        (["甲局", "", "周", "10", "2024-01"], "每：只能写 月、季、半年、年 之一"),
        (["甲局", "", "月", "十日", "2024-01"], "期后天数：应当写成整数"),
        (["甲局", "", "月", "-1", "2024-01"], "期后天数：不能小于 0"),
        (["甲局", "", "月", "10", "去年"], "看不懂的期间"),
        (["甲局", "", "月", "10", "2024-06", "2024-01"], "早于"),
        (["甲局", "", "月", "10", "2024-01", "", "", "", "多"], "列数多于表头"),
        (["临水县财政局", "", "季", "20", "2024-01"], "第 3 行已经写过"),
    ],
)
def test_a_mistake_is_named_with_its_line(row: list[str], problem: str, tmp_path: Path) -> None:
    write_csv(tmp_path, [*ROWS, row])
    with pytest.raises(OwedListMistake, match=problem) as caught:
        read_owed_reports(tmp_path)
    assert "第 4 行" in str(caught.value)


@pytest.mark.parametrize("head", ["单位,每,期后天数", "单位,每,期后天数,自,备注", "单位,每,期后天数,自,自"])
def test_heads_that_are_not_right_are_refused(head: str, tmp_path: Path) -> None:
    (tmp_path / "应报清单.csv").write_text(f"{head}\n甲局,月,10,2024-01,\n", encoding="utf-8")
    with pytest.raises(OwedListMistake, match="表头应从这些里面选"):
        read_owed_reports(tmp_path)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "应报清单.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(OwedListMistake, match="不是完整的 Excel 工作簿"):
        read_owed_reports(tmp_path)


@pytest.mark.parametrize(
    ("owed", "until", "expected"),
    [
        (MONTHLY, "2024-02-29", []),
        (MONTHLY, "2024-04-01", ["2024-02-01 2024-02-29 2024-03-10", "2024-03-01 2024-03-31 2024-04-10"]),
        (QUARTERLY, "2024-06-30", ["2024-01-01 2024-03-31 2024-04-15"]),
        (QUARTERLY, "2024-07-01", ["2024-01-01 2024-03-31 2024-04-15", "2024-04-01 2024-06-30 2024-07-15"]),
    ],
)
def test_periods_that_have_ended_are_owed(owed: OwedReport, until: str, expected: list[str]) -> None:
    found = owed_periods(owed, date.fromisoformat(until))
    assert [f"{one.start} {one.end} {one.due}" for one in found] == expected


def test_nothing_is_owed_after_the_last_period() -> None:
    ends = [one.end for one in owed_periods(MONTHLY, date(2030, 1, 1))]
    assert ends[-1] == date(2024, 6, 30)
    assert len(ends) == 5


def test_half_years_and_years_begin_where_the_calendar_has_them() -> None:
    half = OwedReport("甲局", (), None, "half", 0, date(2023, 9, 1), None, ())
    assert [one.end for one in owed_periods(half, date(2025, 1, 1))] == [
        date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31),
    ]  # fmt: skip
    year = OwedReport("甲局", (), None, "year", 0, date(2023, 1, 1), None, ())
    assert [one.start for one in owed_periods(year, date(2025, 1, 1))] == [date(2023, 1, 1), date(2024, 1, 1)]
