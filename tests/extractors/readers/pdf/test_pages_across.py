"""A sheet whose columns are printed over several pages is one table again, or a warning says that it may be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf
from printing.shown import tables

from extractors.document import Document
from extractors.readers.pdf import read_pdf

EVEN = (700.0, 680.0, 660.0, 640.0, 620.0)
UNEVEN = (700.0, 680.0, 645.0, 595.0, 575.0, 561.0)
NAMES = ("地区", "东屏区", "西屏区", "南屏区")
MONTH = ("税收收入", "1201.5", "1301.5", "1401.5")
SO_FAR = ("教育支出", "2201.5", "2301.5", "2401.5")
TASKS = ("累计进度", "完成5亿元。", "完成6亿元。", "完成7亿元。")


def strip(ys: Sequence[float], *columns: Sequence[str], width: float = 100.0, title: str = "") -> Sheet:
    """One page of columns side by side, ruled at `ys`."""
    sheet = Sheet().grid([60 + width * at for at in range(len(columns) + 1)], ys)
    for at, column in enumerate(columns):
        for y, text in zip(ys[1:], column, strict=True):
            sheet.text(65 + width * at, y + 5, text)
    return sheet.text(80, 720, title) if title else sheet


def read(tmp_path: Path, *sheets: Sheet) -> Document:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(sheets))
    return read_pdf(path)


def rows(*columns: Sequence[str]) -> list[list[str]]:
    return [list(row) for row in zip(*columns, strict=True)]


def test_columns_of_figures_on_a_page_of_their_own(tmp_path: Path) -> None:
    document = read(tmp_path, strip(EVEN, NAMES, MONTH), strip(EVEN, SO_FAR))
    assert tables(document) == [rows(NAMES, MONTH, SO_FAR)]
    assert document.warnings == ()
    last = document.tables[0].grid()[3][2]
    assert {place.page for place in last.places if place is not None} == {2}  # type: ignore[union-attr]


def test_columns_of_sentences(tmp_path: Path) -> None:
    document = read(tmp_path, strip(EVEN, NAMES, MONTH), strip(EVEN, TASKS))
    assert tables(document) == [rows(NAMES, MONTH, TASKS)]


def test_columns_of_words_in_rows_of_the_same_uneven_heights(tmp_path: Path) -> None:
    names, duties = (*NAMES, "北屏区"), ("责任单位", "预算科", "国库科", "社保科", "农业科")
    assert tables(read(tmp_path, strip(UNEVEN, names), strip(UNEVEN, duties, names))) == [rows(names, duties, names)]


def test_names_that_are_printed_on_every_page_stand_once(tmp_path: Path) -> None:
    document = read(tmp_path, strip(EVEN, NAMES, MONTH), strip(EVEN, NAMES, SO_FAR))
    assert tables(document) == [rows(NAMES, MONTH, SO_FAR)]


def test_all_rows_of_the_first_columns_come_first(tmp_path: Path) -> None:
    more, figures, others = ("北屏区", "中屏区", "上屏区", "下屏区"), ("10", "2", "33", "4"), ("5", "16", "7", "28")
    pages = strip(EVEN, NAMES, MONTH), strip(EVEN, more, figures), strip(EVEN, SO_FAR), strip(EVEN, others)
    (grid,) = tables(read(tmp_path, *pages))
    assert grid == rows(NAMES, MONTH, SO_FAR) + rows(more, figures, others)


def test_a_title_is_cut_by_the_page(tmp_path: Path) -> None:
    first = strip(EVEN, NAMES, MONTH).text(218, 720, "九月收支")
    second = strip(EVEN, SO_FAR).text(60, 720, "情况表").text(300, 30, "第二页")
    document = read(tmp_path, first, second)
    assert [block.text.compact() for block in document.paragraphs] == ["九月收支情况表", "第二页"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(strip(EVEN, ("地区", "甲县", "乙县", "丙县"), SO_FAR, width=90.0), id="names of its own"),
        pytest.param(strip(EVEN, NAMES, (MONTH[0], "5", "6", "7")), id="the same names and heads"),
        pytest.param(strip(EVEN, SO_FAR, title="九月支出表"), id="a title of its own"),
        pytest.param(strip((690, 660, 640, 620, 600), SO_FAR), id="other rows"),
        pytest.param(strip(EVEN, ("甲县", "乙县", "丙县", "丁县"), ("10", "2", "33", "4")), id="the next rows"),
    ],
)
def test_other_tables_stay_by_themselves(tmp_path: Path, second: Sheet) -> None:
    (grid, *_) = tables(read(tmp_path, strip(EVEN, NAMES, MONTH, title="九月收入表"), second))
    assert {len(row) for row in grid} == {2}


def test_what_may_be_one_sheet_is_said(tmp_path: Path) -> None:
    other = strip(EVEN, TASKS, width=160.0, title="九月支出表")
    document = read(tmp_path, strip(EVEN, NAMES, MONTH, title="九月收入表"), other)
    assert len(document.tables) == 2
    assert ["左右分页" in warning for warning in document.warnings] == [True]


def bare(*columns: Sequence[str]) -> Sheet:
    """The same without rules, right-aligned figures."""
    sheet = Sheet()
    for at, column in enumerate(columns):
        for number, text in enumerate(column):
            right = 160 + 100 * at
            sheet.text(right - sum(5 if char.isascii() else 10 for char in text), 700 - 15 * number, text)
    return sheet


def test_columns_without_rules_and_a_last_page_of_one_column(tmp_path: Path) -> None:
    names = ("地区", "东屏区", "西屏区", "南屏区", "北屏区", "中屏区")
    columns = [(head, *(f"{first + row}.5" for row in (0, 14, 7, 21, 3))) for first, head in enumerate("甲乙丙丁戊", 5)]
    pages = bare(names, *columns[:2]), bare(*columns[2:4]), bare(columns[4])
    assert tables(read(tmp_path, *pages)) == [rows(names, *columns)]
