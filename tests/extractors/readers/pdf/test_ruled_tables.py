"""Small files that each hold one difficulty of tables: how they are ruled, wrapped, merged and go on over pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from printing.pdf import Sheet
from printing.two_rows import EXPECTED, Read, cells, two_rows


def test_empty_columns_stay(read: Read) -> None:
    assert cells(read(two_rows())) == EXPECTED


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["同比增-0.3%，占比", "上升。"], "同比增-0.3%，占比上升。"),
        (["税收同比增长-", "0.3%。"], "税收同比增长-0.3%。"),
        (["税收收入1-", "6月增长。"], "税收收入1-6月增长。"),
        (["目标责任单位为财", "政局"], "目标责任单位为财政局"),
        (["本月拨付专项资金", "12345.67万元"], "本月拨付专项资金12345.67万元"),
        (["1.印发方案。", "2.开展督查。"], "1.印发方案。\n2.开展督查。"),
        (["100", "200"], "100\n200"),
        (["PPP项目GDP GB", "data平台"], "PPP项目GDP GB data平台"),
    ],
)
def test_wrapped_lines_of_a_cell(read: Read, rows: list[str], expected: str) -> None:
    sheet = Sheet().grid([50, 140, 300], [700, 640]).lines(55, 685, rows).text(145, 685, "备注")
    assert cells(read(sheet))[0][0] == expected


def test_a_number_broken_by_a_full_line_is_one_number(read: Read) -> None:
    sheet = Sheet().grid([50, 88, 300], [700, 640]).lines(53, 685, ["128731", ".45"]).lines(93, 685, ["备注"])
    assert cells(read(sheet))[0][0] == "128731.45"


def test_a_narrow_column_is_read_downwards(read: Read) -> None:
    sheet = Sheet().grid([50, 70, 300], [700, 640]).lines(55, 688, list("绩效指标")).text(75, 665, "完成率")
    assert cells(read(sheet)) == [["绩效指标", "完成率"]]


def test_print_turned_within_its_cell_is_read_along_itself(read: Read) -> None:
    sheet = Sheet().grid([50, 70, 300], [700, 640]).text_by((0, 1, -1, 0, 64, 645), "绩效指标")
    sheet.lines(75, 685, ["全市完成一般公共预算收入", "12.5亿元"])
    assert cells(read(sheet))[0][0] == "绩效指标"


def test_merged_cells_have_their_spans(read: Read) -> None:
    sheet = Sheet()
    for y in (700, 670, 610):
        sheet.stroke(50, y, 400, y)
    sheet.stroke(150, 640, 400, 640)
    for x in (50, 150, 400):
        sheet.stroke(x, 700, x, 610)
    sheet.stroke(275, 670, 275, 610)
    sheet.text(55, 680, "类别").text(155, 680, "完成情况").text(55, 640, "指标")
    sheet.text(155, 650, "一").text(280, 650, "二").text(155, 620, "三").text(280, 620, "四")
    table = read(sheet).tables[0]
    assert {(str(c.text), c.row, c.column, c.row_span, c.column_span) for c in table.cells} == {
        ("类别", 0, 0, 1, 1),
        ("完成情况", 0, 1, 1, 2),
        ("指标", 1, 0, 2, 1),
        ("一", 1, 1, 1, 1),
        ("二", 1, 2, 1, 1),
        ("三", 2, 1, 1, 1),
        ("四", 2, 2, 1, 1),
    }


def filled(sheet: Sheet) -> Sheet:
    return sheet.text(55, 680, "项目").text(155, 680, "本月完成").text(55, 650, "税收").text(155, 650, "12.5亿元")


def thin_rectangles() -> Sheet:
    sheet = Sheet()
    for x in (50, 150, 300, 400):
        sheet.box(x, 640, x + 0.6, 700, "f")
    for y in (640, 670, 700):
        sheet.box(50, y, 400, y + 0.6, "f")
    return sheet


def cell_rectangles() -> Sheet:
    sheet = Sheet()
    for x0, x1 in ((50, 150), (150, 300), (300, 400)):
        for y0, y1 in ((640, 670), (670, 700)):
            sheet.box(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5)
    return sheet


def dashes() -> Sheet:
    sheet = Sheet()
    for x in (50, 150, 300, 400):
        for y in range(640, 700, 4):
            sheet.stroke(x, y, x, y + 2.5)
    for y in (640, 670, 700):
        for x in range(50, 400, 4):
            sheet.stroke(x, y, x + 2.5, y)
    return sheet


def double_lines() -> Sheet:
    return Sheet().grid([50, 150, 300, 400], [700, 670, 640]).grid([48, 402], [702, 638])


def without_outer_sides() -> Sheet:
    sheet = Sheet()
    for y in (700, 670, 640):
        sheet.stroke(50, y, 400, y)
    return sheet.stroke(150, 640, 150, 700).stroke(300, 640, 300, 700)


def without_top_and_bottom() -> Sheet:
    sheet = Sheet().stroke(50, 670, 400, 670)
    for x in (50, 150, 300, 400):
        sheet.stroke(x, 640, x, 700)
    return sheet


def shaded_head() -> Sheet:
    return Sheet().box(40, 672, 500, 698, "f").grid([50, 150, 300, 400], [700, 670, 640])


@pytest.mark.parametrize(
    "drawn",
    [
        thin_rectangles,
        cell_rectangles,
        dashes,
        double_lines,
        without_outer_sides,
        without_top_and_bottom,
        shaded_head,
    ],
)
def test_however_the_lines_are_drawn(read: Read, drawn: Callable[[], Sheet]) -> None:
    assert cells(read(filled(drawn()))) == EXPECTED


@pytest.mark.parametrize("x", [155, 157], ids=["wall between two digits", "wall through a digit"])
def test_a_figure_too_wide_for_its_cell_is_not_cut(read: Read, x: float) -> None:
    sheet = Sheet().grid([50, 150, 170, 400], [700, 670]).text(55, 680, "税收").text(x, 680, "1234567.8")
    assert cells(read(sheet)) == [["税收", "1234567.8", ""]]


def test_figures_close_to_a_wall_stay_apart(read: Read) -> None:
    sheet = Sheet().grid([50, 100, 150], [700, 670]).text(84.5, 680, "123").text(100.5, 680, "456")
    assert cells(read(sheet)) == [["123", "456"]]


def long_table() -> list[Sheet]:
    """A table over two pages as a browser prints it: no rule under the open row, the head repeated."""
    first = Sheet().text(250, 790, "目标进度表", 16)
    for x in (50, 150, 300, 400):
        first.stroke(x, 20, x, 700)
    for y in (700, 670, 60):
        first.stroke(50, y, 400, y)
    first.text(55, 680, "项目").text(155, 680, "本月完成").text(305, 680, "累计")
    first.text(55, 400, "税收").text(155, 400, "12.5亿元").text(305, 400, "60%")
    first.text(55, 45, "公交").lines(155, 45, ["安排全年专项补助资金共计3万", "元，惠及2"])
    second = Sheet().grid([50, 150, 300, 400], [810, 780, 760, 720])
    second.text(55, 790, "项目").text(155, 790, "本月完成").text(305, 790, "累计")
    second.text(55, 768, "改造").text(155, 768, "00户。").text(55, 740, "教育").text(305, 740, "70%")
    return [first, second]


def test_a_table_that_goes_on_over_the_page_is_one(read: Read) -> None:
    document = read(*long_table())
    assert cells(document) == [
        ["项目", "本月完成", "累计"],
        ["税收", "12.5亿元", "60%"],
        ["公交", "安排全年专项补助资金共计3万元，惠及2", ""],
        ["改造", "00户。", ""],
        ["教育", "", "70%"],
    ]
    assert document.tables[0].page_starts == {3}
    assert [(str(p.text), p.heading) for p in document.paragraphs] == [("目标进度表", True)]


def test_page_numbers_running_heads_and_continuation_lines_do_not_part_a_table(read: Read) -> None:
    first, second = long_table()
    for number, sheet in enumerate((first, second), start=1):
        sheet.text(40, 825, "某某区财政局内部资料", 8).text(290, 8, f"— {number} —", 8)
    second.text(50, 814, "续表1", 8)
    document = read(first, second)
    assert len(document.tables) == 1
    notes = [str(paragraph.text) for paragraph in document.paragraphs if paragraph.note]
    assert notes == ["某某区财政局内部资料", "— 1 —", "某某区财政局内部资料", "续表1", "— 2 —"]


def test_another_table_after_a_caption_stays_another(read: Read) -> None:
    first, second = long_table()
    moved = Sheet().form("Below", second, (1, 0, 0, 1, 0, -60)).text(50, 780, "附表二：教育支出")
    document = read(first, moved)
    assert len(document.tables) == 2
    assert document.tables[1].index == 1


def test_the_part_on_the_next_page_may_lack_a_column_line(read: Read) -> None:
    first = Sheet().grid([50, 150, 300, 400], [700, 670, 640]).text(55, 680, "项目").text(305, 680, "备注")
    second = Sheet().grid([50, 150, 400], [800, 770]).text(55, 780, "合计").text(155, 780, "无")
    table = read(first, second).tables[0]
    assert [[str(t) for t in row] for row in table.grid()] == [["项目", "", "备注"], ["", "", ""], ["合计", "无", ""]]
    assert table.cells[-1].column_span == 2


def test_a_table_with_three_lines_only(read: Read) -> None:
    sheet = Sheet().text(210, 760, "表一：收入情况")
    for y in (750, 718, 640):
        sheet.stroke(50, y, 450, y)
    sheet.text(70, 728, "项　目").text(200, 738, "上半年").text(195, 724, "金额").text(330, 728, "增长%")
    for number, (name, amount, growth) in enumerate(
        [("一般公共预算收入", "182.12", "30.3"), ("其中：税收收入", "136.51", "-0.3"), ("政府性基金收入", "9.6", "")]
    ):
        y = 702 - 22 * number
        sheet.text(55, y, name).text(200, y, amount).text(335, y, growth)
    sheet.text(50, 610, "注：本表为快报数。")
    document = read(sheet)
    assert cells(document)[-3:] == [
        ["一般公共预算收入", "182.12", "30.3"],
        ["其中：税收收入", "136.51", "-0.3"],
        ["政府性基金收入", "9.6", ""],
    ]
    assert [str(p.text) for p in document.paragraphs] == ["表一：收入情况", "注：本表为快报数。"]


def test_two_columns_of_prose_and_a_signature_are_no_table(read: Read) -> None:
    sheet = Sheet().text(50, 700, "单位负责人：张某").text(300, 700, "填表人：李某")
    sheet.text(50, 680, "联系电话：").text(300, 680, "填报日期：")
    assert read(sheet).tables == ()


def test_a_caption_printed_on_every_page_names_the_table_once(read: Read) -> None:
    sheets = long_table()
    for sheet in sheets:
        sheet.operators = [operator for operator in sheet.operators if "790 Tm" not in str(operator)]
        sheet.text(240, 822, "二季度进度表", 16).text(450, 822, "单位：万元")
    sheets[1].text(55, 790, "项目").text(155, 790, "本月完成").text(305, 790, "累计")
    document = read(*sheets)
    assert len(document.tables) == 1
    kept = [str(p.text) for p in document.paragraphs if not p.note]
    assert kept == ["二季度进度表 单位：万元"]
