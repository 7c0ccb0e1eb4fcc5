"""Tables aligned with spaces or drawn with characters: the cells, the places, and what is no table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from dumps.text_tables import aligned, padded_by_count, ruled

from extractors.document import Paragraph
from extractors.readers.draft import DraftTable
from extractors.readers.plain_text.decoding import source_lines
from extractors.readers.plain_text.reading import document_of, read_plain_text
from extractors.text import LinePlace
from tests.extractors.value_table.drawn import drawing

WRITERS: dict[str, Callable[[DraftTable], list[str]]] = {
    "aligned": aligned,
    "padded by count": padded_by_count,
    "ruled": ruled,
    "boxes": partial(ruled, box=True),
}
TABLES = {
    "two rows of heads": [
        "| 县区 | 一般公共预算收入 | < | < | 其中：税收收入 | < | 税收占比 |",
        "| ^ | 当月 | 累计 | 增幅 | 累计 | 增幅 | ^ |",
        "| 东岭区 | 8,801 | 84,602 | 7.0 | 72,011 | 7.5 | 85.1 |",
        "| 西岭区 | 6,634 | 63,015 | -5.2 | 52,809 | -4.4 | 83.8 |",
        "| 青石县 | 6,120 | 58,041 | 5.2 | 49,052 | 6.6 | 84.5 |",
    ],
    "sentences": [
        "| 序号 | 目标名称 | 年度目标 | 累计进度 | 完成比例 |",
        "| 1 | 组织收入 | 收入完成486亿元，增长6% | 完成371.94亿元，增长5.8% | 76% |",
        "| 2 | 压减支出 | 压减比例不低于10% | 累计压减1.06亿元 | 80% |",
        "| 3 | 政府采购 | 采购率达到95%以上 | 采购项目1286个 | 85% |",
    ],
    "blank cells": [
        "| 项目 | 预算数 | 完成数 | 占比 |",
        "| 教育支出 | 14,800 | 11,216 | 75.8 |",
        "| 上年结转 |  | 1,106 |  |",
        "| 科技支出 | 2,900 | 2,011 | 69.3 |",
        "| 卫生支出 | 6,100 | 4,800 | 78.7 |",
    ],
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", TABLES)
def test_the_cells_are_those_written(name: str, writer: str, tmp_path: Path) -> None:
    (table,) = drawing(TABLES[name]).tables
    lines = ["云溪县2024年9月财政情况表", "单位：万元", *WRITERS[writer](table), "注：本表为快报数。"]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    document = read_plain_text(path)
    (found,) = document.tables
    assert sorted((c.row, c.column, c.row_span, c.column_span, str(c.text)) for c in found.cells if c.text) == sorted(
        (c.row, c.column, c.row_span, c.column_span, c.chars) for c in table.cells if c.chars
    )
    around = [str(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert around == [lines[0], lines[1], lines[-1]]
    for cell in found.cells:
        for char, place in zip(cell.text.chars, cell.text.places, strict=True):
            assert not isinstance(place, LinePlace) or lines[place.line - 1][place.column] == char


@pytest.mark.parametrize(
    ("lines", "grid"),
    [
        pytest.param(
            [
                " 项目     | 金额   | 占比",
                "----------+--------+------",
                " 税收收入 | 31,270 | 84.1",
                " 非税收入 |  5,924 | 15.9",
            ],
            [["项目", "金额", "占比"], ["税收收入", "31,270", "84.1"], ["非税收入", "5,924", "15.9"]],
            id="a line under the heads only",
        ),
        pytest.param(
            ["项目        金额    占比", "========  ======  ====", "税收收入  31,270  84.1", "非税收入   5,924  15.9"],
            [["项目", "金额", "占比"], ["税收收入", "31,270", "84.1"], ["非税收入", "5,924", "15.9"]],
            id="double rule",
        ),
        pytest.param(
            [
                "+----------+----------------+------+",
                "| 目标     | 累计进度       | 比例 |",
                "+----------+----------------+------+",
                "| 组织收入 | 完成371.94亿元 | 76%  |",
                "|          | ，增长5.8%     |      |",
                "+----------+----------------+------+",
            ],
            [["目标", "累计进度", "比例"], ["组织收入", "完成371.94亿元，增长5.8%", "76%"]],
            id="a wrapped cell",
        ),
    ],
)  # fmt: skip
def test_other_ways_to_draw(lines: list[str], grid: list[list[str]]) -> None:
    (table,) = document_of(source_lines("\n".join(lines))).tables
    assert [[str(text) for text in row] for row in table.grid()] == grid


@pytest.mark.parametrize(
    "text",
    [
        "一、  收入情况\n二、  支出情况\n三、  下一步打算\n四、  有关建议",
        "联系人：李某    电话：87651234\n审核：王某    日期：2024年9月30日",
        "全市一般公共预算收入371.94亿元。  增长5.8%。\n支出548.6亿元。  增长4.1%。",
    ],
)
def test_gaps_alone_make_no_table(text: str) -> None:
    assert document_of(source_lines(text)).tables == ()
