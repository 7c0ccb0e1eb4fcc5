"""Small files that each hold one difficulty of the print of PDFs: turned, hidden, doubled, misnamed, missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.pdf import Sheet, pdf
from printing.two_rows import EXPECTED, Read, cells, two_rows

from extractors.document import Page
from extractors.errors import Unreadable
from extractors.grid.page import Glyph, PrintedPage
from extractors.readers.pdf import read_pdf
from extractors.readers.pdf.pdfium_text import Edges, Style, em_box
from extractors.text import PagePlace, Text


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


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((55.0, 676.0, 65.0, 690.0), (55.0, 678.8, 65.0, 688.8)),
        ((55.5, 683.5, 64.5, 684.3), (55.5, 678.8, 64.5, 688.8)),
        ((55.0, 640.0, 65.0, 652.0), (55.0, 640.0, 65.0, 652.0)),
        ((55.0, 680.0, 57.0, 681.0), (55.0, 680.0, 57.0, 681.0)),
    ],
    ids=["the font's own", "the tight one of 一", "elsewhere", "of another size"],
)
def test_a_character_stands_in_its_em_square(box: Edges, expected: Edges) -> None:
    style = Style(angle=0, size=10.0, lying=True, below=-1.2, above=8.8)
    assert em_box(box, 55.0, 680.0, style) == pytest.approx(expected)


def test_radicals_become_characters_and_unknown_codes_are_doubtful(read: Read) -> None:
    sheet = Sheet().grid([50, 150, 300], [700, 670]).text(55, 680, "民生户口").text(155, 680, "３甲９乙丙")
    named = {"民": "⺠", "户": "⼾", "口": "⼝", "甲": "\ue123", "乙": "\ufffd"}
    texts = read(sheet, unicode=named).tables[0].grid()[0]
    assert str(texts[0]) == "民生户口"
    assert str(texts[1]) == "３\ue123９\ufffd丙"
    assert texts[1].doubtful == {1, 3}


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
