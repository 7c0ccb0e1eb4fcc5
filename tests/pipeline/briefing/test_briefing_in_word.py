"""The monthly summary as a Word file, with charts that can be changed there."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from lxml import etree

from pipeline.briefing import (
    MonthFigures,
    SummaryRefused,
    month_figures,
    write_summary_template,
    write_word_summary,
)
from pipeline.run import run_inbox
from pipeline.store import existing_store

TODAY = date(2024, 7, 25)
PAGE = (
    "青川市财政局2024年{month}月财政收支情况\n\n2024年7月14日 来源：青川市财政局\n"
    "1-{month}月累计，全市一般公共预算收入{total}亿元，同比增长5%。"
    "其中，税收收入{tax}亿元，同比增长4.1%；非税收入32.82亿元，同比增长8.1%。\n"
)
LIST = (
    "- {unit: 青川市财政局, every: month, due_days: 20, first: 2024-05}\n"
    "- {unit: 和谷市财政局, every: month, due_days: 20, first: 2024-06}\n"
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> MonthFigures:
    """June, of which one report came, with an error in it, and another did not."""
    inbox = tmp_path_factory.mktemp("inbox")
    for month, total, tax in ((5, "140.10", "107.28"), (6, "166.20", "134.38")):
        (inbox / f"青川{month}月.txt").write_text(PAGE.format(month=month, total=total, tax=tax), encoding="utf-8")
    (inbox / "应报清单.yaml").write_text(LIST, encoding="utf-8")
    address = f"sqlite:///{tmp_path_factory.mktemp('store')}/hedui.db"
    run_inbox(inbox, address, workers=0, as_of=TODAY)
    with closing(existing_store(address)) as store:
        return month_figures(store, 2024, 6, TODAY)


def _words(file: Path) -> list[str]:
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_word_file(figures: MonthFigures, tmp_path: Path) -> None:
    one = replace(figures.series[0], unit="=某局{{ 1 }}<&>\x00", doubtful=frozenset({("cumulative", 6)}))
    lights = {"甲局": {"红灯": 2, "蓝灯": 1}, "=乙局&": {"黄灯": 1}}
    file = tmp_path / "out" / "六月.docx"
    write_word_summary(file, replace(figures, series=[one, *figures.series[1:]], lights=lights), TODAY)
    words = _words(file)
    assert "2024年6月报送数据核对情况" in words
    assert any("应报 2 份：按时 1 份，晚到 0 份，没有读成 0 份，缺报 1 份。" in text for text in words)
    assert any("未了结的疑点 1 处，其中错误 1 处" in text for text in words)
    # What was taken in for the first time long after its day is judged by its own date, and the page says so.
    assert any("是否按时看报告自己的日期" in text for text in words)
    for cell in ("和谷市财政局", "缺报", "分项与合计", "166.20*", "134.38", "=某局{{ 1 }}<&> 全市一般公共预算收入"):
        assert cell in words
    assert not any("{%" in text for text in words)
    assert [each.name for each in file.parent.iterdir()] == ["六月.docx"]


def test_the_charts_of_the_word_file(figures: MonthFigures, tmp_path: Path) -> None:
    one = replace(figures.series[0], doubtful=frozenset({("cumulative", 6)}))
    lights = {"甲局": {"红灯": 2, "蓝灯": 1}, "=乙局&": {"黄灯": 1}}
    file = tmp_path / "x.docx"
    write_word_summary(file, replace(figures, series=[one, *figures.series[1:]], lights=lights), TODAY)
    with zipfile.ZipFile(file) as whole:
        charts = {name: whole.read(name).decode() for name in whole.namelist() if name.startswith("word/charts/chart")}
        books = [whole.read(name) for name in whole.namelist() if name.startswith("word/embeddings/")]
        document = whole.read("word/document.xml").decode()
    assert len(charts) == len(books) == document.count("<c:chart ") == 4  # of lights, and of three series
    # A figure in doubt is in the table, and not in the chart.
    income = next(chart for chart in charts.values() if "一般公共预算收入" in chart)
    assert "140.1<" in income
    assert "166.2<" not in income
    assert all('<c:dispBlanksAs val="gap"/>' in chart and "externalData" in chart for chart in charts.values())
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(books[0]))["Sheet1"].iter_rows() for cell in row]
    assert ("s", "=乙局&") in {(cell.data_type, cell.value) for cell in cells}  # no formula behind it


_ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr protection chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val smooth",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits",
}
"""The order of a chart's elements by the standard (ECMA-376, part 1, 21.2): Word refuses a file with another."""


def test_the_charts_are_of_the_standard(figures: MonthFigures, tmp_path: Path) -> None:
    lights = {"甲局": {"红灯": 2, "蓝灯": 1}, "乙局": {"黄灯": 1}}
    write_word_summary(tmp_path / "x.docx", replace(figures, lights=lights), TODAY)
    looked_at = set()
    with zipfile.ZipFile(tmp_path / "x.docx") as whole:
        for name in (name for name in whole.namelist() if name.startswith("word/charts/chart")):
            for element in etree.fromstring(whole.read(name)).iter():
                parts = [etree.QName(child).localname for child in element]
                if order := _ORDER.get(etree.QName(element).localname, "").split():
                    looked_at.add(etree.QName(element).localname)
                    assert [order.index(part) for part in parts] == sorted(order.index(part) for part in parts), parts
    assert looked_at == set(_ORDER)


def test_the_bureaus_own_form(figures: MonthFigures, tmp_path: Path) -> None:
    form = tmp_path / "模板.docx"
    write_summary_template(form)
    with pytest.raises(SummaryRefused, match="已经有了"):
        write_summary_template(form)
    document = Document(str(form))
    document.paragraphs[0].runs[0].text = "某某局 {{ month }} 月 {{ families_chart }}"
    document.save(str(form))
    write_word_summary(tmp_path / "x.docx", figures, TODAY, form)
    assert "某某局 6 月 " in _words(tmp_path / "x.docx")
    before = form.read_bytes()
    with pytest.raises(SummaryRefused, match="就是模板"):
        write_word_summary(tmp_path / "x" / ".." / form.name, figures, TODAY, form)
    assert form.read_bytes() == before
    document.paragraphs[0].runs[0].text = "{{ mnth }}"
    document.save(str(form))
    (tmp_path / "x.docx").write_bytes(b"older")
    with pytest.raises(SummaryRefused, match=r"没有“mnth”这一项，是否想写 month？，见“\{\{ mnth \}\}”一处"):
        write_word_summary(tmp_path / "x.docx", figures, TODAY, form)
    assert (tmp_path / "x.docx").read_bytes() == b"older"


def test_a_word_file_of_a_month_of_which_nothing_is_known(figures: MonthFigures, tmp_path: Path) -> None:
    write_word_summary(
        tmp_path / "x.docx", replace(figures, reports=[], findings=[], lights={}, owed=[], series=[]), TODAY
    )
    words = _words(tmp_path / "x.docx")
    assert "没有未了结的疑点。" in words
    assert any("本月收到报告 0 份，来自 0 个单位。" in text for text in words)
