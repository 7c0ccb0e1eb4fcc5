"""What is drawn on a page of OFD and where: offsets of characters, turned print, blocks, templates, rules, glyphs."""

from __future__ import annotations

import pytest
from printing.ofd import Leaf, page_xml
from printing.two_rows import EXPECTED, Read, cells
from printing.two_rows_in_ofd import drawing_parts, shared_drawing, two_rows

from extractors.text import Text, spans


def box_of(text: Text) -> tuple[float, ...]:
    (span,) = spans(text)
    return tuple(span["box"])


def test_cells_empty_columns_and_places(read: Read) -> None:
    document = read(two_rows())
    assert cells(document) == EXPECTED
    figure = document.tables[0].grid()[1][1][:4]
    # 12.5 is drawn from x 62 to 70 (four half ems of 4 mm), base line y 67, 0.88 of the em above it.
    assert box_of(figure) == pytest.approx((62 / 210, 63.48 / 297, 70 / 210, 67.48 / 297), abs=1e-4)
    assert (document.pages[0].width, document.pages[0].height) == (595.28, 841.89)


@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        pytest.param("g 3 2 4 4", "12.5亿元", id="repeats"),
        pytest.param("2 2 2 2 4", "12.5亿元", id="one by one"),
        pytest.param("g 99999999 2", "12.5亿元", id="a repeat beyond the text"),
        pytest.param("2", "12.5亿元", id="too few: the last goes on"),
        pytest.param("", "12.5亿元", id="none: side by side"),
        pytest.param("2,2,2,4,4", "12.5亿元", id="commas"),
        pytest.param("g 3 2 g 2 4 g", "12.5亿元", id="an unfinished repeat"),
    ],
)
def test_offsets_of_characters(read: Read, delta: str, expected: str) -> None:
    leaf = Leaf().grid([20, 60, 120], [50, 60]).text(22, 57, "税收").text(62, 57, "12.5亿元", delta=delta)
    assert cells(read(leaf)) == [["税收", expected]]


def test_justified_digits_stay_one_number(read: Read) -> None:
    leaf = Leaf().text(20, 50, "增长3.6%，比上月提高", size=4, delta="4 5 3 1.2 2 4 g 9 4")
    assert [str(p.text) for p in read(leaf).paragraphs] == ["增长3.6%，比上月提高"]


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param('<ofd:TextCode X="0" Y="3.5" DeltaY="g 3 5">目标名称</ofd:TextCode>', id="running down"),
        pytest.param(
            "".join(
                f'<ofd:TextCode X="0" Y="{3.5 + 5 * at:g}">{char}</ofd:TextCode>' for at, char in enumerate("目标名称")
            ),
            id="one code a character",
        ),
        pytest.param(
            '<ofd:TextCode X="0" Y="3.5">目</ofd:TextCode><ofd:TextCode Y="8.5">标</ofd:TextCode>'
            '<ofd:TextCode Y="13.5" DeltaY="5">名称</ofd:TextCode>',
            id="a place left out is the one before",
        ),
    ],
)
def test_text_that_runs_down_a_narrow_cell(read: Read, codes: str) -> None:
    leaf = Leaf().grid([20, 26, 120], [50, 75]).text(28, 57, "新增5户")
    leaf.drawn(f'<ofd:TextObject ID="99" Boundary="21 51 4 24" Font="2" Size="4">{codes}</ofd:TextObject>')
    (first, second) = read(leaf).tables[0].grid()[0]
    assert (first.compact(), str(second)) == ("目标名称", "新增5户")


@pytest.mark.parametrize(
    ("matrix", "width", "height"),
    [("0 -1 1 0 0 210", 297, 210), ("0 1 -1 0 297 0", 297, 210), ("-1 0 0 -1 210 297", 210, 297)],
    ids=["up", "down", "over"],
)
def test_print_that_is_turned_on_its_page_reads_the_same(read: Read, matrix: str, width: int, height: int) -> None:
    turned = f'<ofd:CompositeObject ID="7" ResourceID="8" Boundary="0 0 {width} {height}" CTM="{matrix}"/>'
    document = read(Leaf(width, height).drawn(turned), common=shared_drawing(), parts=drawing_parts(two_rows()))
    assert cells(document) == EXPECTED
    assert document.pages[0].width == pytest.approx(width * 72 / 25.4, abs=0.01)


def test_blocks_and_matrices_move_and_scale_what_they_hold(read: Read) -> None:
    inner = Leaf().text(0, 10, "人口12.5万人", size=2)
    moved = inner.objects[0].replace("Boundary=", 'CTM="2 0 0 2 0 0" Boundary=').replace('"0 8.24', '"50 80')
    document = read(Leaf().drawn(f"<ofd:PageBlock><ofd:PageBlock>{moved}</ofd:PageBlock></ofd:PageBlock>"))
    (paragraph,) = document.paragraphs
    assert str(paragraph.text) == "人口12.5万人"
    # Twice as large: ems of 4 mm from x 50; the base line at 1.76 of the object comes to 80 + 2 × 1.76.
    assert box_of(paragraph.text) == pytest.approx((50 / 210, 80 / 297, 74 / 210, 84 / 297), abs=1e-4)


def test_a_form_in_a_template_and_figures_on_the_page_make_one_table(read: Read) -> None:
    form = (
        Leaf().grid([20, 60, 120, 160], [50, 60, 70]).text(22, 57, "项目").text(62, 57, "本月完成").text(22, 67, "税收")
    )
    leaf = Leaf(before_content='<ofd:Template TemplateID="50" ZOrder="Background"/>').text(62, 67, "12.5亿元")
    document = read(
        leaf,
        common='<ofd:TemplatePage ID="50" BaseLoc="Tpls/Tpl_0/Content.xml"/>',
        parts={"Doc_0/Tpls/Tpl_0/Content.xml": page_xml(form)},
    )
    assert cells(document) == EXPECTED


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("M 0 0 L 60 0 L 60 30 L 0 30 C", id="outline closed"),
        pytest.param("S 0 0 L 60 0 L 60 30 L 0 30 L 0 0", id="begun with S"),
        pytest.param("M0 0L60 0L60 30L0 30C", id="without spaces"),
        pytest.param("M 0 0 B 1 9 2 9 3 0 M 0 0 L 60 0 L 60 30 L 0 30 C", id="after a curve"),
    ],
)
def test_outlines_of_paths_are_rules(read: Read, data: str) -> None:
    leaf = Leaf().path(20, 50, data).line(20, 65, 80, 65).text(22, 57, "收入").text(22, 72, "5.5亿元")
    assert cells(read(leaf)) == [["收入"], ["5.5亿元"]]


def test_thin_fillings_are_rules_and_curves_are_none(read: Read) -> None:
    leaf = Leaf()
    for x in (20, 60, 100):
        leaf.path(x, 50, "M 0 0 L 0.3 0 L 0.3 20 L 0 20 C", Fill="true", Stroke="false")
    for y in (50, 60, 70):
        leaf.path(20, y, "M 0 0 L 80 0 L 80 0.3 L 0 0.3 C", Fill="true", Stroke="false")
    leaf.path(60, 50, "M 0 0 A 40 10 0 0 1 40 0 Q 1 1 0 10").path(80, 50, "M 0 0 L 0 20", Stroke="false")
    leaf.text(22, 57, "项目").text(62, 57, "数额").text(22, 67, "税收").text(62, 67, "1,250.5")
    assert cells(read(leaf)) == [["项目", "数额"], ["税收", "1,250.5"]]


def test_radicals_and_glyphs_without_a_character(read: Read) -> None:
    leaf = Leaf().grid([20, 60, 120], [50, 60]).text(22, 57, "⺠生⽉⽀")
    leaf.drawn(
        '<ofd:TextObject ID="9" Boundary="62 53.48 50 4" Font="2" Size="4"><ofd:CGTransform CodePosition="0"'
        ' CodeCount="1" GlyphCount="1"><ofd:Glyphs>41</ofd:Glyphs></ofd:CGTransform>'
        '<ofd:TextCode X="0" Y="3.52" DeltaX="4 4">¤5亿</ofd:TextCode></ofd:TextObject>'
    )
    first, second = read(leaf).tables[0].grid()[0]
    assert str(first) == "民生月支"
    assert second.doubtful == {0}
