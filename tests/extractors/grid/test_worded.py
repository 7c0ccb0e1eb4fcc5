"""Tables of sentences without vertical lines: the same cells, wherever the print stands in its row."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from printing.loose import width
from printing.pdf import Sheet, pdf

from extractors.document import Document
from extractors.readers.draft import DraftTable
from extractors.readers.pdf import read_pdf
from tests.extractors.value_table.drawn import drawing

_SIZE, _PITCH, _PADDING = 10.0, 14.0, 5.0

LEDGER = [
    "| 序号 | 重点任务 | 年度目标 | 进展情况 | < | 完成比例 | 责任科室 |",
    "| ^ | ^ | ^ | 5月 | 1-5月 | ^ | ^ |",
    "| 1 | 农村饮水提升 | 改造老旧管网180公里，自来水普及率达到97.5%以上。 | 改造管网21.6公里。 |"
    " 累计改造管网86公里，完成投资7420万元，占年度计划的47.8%，受益群众6.3万人。 | 47.8% | 农水科 |",
    "| 2 | 病险水库加固 | 完成14座水库加固。 | 新开工2座。 | 已开工11座，完成投资0.97亿元。 | 40.4% | |",
    "| 3 | 水资源税征收 | 组织收入1.35亿元，增长5%。 | 入库1102万元。 | 入库5640万元，增长2.9%。 | 41.8% | 财务科 |",
]
PLAIN = [
    "| 工作事项 | 目标要求 | 完成情况 | 备注 |",
    "| 争取上级资金 | 全年到位资金不少于3.6亿元 | 累计到位3.18亿元，较去年同期增加4200万元，增幅15.2% | 提前完成 |",
    "| 技改投资 | 技改投资增长12%，实施技改项目45个 | 实施技改项目43个 | |",
]
WIDTHS = {7: (20.0, 60.0, 120.0, 80.0, 150.0, 40.0, 40.0), 4: (80.0, 150.0, 180.0, 60.0)}


def print_worded(table: DraftTable, heads: int, place: str, *, ruled: bool) -> Sheet:
    """One page with the table; texts are wrapped at the width of their columns, `place` is top or middle."""
    widths = WIDTHS[table.columns]
    xs = [40.0, *(40.0 + x for x in accumulate(w + 2 * _PADDING for w in widths))]
    wrapped = {
        (c.row, c.column): _wrapped(c.chars, xs[c.column + c.column_span] - xs[c.column] - 2 * _PADDING)
        for c in table.cells
    }
    deep = [
        max(len(wrapped[c.row, c.column]) for c in table.cells if c.row == row and c.row_span == 1)
        for row in range(table.rows)
    ]
    ys = [500.0, *(500.0 - y for y in accumulate(lines * _PITCH + 2 * _PADDING for lines in deep))]
    sheet = Sheet(width=xs[-1] + 40, height=560)
    sheet.text(60, 530, "云溪县水务局2025年5月重点任务推进台账", 16)
    for cell in table.cells:
        lines = wrapped[cell.row, cell.column]
        top, bottom = ys[cell.row], ys[cell.row + cell.row_span]
        y = top - _PADDING if place == "top" else (top + bottom + len(lines) * _PITCH) / 2
        for number, line in enumerate(lines):
            left, right = xs[cell.column], xs[cell.column + cell.column_span]
            x = (left + right - width(line)) / 2 if cell.row < heads else left + _PADDING
            sheet.text(x, y - number * _PITCH - _SIZE, line, _SIZE)
    for row in (0, heads, table.rows) if ruled else ():
        sheet.stroke(xs[0], ys[row], xs[-1], ys[row])
    return sheet


def _wrapped(chars: str, wide: float) -> list[str]:
    lines = [""]
    for char in chars:
        if width(lines[-1] + char) > wide:
            lines.append("")
        lines[-1] += char
    return lines


def read(sheet: Sheet, folder: Path) -> Document:
    path = folder / "表.pdf"
    path.write_bytes(pdf([sheet]))
    return read_pdf(path)


@pytest.mark.parametrize("ruled", [False, True], ids=["no rules", "three rules"])
@pytest.mark.parametrize("place", ["top", "middle"])
@pytest.mark.parametrize(("lines", "heads"), [(LEDGER, 2), (PLAIN, 1)], ids=["two rows of heads", "one row"])
def test_wrapped_sentences_stay_in_their_cells(
    lines: list[str], heads: int, place: str, ruled: bool, tmp_path: Path
) -> None:
    (table,) = drawing(lines).tables
    (found,) = read(print_worded(table, heads, place, ruled=ruled), tmp_path).tables
    cells = {(c.row, c.column, c.column_span): str(c.text) for c in found.cells if c.text.compact()}
    assert cells == {(c.row, c.column, c.column_span): c.chars for c in table.cells if c.chars}


def test_a_head_that_stands_alone_over_its_columns_is_of_the_table(tmp_path: Path) -> None:
    """The other heads stand in the middle of both rows, so that the first line holds one head only."""
    sheet = Sheet(width=600)
    sheet.text(300, 700, "到位资金").text(50, 690, "乡镇").text(150, 690, "项目数").text(450, 690, "外资")
    sheet.text(270, 680, "任务").text(360, 680, "完成")
    for at, row in enumerate([("东镇", "6", "12", "3.24", "320"), ("西镇", "3", "8", "1.68", "0")]):
        for x, chars in zip((50, 165, 275, 360, 455), row, strict=True):
            sheet.text(x, 650 - 20 * at, chars)
    (found,) = read(sheet, tmp_path).tables
    assert [str(text) for text in found.grid()[0]] == ["乡镇", "项目数", "到位资金", "", "外资"]


def test_prose_that_names_heads_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(60, 700, "工作事项  目标要求  完成情况")
    for at in range(6):
        sheet.text(60, 680 - 16 * at, "全年到位资金不少于3.6亿元，累计到位3.18亿元，较去年同期增加4200万元。")
    assert read(sheet, tmp_path).tables == ()


def test_what_stands_close_below_is_no_row(tmp_path: Path) -> None:
    """The table's heads come again over one torn line; a note, and two words of a line of contacts, follow at once."""
    sheet = Sheet()
    heads = ("序号", "工作任务", "年度目标", "进展情况", "完成率")
    for x, head in zip((60, 100, 190, 330, 480), heads, strict=True):
        sheet.text(x, 700, head)
    sheet.text(180, 684, "规模不少于五亿元。")
    sheet.text(60, 662, "注：本表的数据为快报数。").text(60, 646, "联系人：王某某").text(
        150, 646, "联系电话：八五二五〇〇〇〇"
    )
    found = read(sheet, tmp_path)
    (table,) = found.tables
    assert [[str(text) for text in row] for row in table.grid()] == [
        list(heads),
        ["", "", "规模不少于五亿元。", "", ""],
    ]
    assert str(found.paragraphs[0].text) == "注：本表的数据为快报数。"


@pytest.mark.parametrize("above", [0, 3])
def test_heads_at_the_foot_of_a_page_are_no_fault(tmp_path: Path, above: int) -> None:
    """The table's rows stand on the next page, or were lost."""
    sheet = Sheet()
    for at in range(above):
        sheet.text(60, 700 - 16 * at, "全年到位资金不少于3.6亿元，累计到位3.18亿元。")
    for x, head in zip((60, 150, 250, 350), ("工作事项", "目标要求", "完成情况", "完成率"), strict=True):
        sheet.text(x, 640, head)
    assert "".join("".join(str(each.text) for each in read(sheet, tmp_path).paragraphs).split()).endswith(
        "工作事项目标要求完成情况完成率"
    )
