"""Value tables that were dumped one cell a line are tables again where every number can be laid to its head."""

from __future__ import annotations

import pytest

from extractors.document import Table
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.reading import document_of

PLAIN = """
临汐区2024年上半年项目投资情况
单位：亿元
项目名称 总投资 年度计划 1-6月完成 形象进度
北岸泵站 3.60 1.20 0.96 主体封顶
东环路 12.40 4.00 1.85 路基施工
合计 16.00 5.20 2.81
注：数据截至6月底。
"""
CLASSED = """
类别 项目名称 总投资 年度计划 1-6月完成 形象进度
水利 北岸泵站 3.60 1.20 0.96 主体封顶
南湖清淤 2.15 0.85 - 进场施工
交通 东环路 12.40 4.00 1.85 路基施工
"""
UNITS = """
区县 收入 增幅（%）
东岭县 12.3 4.5
柳桥县 8.10 -1.2
"""


def tables_of(drawn: str, between: str = "\n") -> list[list[tuple[int, int, str, int]]]:
    """The cells (row, column, text, rows spanned) of each table in `drawn`, its words one a line."""
    document = document_of(source_lines(between.join(drawn.split())))
    return [
        [(cell.row, cell.column, cell.text.chars, cell.row_span) for cell in table.cells]
        for table in document.blocks
        if isinstance(table, Table)
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_each_cell_stands_under_its_head(between: str) -> None:
    (cells,) = tables_of(PLAIN, between)
    assert [text for row, _, text, _ in cells if row == 0] == [
        "项目名称",
        "总投资",
        "年度计划",
        "1-6月完成",
        "形象进度",
    ]
    assert [text for row, _, text, _ in cells if row == 2] == ["东环路", "12.40", "4.00", "1.85", "路基施工"]
    assert [(column, text) for row, column, text, _ in cells if row == 3] == [
        (0, "合计"), (1, "16.00"), (2, "5.20"), (3, "2.81")
    ]  # fmt: skip


def test_a_merged_class_reaches_over_its_rows() -> None:
    (cells,) = tables_of(CLASSED)
    assert [(row, text, span) for row, column, text, span in cells if column == 0] == [
        (0, "类别", 1), (1, "水利", 2), (3, "交通", 1)
    ]  # fmt: skip
    assert [(column, text) for row, column, text, _ in cells if row == 2] == list(
        enumerate(["南湖清淤", "2.15", "0.85", "-", "进场施工"], start=1)
    )


def test_units_by_rows() -> None:
    (cells,) = tables_of(UNITS)
    assert [text for row, _, text, _ in cells if row == 2] == ["柳桥县", "8.10", "-1.2"]


@pytest.mark.parametrize(
    "drawn",
    [
        CLASSED.replace("类别 ", ""),  # a head too few
        PLAIN.replace("东环路 12.40 4.00", "东环路 4.00"),  # a number too few in one of two rows
        UNITS.replace("区县", "建议"),  # no head of names
    ],
)
def test_what_cannot_be_laid_to_its_head_stays_text(drawn: str) -> None:
    assert tables_of(drawn) == []
