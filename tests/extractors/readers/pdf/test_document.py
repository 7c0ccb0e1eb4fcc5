"""Small files that each hold one difficulty of digital PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf

from extractors.document import Document, Page
from extractors.errors import Unreadable
from extractors.grid.page import Glyph, PrintedPage
from extractors.readers.pdf import read_pdf
from extractors.text import PagePlace, Text

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(*sheets: Sheet, **options: object) -> Document:
        path = tmp_path / "报告.pdf"
        path.write_bytes(pdf(sheets, **options))  # type: ignore[arg-type]
        return read_pdf(path)

    return reader


def cells(document: Document, table: int = 0) -> list[list[str]]:
    return [[str(text) for text in row] for row in document.tables[table].grid()]


def two_rows() -> Sheet:
    """A head and a row: 项目/本月完成 over 税收/12.5亿元, three columns, the last one empty."""
    sheet = Sheet().grid([50, 150, 300, 400], [700, 670, 640])
    return sheet.text(55, 680, "项目").text(155, 680, "本月完成").text(55, 650, "税收").text(155, 650, "12.5亿元")


EXPECTED = [["项目", "本月完成", ""], ["税收", "12.5亿元", ""]]


def test_empty_columns_stay(read: Read) -> None:
    assert cells(read(two_rows())) == EXPECTED


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_rotated_page_reads_the_same_and_its_boxes_are_those_displayed(read: Read, rotate: int) -> None:
    sheet = two_rows()
    sheet.rotate = rotate
    document = read(sheet)
    assert cells(document) == EXPECTED
    page = document.pages[0]
    assert (page.width, page.height) == ((842, 595) if rotate % 180 else (595, 842))
    box = place_of(document.tables[0].grid()[1][1], "12.5").box
    # 12.5 is drawn from x 155 to 175, base line y 650, em 10 (0.88 above, 0.12 below), on a page of 595 by 842.
    x0, x1, top, bottom = 155 / 595, 175 / 595, 1 - 658.8 / 842, 1 - 648.8 / 842
    turned = {
        0: (x0, top, x1, bottom),
        90: (1 - bottom, x0, 1 - top, x1),
        180: (1 - x1, 1 - bottom, 1 - x0, 1 - top),
        270: (top, 1 - x1, bottom, 1 - x0),
    }
    assert box == pytest.approx(turned[rotate], abs=0.002)


def place_of(text: Text, part: str) -> PagePlace:
    start = text.chars.index(part)
    places = [place for place in text.places[start : start + len(part)] if isinstance(place, PagePlace)]
    boxes = [place.box for place in places]
    return PagePlace(
        places[0].page,
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)),
    )


@pytest.mark.parametrize(
    "matrix", [(0, 1, -1, 0, 700, 0), (0, -1, 1, 0, 0, 595), (-1, 0, 0, -1, 595, 842)], ids=["up", "down", "over"]
)
def test_print_that_is_turned_on_its_page_reads_the_same(read: Read, matrix: tuple[float, ...]) -> None:
    document = read(Sheet(842, 842).form("Turned", two_rows(), matrix))
    assert cells(document) == EXPECTED


def test_a_form_under_a_matrix_is_read_where_it_is_drawn(read: Read) -> None:
    document = read(Sheet().form("Half", two_rows(), (0.8, 0, 0, 0.8, 30, 20)))
    assert cells(document) == EXPECTED
    box = place_of(document.tables[0].grid()[0][0], "项目").box
    assert box[0] == pytest.approx((55 * 0.8 + 30) / 595, abs=0.001)


def test_text_drawn_twice_is_read_once(read: Read) -> None:
    sheet = two_rows().text(155.3, 650, "12.5亿元").text(55, 680.2, "项目")
    assert cells(read(sheet)) == EXPECTED


def test_repeated_characters_are_not_taken_for_bold(read: Read) -> None:
    assert [str(p.text) for p in read(Sheet().text(50, 700, "共计1111.11万元")).paragraphs] == ["共计1111.11万元"]


def test_hidden_text_is_dropped(read: Read) -> None:
    sheet = two_rows().text(305, 650, "99%", mode=3).text(305, 680, "98%", 0.2).text(700, 650, "97%")
    assert cells(read(sheet)) == EXPECTED


def test_radicals_become_characters_and_unknown_codes_are_doubtful(read: Read) -> None:
    sheet = Sheet().grid([50, 150, 300], [700, 670]).text(55, 680, "民生户口").text(155, 680, "３甲９乙丙")
    named = {"民": "⺠", "户": "⼾", "口": "⼝", "甲": "\ue123", "乙": "\ufffd"}
    texts = read(sheet, unicode=named).tables[0].grid()[0]
    assert str(texts[0]) == "民生户口"
    assert str(texts[1]) == "３\ue123９\ufffd丙"
    assert texts[1].doubtful == {1, 3}


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


def test_tables_and_text_come_in_reading_order(read: Read) -> None:
    sheet = Sheet().lines(50, 780, ["一、收入情况", "　　上半年全市收入增长。"])
    sheet.grid([50, 150, 300], [740, 710, 680]).text(55, 720, "甲").text(155, 720, "1")
    sheet.text(50, 655, "二、支出情况")
    sheet.grid([50, 200, 350], [640, 610, 580]).text(55, 620, "乙").text(205, 620, "2")
    document = read(sheet)
    kinds = [str(block.text) if hasattr(block, "text") else block.index for block in document.blocks]
    assert kinds == ["一、收入情况", "上半年全市收入增长。", 0, "二、支出情况", 1]


NARRATIVE = [
    "　　今年以来，全市财政部门认真落实积极的财政政策，持续加大",
    "对重点领域的保障力度，财政运行总体平稳，一般公共预算收入完成",
    "１２.５亿元。",
    "　　下一步，将加强收入组织，优化支出结构，防范化解风险，确保完",
    "成全年目标任务。",
]


def drawn_narrative(sheet: Sheet, x: float, y: float, rows: list[str]) -> Sheet:
    """Lines whose leading ideographic spaces are an indent and not print."""
    for number, row in enumerate(rows):
        text = row.lstrip("　")
        sheet.text(x + 10 * (len(row) - len(text)), y - 16 * number, text)
    return sheet


def test_soft_wraps_of_running_text_are_joined_and_paragraphs_parted(read: Read) -> None:
    sheet = drawn_narrative(Sheet().text(217, 780, "财政工作总结报告", 20), 145, 740, NARRATIVE)
    document = read(sheet)
    assert [(str(p.text), p.heading) for p in document.paragraphs] == [
        ("财政工作总结报告", True),
        ("".join(NARRATIVE[:3]).strip("　"), False),
        ("".join(NARRATIVE[3:]).strip("　"), False),
    ]
    assert document.title == "财政工作总结报告"


def test_a_paragraph_goes_on_over_the_page(read: Read) -> None:
    first = drawn_narrative(Sheet(), 145, 140, NARRATIVE[:2]).text(290, 40, "1", 8)
    second = drawn_narrative(Sheet(), 145, 780, NARRATIVE[2:]).text(290, 40, "2", 8)
    texts = [str(p.text) for p in read(first, second).paragraphs if not p.note]
    assert texts == ["".join(NARRATIVE[:3]).strip("　"), "".join(NARRATIVE[3:]).strip("　")]


def test_a_watermark_is_a_note(read: Read) -> None:
    sheet = two_rows().text_by((0.7, 0.7, -0.7, 0.7, 100, 630), "内部资料", 30)
    document = read(sheet)
    assert cells(document) == EXPECTED
    assert [(str(p.text), p.note) for p in document.paragraphs] == [("内部资料", True)]


@pytest.mark.parametrize("font_kind", ["named", "missing"])
def test_a_font_that_the_file_does_not_hold(read: Read, font_kind: str) -> None:
    sheet = two_rows().lines(305, 655, ["绩", "效"])
    assert cells(read(sheet, font_kind=font_kind)) == [EXPECTED[0], ["税收", "12.5亿元", "绩效"]]


def test_a_page_without_text_is_named_and_the_others_are_read(read: Read) -> None:
    document = read(two_rows(), Sheet().picture(0, 0, 595, 842), Sheet())
    assert cells(document) == EXPECTED
    assert len(document.pages) == 3
    assert len(document.warnings) == 1
    assert "第 2 页" in document.warnings[0]


def test_a_text_layer_that_cannot_be_trusted_is_not_used(read: Read) -> None:
    lies = {char: chr(0xE000 + number) for number, char in enumerate("项目本月完成税收亿元")}
    with pytest.raises(Unreadable) as caught:
        read(two_rows(), unicode=lies)
    assert caught.value.reason == "scan_illegible"


@pytest.mark.parametrize(
    "sheets",
    [
        [Sheet().picture(0, 0, 595, 842)],
        [Sheet().picture(0, 0, 595, 842).text(50, 700, "财政收入100亿元" * 20, mode=3)],
        [Sheet().picture(0, 0, 595, 842).text(290, 20, "第1页")],
    ],
    ids=["picture", "hidden layer", "page number printed on it"],
)
def test_a_scan_is_told(read: Read, sheets: list[Sheet]) -> None:
    with pytest.raises(Unreadable) as caught:
        read(*sheets)
    assert caught.value.reason == "scan_illegible"


WHOLE = pdf([two_rows()])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "wrong_extension"),
        (WHOLE[: len(WHOLE) // 2], "damaged"),
        (WHOLE[: WHOLE.rindex(b"xref\n0") - 20], "damaged"),
        (WHOLE + WHOLE[: len(WHOLE) // 2], "damaged"),
        (b"%PDF-1.5\n" + b"\x00garbage" * 50 + b"\n%%EOF", "damaged"),
        (pdf([]), "damaged"),
        (pdf([two_rows()], encrypt=True), "encrypted"),
        (pdf([Sheet()]), "nothing_to_read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_pdf(path)
    assert caught.value.reason == reason


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


def painted(colour: str, sheet: Sheet) -> Sheet:
    sheet.operators.append(f"{colour} rg")
    return sheet


def test_white_print_on_white_is_not_read(read: Read) -> None:
    sheet = painted("1 1 1", Sheet().text(50, 700, "收入100亿元")).text(50, 600, "作废的旧数88亿元")
    assert [str(block.text) for block in read(sheet).paragraphs] == ["收入100亿元"]


def test_white_print_on_a_coloured_ground_is_read(read: Read) -> None:
    sheet = painted("1 1 1", painted("0 0 0.5", Sheet()).box(40, 690, 300, 720, "f")).text(50, 700, "收入100亿元")
    assert [str(block.text) for block in read(sheet).paragraphs] == ["收入100亿元"]


def test_what_is_patched_over_is_not_read_and_the_new_figure_is(read: Read) -> None:
    sheet = painted("1 1 1", Sheet().text(50, 600, "收入88亿元")).box(40, 590, 300, 620, "f")
    painted("0 0 0", sheet).text(50, 600, "收入99亿元")
    assert [str(block.text) for block in read(sheet).paragraphs] == ["收入99亿元"]


def test_print_behind_a_picture_is_not_read_and_print_on_a_ground_is(read: Read) -> None:
    sheet = Sheet().text(50, 700, "收入100亿元").text(50, 600, "图片下面的88亿元").picture(40, 590, 300, 620)
    sheet = painted("0.9 0.9 1", sheet).box(40, 490, 300, 520, "f")
    painted("0 0 0", sheet).text(50, 500, "支出99亿元")
    assert [str(block.text) for block in read(sheet).paragraphs] == ["收入100亿元", "支出99亿元"]


def test_words_that_the_text_layer_does_not_name_are_read_as_drawn(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    lies = {char: chr(0xE000 + number) for number, char in enumerate("125")}
    true = PrintedPage(Page(1, 595, 842), 595, 842, _drawn(155, 650, "12.5"), (), ())
    monkeypatch.setattr("extractors.readers.page_reading.scanned_page", lambda *_: true)
    monkeypatch.setattr("extractors.readers.page_reading.engine", lambda: None)
    document = read(two_rows(), unicode=lies)
    assert cells(document) == EXPECTED
    figure = document.tables[0].grid()[1][1]
    assert figure.doubtful == frozenset(range(4))
    assert document.warnings == ()


def test_words_that_nobody_can_read_are_counted(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    lies = {char: chr(0xE000 + number) for number, char in enumerate("125")}
    blank = PrintedPage(Page(1, 595, 842), 595, 842, (), (), ())
    monkeypatch.setattr("extractors.readers.page_reading.scanned_page", lambda *_: blank)
    monkeypatch.setattr("extractors.readers.page_reading.engine", lambda: None)
    assert read(two_rows(), unicode=lies).warnings == ("第 1 页有1处文字的编码不可信，未能读取",)


def test_a_lone_bullet_is_no_word(read: Read) -> None:
    assert read(two_rows().text(55, 600, "●列入计划"), unicode={"●": "\uf0b7"}).warnings == ()


def _drawn(x: float, y: float, chars: str) -> tuple[Glyph, ...]:
    """`chars` half an em wide each, as read from a drawn page of 595 by 842 points."""
    glyphs = []
    for at, char in enumerate(chars):
        x0, top, x1, bottom = x + 5 * at, 842 - y - 8, x + 5 * at + 5, 842 - y
        place = PagePlace(1, (x0 / 595, top / 842, x1 / 595, bottom / 842))
        glyphs.append(Glyph(char, x0, top, x1, bottom, place))
    return tuple(glyphs)
