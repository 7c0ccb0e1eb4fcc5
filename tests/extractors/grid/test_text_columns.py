"""Prose in two columns reads down the left one and then down the right one; tables are left as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf

from extractors.document import Document, Paragraph
from extractors.readers.pdf import read_pdf

LEFT = (
    "一、收入情况。全市一般公共预算收入完成371.94亿元，同比增长5.8%，其中税收收入312.7亿元，占比84.07%。分级次看，"
    "市本级收入118.63亿元，增长4.9%；县区收入253.31亿元，增长6.2%，增幅高于全市平均水平。分部门看，税务部门组织收入"
    "318.06亿元，增长6.1%；财政部门组织收入53.88亿元，非税收入中专项收入22.81亿元"
)
RIGHT = (
    "，增长8.6%。二、支出情况。全市一般公共预算支出548.61亿元，增长4.1%，其中民生支出431.2亿元，占比78.6%。教育支出"
    "112.16亿元，增长5.8%；社会保障和就业支出90.23亿元，增长6.4%；卫生健康支出57.1亿元，增长0.8%，保障了各项重点工作"
    "的资金需要。三、下一步打算。抓好收入组织，压减一般性支出1.06亿元"
)
WIDE = 16
"""Characters in a line of one column."""


def lines_of(text: str) -> list[str]:
    """`text` wrapped at `WIDE` em (an ASCII character takes half of one)."""
    lines, line, room = [], "", float(WIDE)
    for char in text:
        step = 0.5 if char.isascii() else 1.0
        if step > room:
            lines.append(line)
            line, room = "", float(WIDE)
        line, room = line + char, room - step
    return [*lines, line]


def read(sheet: Sheet, folder: Path) -> Document:
    path = folder / "通报.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


def two_columns(shift: float = 0.0) -> Sheet:
    sheet = Sheet(width=420, height=400)
    sheet.text(110, 360, "岚溪市2024年前三季度财政情况", 14)
    sheet.lines(40, 320, lines_of(LEFT), pitch=15).lines(220, 320 - shift, lines_of(RIGHT), pitch=15)
    return sheet.text(40, 110, "以上为快报数，仅供各单位研究工作时参考，以决算数为准，请勿对外提供或者引用。")


@pytest.mark.parametrize("shift", [0.0, 6.0])
def test_the_left_column_is_read_before_the_right_one(shift: float, tmp_path: Path) -> None:
    document = read(two_columns(shift), tmp_path)
    texts = [str(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert texts[0] == "岚溪市2024年前三季度财政情况"
    assert "".join(texts[1:-1]) == LEFT + RIGHT
    assert any("专项收入22.81亿元，增长8.6%" in text for text in texts)
    assert texts[-1].startswith("以上为快报数")


def test_names_beside_figures_are_no_columns_of_prose(tmp_path: Path) -> None:
    sheet = Sheet(width=420, height=400)
    for number in range(9):
        sheet.text(40, 340 - 15 * number, f"第{number}项重点支出完成情况说明及分析").text(
            300, 340 - 15 * number, "1,234.5"
        )
    (table,) = read(sheet, tmp_path).tables
    assert (table.rows, table.columns) == (9, 2)
