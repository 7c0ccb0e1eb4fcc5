"""The summary's workbook as it comes out of the printer: nothing is cut, and each page says what it shows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import openpyxl
import pytest

from pipeline.briefing import write_summary
from pipeline.briefing.figures import MonthFigures
from pipeline.briefing.series import Series
from pipeline.coverage.owed_reports import OwedPeriod, OwedReport
from pipeline.coverage.submitted import Coverage

A4 = (8.27, 11.69)
LONG = "青川经济技术开发区管理委员会财政审计和国有资产监督管理局（非税收入征收管理中心）"


def _figures(units: int, name: str, month: int, series: int) -> MonthFigures:
    names = [f"{name}{number}" for number in range(units)]
    lights = {one: {"红灯": 3, "黄灯": 2, "蓝灯": 1} for one in names}
    reports = [
        {
            "report_id": f"r{number}", "unit": one, "kind": "narrative", "title": "财政收支情况", "issued_on": None,
            "source_name": f"{one}.docx",
        }
        for number, one in enumerate(names)
    ]  # fmt: skip
    findings = [
        {
            "finding_id": f"f{number}", "severity": "error", "family": f"family {number % 15}", "status": "new",
            "message": "税收收入与非税收入之和不等于一般公共预算收入。", "source_names": [f"{one}.docx"],
            "report_ids": [f"r{number}"],
        }
        for number, one in enumerate(names)
    ]  # fmt: skip
    end = date(2024, 6, 30)
    duties = [OwedReport(one, (), None, "month", 20, date(2024, 6, 1), None, ()) for one in names]
    owed = [Coverage(OwedPeriod(one, date(2024, 6, 1), end, date(2024, 7, 20)), "missing") for one in duties]
    amounts = {at: Decimal(at) for at in range(1, month + 1)}
    doubtful = frozenset({("cumulative", month)})
    shown = [Series(one, "全市", "税收收入", amounts, amounts, amounts, doubtful) for one in names[:series]]
    return MonthFigures(2024, month, reports, findings, lights, owed, shown)


@pytest.fixture(
    scope="module",
    params=[(3, "和谷市", 6, 3), (14, "和谷市", 12, 12), (90, "和谷市", 2, 12), (45, LONG, 12, 12)],
    ids=["few", "a-city", "many-units", "long-names"],
)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("summary") / "x.xlsx"
    write_summary(file, _figures(*request.param))
    return openpyxl.load_workbook(file)


def _paper(sheet: Any) -> tuple[float, float]:
    """Width and height in inches of what may be printed on a page."""
    wide, high = A4 if sheet.page_setup.orientation == "portrait" else A4[::-1]
    margins = sheet.page_margins
    return wide - margins.left - margins.right, high - margins.top - margins.bottom


def _heights(sheet: Any, first: int, end: int) -> float:
    """Points of the rows from `first` on, before `end`, counted from 0."""
    usual = sheet.sheet_format.defaultRowHeight
    return sum(sheet.row_dimensions[row + 1].height or usual for row in range(first, end))


def _ends(sheet: Any) -> list[int]:
    return [0, *(one.id for one in sheet.row_breaks.brk), sheet.max_row]


@pytest.mark.parametrize("name", ["概况", "走势"])
def test_no_chart_is_cut(book: Any, name: str) -> None:
    sheet = book[name]
    assert sheet._charts
    # Told how large: where a sheet must fit, programs pass over page ends that are set by hand.
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    scale = sheet.page_setup.scale / 100
    columns = [one for one in sheet.column_dimensions.values() if one.width is not None]
    pixels = sum((one.max - one.min + 1) * (one.width * 7) for one in columns)
    wide, high = _paper(sheet)
    assert pixels / 96 * scale * 4 / 3 <= wide + 0.1  # without Calibri, columns come out wider
    last_column = max(one.max for one in columns) - 1
    _, _, printed_to = sheet.print_area.rpartition("$")
    ends = _ends(sheet)
    for chart in sheet._charts:
        top, foot = chart.anchor._from, chart.anchor.to
        assert top.col == foot.col == last_column
        assert not any(top.row < end <= foot.row for end in ends[1:-1])
        begun = max(end for end in ends if end <= top.row)
        assert _heights(sheet, begun, foot.row + 1) / 72 * scale <= high
        assert foot.row < int(printed_to)


@pytest.mark.parametrize("name", ["概况", "走势"])
def test_the_pages_are_no_longer_than_paper(book: Any, name: str) -> None:
    sheet = book[name]
    for begun, end in pairwise(_ends(sheet)):
        assert _heights(sheet, begun, end) / 72 * sheet.page_setup.scale / 100 <= _paper(sheet)[1]
        # A page begins with a title or with heads, never in the middle of a table.
        first = sheet.cell(begun + 1, 1)
        assert first.font.bold, first.value


def test_tables_are_as_wide_as_the_page_with_their_heads_on_each(book: Any) -> None:
    for name in ("疑点", "报送情况", "应报情况"):
        sheet = book[name]
        setup = sheet.page_setup
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_area.endswith(str(sheet.max_row))
        assert sheet["A1"].font.bold


def test_every_page_says_what_it_is_of(book: Any) -> None:
    for sheet in book:
        assert "2024年" in sheet.oddHeader.right.text
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.page_setup.paperSize == 9
