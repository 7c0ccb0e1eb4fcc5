"""The monthly summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.command_line import app
from app.failures import exit_code_of
from pipeline.briefing import SummaryRefused, month_figures, write_summary
from pipeline.briefing.charts import most_first
from pipeline.run import run_inbox
from pipeline.store import Store, existing_store

PAGE = (
    "{unit}2024年{month}月财政收支情况\n\n2024年7月14日 来源：{unit}\n"
    "1-{month}月累计，全市一般公共预算收入{total}亿元，同比增长5%。"
    "其中，税收收入{tax}亿元，同比增长4.1%；非税收入32.82亿元，同比增长8.1%。\n"
)
LIST = (
    "- {unit: 青川市财政局, every: month, due_days: 20, first: 2024-05}\n"
    "- {unit: 和谷市财政局, every: month, due_days: 20, first: 2024-06}\n"
)


@pytest.fixture
def store(inbox: Path, store_url: str) -> Iterator[Store]:
    for month, total, tax in ((5, "140.10", "107.28"), (6, "166.20", "134.38")):
        page = PAGE.format(unit="青川市财政局", month=month, total=total, tax=tax)
        (inbox / f"=青川{month}月.txt").write_text(page, encoding="utf-8")
    (inbox / "应报清单.yaml").write_text(LIST, encoding="utf-8")
    run_inbox(inbox, store_url, workers=0, as_of=date(2024, 7, 25))
    opened = existing_store(store_url)
    yield opened
    opened.close()


def test_what_a_month_tells(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = month_figures(store, 2024, 6, date(2024, 7, 25))
    assert [report["source_name"] for report in figures.reports] == ["=青川6月.txt"]
    assert [(one.period.owed.unit, one.state) for one in figures.owed] == [
        ("青川市财政局", "on_time"),
        ("和谷市财政局", "missing"),
    ]
    # 134.38 and 32.82 make 167.20, not 166.20.
    assert dict(figures.units_of_findings["青川市财政局"]) == {"error": 1}
    income = next(one for one in figures.series if one.metric == "一般公共预算收入")
    assert {month: str(value) for month, value in income.cumulative.items()} == {5: "140.1", 6: "166.2"}
    assert [one.metric for one in figures.series] == ["一般公共预算收入", "税收收入", "非税收入"]
    monkeypatch.setattr("pipeline.briefing.series._MOST_SERIES", 2)
    largest = month_figures(store, 2024, 6, date(2024, 7, 25)).series
    assert [one.metric for one in largest] == ["一般公共预算收入", "税收收入"]


def test_those_with_most_stand_first() -> None:
    counts = {"乙局": {"error": 1}, "甲局": {"error": 2, "notice": 3}, "丙局": {"warning": 1}}
    assert most_first(counts) == ["甲局", "丙局", "乙局"]


def test_the_workbook(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "out" / "六月.xlsx"
    write_summary(file, month_figures(store, 2024, 6, date(2024, 7, 25)))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["概况", "疑点", "报送情况", "应报情况", "走势"]
    counts = {row[0].value: row[1].value for row in book["概况"].iter_rows(min_row=3, max_row=9)}
    assert counts["本月报告（份）"] == 1
    assert counts["应报而缺报、没有读成（份）"] == 1
    assert counts["其中错误（处）"] == 1
    assert len(book["走势"]._charts) == 3
    assert len(book["概况"]._charts) == 2
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("166.20亿元" in text for text in texts)
    assert not any(text.startswith("=") for text in texts)  # a file name that begins like a formula
    assert [file.name for file in file.parent.iterdir()] == ["六月.xlsx"]


def test_a_very_long_message_makes_no_row_higher_than_may_be(store: Store, tmp_path: Path) -> None:
    figures = month_figures(store, 2024, 6, date(2024, 7, 25))
    long = {**figures.findings[0], "message": "长" * 5000, "source_names": ["文件"] * 300}
    write_summary(tmp_path / "x.xlsx", replace(figures, findings=[long]))
    heights = openpyxl.load_workbook(tmp_path / "x.xlsx")["疑点"].row_dimensions
    assert 300 < heights[2].height < 409


def test_a_month_of_which_nothing_is_known(store: Store, tmp_path: Path) -> None:
    figures = month_figures(store, 2019, 1, date(2024, 7, 25))
    assert (figures.reports, figures.findings, figures.series) == ([], [], [])
    write_summary(tmp_path / "x.xlsx", figures)
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["疑点"].max_row == 1


def test_a_place_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SummaryRefused) as caught:
        write_summary(tmp_path / "file" / "x.xlsx", month_figures(store, 2024, 6, date(2024, 7, 25)))
    assert caught.value.exit_code == 27


@pytest.mark.usefixtures("store")
def test_the_command(store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def called(file: str, *words: str) -> tuple[int, str]:
        typed = ["summary", str(tmp_path / file), *words, "--store", store_url]
        code = exit_code_of(lambda: app(typed, standalone_mode=False))
        return code, "".join(capsys.readouterr())

    code, said = called("s", "--month", "2024-06")
    assert code == 0
    assert "1 份报告" in said
    assert sorted(file.name for file in tmp_path.glob("s.*")) == ["s.docx", "s.xlsx"]
    assert called("s", "--month", "2019-01")[0] == 12
    for words, part in (
        (("s", "--month", "六月"), "--month 的值不对"),
        (("s",), "--month 的值不对：要哪个月的汇总？"),
        (("s.pdf", "--month", "2024-06"), "文件 的值不对：写不成 .pdf 文件，请写成 .docx 或 .xlsx。"),
        (("s.xlsx", "--month", "2024-06", "--template", "x.docx"), "--template 的值不对：模板只用于 Word 文件"),
        (("s.xlsx", "--write-template"), "文件 的值不对：写不成 .xlsx 文件，请写成 .docx。"),
    ):
        code, said = called(*words)
        assert code == 2
        assert part in said
