"""Tables without vertical lines: the same cells, however their heads and figures are set."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from printing.loose import Style, print_loose
from printing.pdf import Sheet, pdf

from extractors.document import Document, Paragraph
from extractors.readers.draft import DraftTable
from extractors.readers.pdf import read_pdf
from tests.extractors.value_table.drawn import drawing

STYLES = [
    Style(heads, figures, rules)
    for heads, figures, rules in product(("left", "middle"), ("right", "middle", "left"), ("none", "three", "rows"))
]  # fmt: skip

BUDGET = [
    "| 项目 | 预算数 | 9月份 | < | 1-9月累计 | < | < | 占预算% |",
    "| ^ | ^ | 完成数 | 同比% | 累计完成数 | 上年同期数 | 增减% | ^ |",
    "| 税收收入 | 401,000 | 31,052 | 2.1 | 312,704 | 295,000 | 6.0 | 78.0 |",
    "| 其中：增值税 | 162,000 | 12,840 | 3.5 | 126,031 | 119,010 | 5.9 | 77.8 |",
    "| 非税收入 | 85,500 | 7,569 | -13.8 | 59,237 | 56,552 | 4.7 | 69.3 |",
    "| 合计 | 486,500 | 38,621 | -1.4 | 371,941 | 351,552 | 5.8 | 76.5 |",
]
DISTRICTS = [
    "| 县区 | 一般公共预算收入 | < | < | 其中：税收收入 | < | 税收占比 |",
    "| ^ | 当月 | 累计 | 增幅 | 累计 | 增幅 | ^ |",
    "| 东岭区 | 8,801 | 84,602 | 7.0 | 72,011 | 7.5 | 85.1 |",
    "| 西岭区 | 6,634 | 63,015 | 5.2 | 52,809 | 4.4 | 83.8 |",
    "| 青石县 | 6,120 | 58,041 | 5.2 | 49,052 | 6.6 | 84.5 |",
]
MONTHS = [
    "| 指标 | 1月 | 2月 | 3月 | 一季度 |",
    "| 一般公共预算收入 | 52,310 | 41,206 | 60,115 | 153,631 |",
    "| 税收收入 | 44,120 | 36,018 | 49,777 | 129,915 |",
    "| 非税收入 | 8,190 | 5,188 | 10,338 | 23,716 |",
]
YEARS = [
    "| 指标 | 2021年 | < | 2022年 | < |",
    "| ^ | 数额 | 增速 | 数额 | 增速 |",
    "| 财政收入 | 420.15 | 8.8% | 436.60 | 3.9% |",
    "| 财政支出 | 640.02 | 4.1% | 668.77 | 4.5% |",
]


def drawn(lines: list[str]) -> DraftTable:
    (table,) = drawing(lines).tables
    return table


def shown(table: DraftTable) -> list[tuple[int, int, int, int, str]]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.chars) for c in table.cells if c.chars)


def read(sheet: Sheet, folder: Path) -> Document:
    path = folder / "表.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.heads}-{style.figures}-{style.rules}")
@pytest.mark.parametrize(("lines", "heads"), [(BUDGET, 2), (DISTRICTS, 2), (MONTHS, 1), (YEARS, 2)])
def test_heads_stand_over_their_columns(lines: list[str], heads: int, style: Style, tmp_path: Path) -> None:
    table = drawn(lines)
    document = read(print_loose(table, heads, style, "云溪县2024年9月财政收支情况表", "单位：万元"), tmp_path)
    (found,) = document.tables
    assert (found.rows, found.columns) == (table.rows, table.columns)
    cells = [(c.row, c.column, c.row_span, c.column_span, str(c.text)) for c in found.cells if c.text.compact()]
    assert sorted(cells) == shown(table)
    above = [str(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert above == ["云溪县2024年9月财政收支情况表", "单位：万元"]


def test_sentences_between_rules_are_rows(tmp_path: Path) -> None:
    sheet = Sheet(width=700)
    for y in (760, 730, 680, 630):
        sheet.stroke(40, y, 590, y)
    sheet.text(45, 740, "序号").text(90, 740, "任务").text(180, 740, "目标").text(380, 740, "完成情况")
    sheet.text(50, 700, "1").text(90, 706, "组织财政").text(90, 692, "收入")
    sheet.text(180, 700, "收入完成486亿元，增长6%").text(380, 706, "累计完成371.94亿元，增长5.8%，其中税收")
    sheet.text(380, 692, "收入312.7亿元")
    sheet.text(50, 650, "2").text(90, 650, "压减支出").text(180, 650, "压减比例不低于10%").text(
        380, 650, "压减1.06亿元"
    )
    document = read(sheet, tmp_path)
    (found,) = document.tables
    assert [[str(text) for text in row] for row in found.grid()] == [
        ["序号", "任务", "目标", "完成情况"],
        ["1", "组织财政收入", "收入完成486亿元，增长6%", "累计完成371.94亿元，增长5.8%，其中税收收入312.7亿元"],
        ["2", "压减支出", "压减比例不低于10%", "压减1.06亿元"],
    ]
