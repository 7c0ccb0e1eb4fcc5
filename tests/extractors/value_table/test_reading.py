"""Which tables are value tables, and that no figure of one is lost unsaid."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.attribution.setting import Setting
from extractors.document import Document
from extractors.periods import Anchor
from extractors.readers.draft import DraftCell, DraftTable, placed
from extractors.reading import understand
from extractors.report import Hints, ReportContent
from extractors.sheet.items import sheet_tables
from extractors.text import spans
from extractors.value_table import read_value_table, value_tables
from extractors.value_table.figure import figure_in
from tests.extractors.value_table.drawn import as_document, drawing

HINTS = Hints(source_name="2024年6月.html")


def value_indices(document: Document) -> list[int]:
    taken = frozenset(table.index for table in sheet_tables(document))
    return sorted(value_tables(document, taken, None, Anchor(year=2024)))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["| 目标名称 | 考核指标 | 累计进度 | 完成比例 |", "| 财政收入 | 增长6% | 完成52.3亿元，增长5% | 50% |"],
            id="progress sheet",
        ),
        pytest.param(["| 填报人 | 李某 | 联系电话 | 87651234 |", "| 单位 | 某局 | 邮编 | 310000 |"], id="form"),
        pytest.param(
            ["| 序号 | 评价内容 | 评分标准 | 分值 |", "| 1 | 绩效目标完整 | 缺一项扣2分，扣完为止 | 10 |"],
            id="scores",
        ),
        pytest.param(["| 名称 | 说明 |", "| 甲 | 乙 |"], id="no figures"),
        pytest.param(["| 1 | 2 | 3 |", "| 4 | 5 | 6 |"], id="nothing but figures"),
    ],
)
def test_other_tables_are_left_alone(lines: list[str]) -> None:
    assert value_indices(as_document(drawing(lines))) == []


def content_of(lines: list[str]) -> ReportContent:
    return understand(as_document(drawing(lines)), HINTS)


def test_words_beside_the_figures_are_still_read() -> None:
    rows = ["| 地区 | 累计支出 | 备注 |", "| 东屏区 | 3,420 | 另有结转资金150万元 |", "| 西屏区 | 2,116 | |"]
    content = content_of(["> 单位：万元", *rows])
    assert [(fact.item, fact.printed) for fact in content.facts] == [
        ("东屏区", "3,420"), ("西屏区", "2,116"), ("东屏区", "150万元"),
    ]  # fmt: skip


def test_rates_that_may_be_parts_of_one_are_not_guessed() -> None:
    content = content_of(["| 单位 | 执行率 |", "| 市教育局 | 0.542 |", "| 市水利局 | 0.417 |"])
    assert content.facts == ()
    assert content.warnings == ("第1个表格有2个数字看不出计量单位或含义，未读入",)


def test_every_figure_has_its_own_place() -> None:
    rows = ["| 地区 | 6月支出 | 1-6月支出 |", "| 东屏区 | 420 | 3,420 |", "| 合计 | 420 | 3,420 |"]
    content = content_of(["> 单位：万元", *rows])
    assert len({fact.locator for fact in content.facts}) == len(content.facts) == 4
    for fact in content.facts:
        assert "".join(span["text"] for span in spans(fact.quantity)) == fact.printed


CELLS = st.sampled_from(
    ["", "-", "12.5", "1,234", "(7)", "▼3", "2024", "地区", "单位", "合计", "东篱区", "累计", "完成预算（%）",
     "其中：契税", "同比增长%", "一、",
     "单位：万元", "5%", "3亿元", "增长6%", "1", "年初预算", "上年同期", "1-6月", "\u3000\u3000税"]
)  # fmt: skip
ROWS = st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_no_figure_is_lost_unsaid(rows: list[list[str]]) -> None:
    """Whatever stands in a value table: its bare figures are facts, or counted as unread, or number or head rows."""
    cells = [DraftCell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    document = Document("text/html", placed([DraftTable(len(rows), max(map(len, rows), default=0), tuple(cells))]))
    content = understand(document, HINTS)
    for table in value_tables(document, frozenset(), None, Anchor(year=2024)).values():
        shape = table.shape
        found = read_value_table(table, Setting(Anchor(year=2024)), 0)
        read = {tuple(map(int, re.findall(r"r(\d+)\.c(\d+)", fact.locator)[0])) for fact in found.facts}
        groups = [group for band in shape.bands for group in band.groups]
        names = {column for group in groups for column in (group.name, group.unit, *group.categories)}
        figures = {(cell.row, cell.column) for cell in shape.table.cells if figure_in(cell.text) is not None}
        explained = {
            place for place in figures if place[0] in shape.heads or place[1] in shape.skipped or place[1] in names
        }
        assert figures <= read | set(found.unread) | explained
    assert len({(fact.locator, fact.index) for fact in content.facts}) == len(content.facts)
