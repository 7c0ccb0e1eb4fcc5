"""Small files that each hold one difficulty of OFD."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from printing.ofd import NAMESPACE, Leaf, ofd, page_xml
from printing.two_rows import Read, cells

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document
from extractors.readers.ofd import read_ofd
from extractors.text import PagePlace, Text, spans


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(*leaves: Leaf, **options: object) -> Document:
        path = tmp_path / "报告.ofd"
        path.write_bytes(ofd(leaves, **options))  # type: ignore[arg-type]
        return read_ofd(path)

    return reader


def two_rows() -> Leaf:
    """A head and a row: 项目/本月完成 over 税收/12.5亿元, three columns, the last one empty."""
    leaf = Leaf().grid([20, 60, 120, 160], [50, 60, 70])
    return leaf.text(22, 57, "项目").text(62, 57, "本月完成").text(22, 67, "税收").text(62, 67, "12.5亿元")


EXPECTED = [["项目", "本月完成", ""], ["税收", "12.5亿元", ""]]


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


def shared_drawing() -> str:
    return "<ofd:DocumentRes>Res/DocumentRes.xml</ofd:DocumentRes>"


def drawing_parts(leaf: Leaf) -> dict[str, str | bytes]:
    content = "".join(leaf.objects)
    return {
        "Doc_0/Res/DocumentRes.xml": f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:CompositeGraphicUnits>'
        f'<ofd:CompositeGraphicUnit ID="8" Width="210" Height="297"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    }


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


def test_what_does_not_show_is_not_read(read: Read) -> None:
    leaf = two_rows()
    leaf.text(122, 67, "99%", Visible="false").text(122, 57, "98%", Alpha="0").text(122, 67, "97%", 0.2)
    leaf.text(230, 67, "96%").text(122, 57, "95%", Fill="false")
    leaf.drawn('<ofd:PageBlock Visible="false">' + Leaf().text(122, 67, "94%").objects[0] + "</ofd:PageBlock>")
    assert cells(read(leaf)) == EXPECTED


def white(leaf: Leaf) -> str:
    return leaf.objects[0].replace("><ofd:TextCode", '><ofd:FillColor Value="255 255 255"/><ofd:TextCode')


def test_white_print_is_read_only_where_it_stands_on_a_ground(read: Read) -> None:
    leaf = two_rows().drawn(white(Leaf().text(122, 67, "99%"))).text(20, 100, "收入5亿元。")
    leaf.path(20, 120, "M 0 0 L 60 0 L 60 10 L 0 10 C", Fill="true", Stroke="false")
    document = read(leaf.drawn(white(Leaf().text(22, 127, "支出3亿元。"))))
    assert cells(document) == EXPECTED
    assert [str(paragraph.text) for paragraph in document.paragraphs] == ["收入5亿元。", "支出3亿元。"]


def test_layers_and_several_documents_are_read_in_order(read: Read) -> None:
    def line(y: float, chars: str) -> str:
        return Leaf().text(20, y, chars).objects[0]

    page = page_xml(Leaf().drawn(line(50, "收入5亿元。"))).replace(
        "</ofd:Content>",
        f'<ofd:Layer Type="Foreground">{line(70, "农业支出3亿元。")}</ofd:Layer>'
        f'<ofd:Layer Type="Background">{line(60, "教育1亿元。")}</ofd:Layer></ofd:Content>',
    )
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>Doc_{number}/Document.xml</ofd:DocRoot></ofd:DocBody>" for number in (0, 1)
    )
    document = read(
        Leaf(),
        parts={
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}">{bodies}</ofd:OFD>',
            "Doc_0/Pages/Page_0/Content.xml": page,
            "Doc_1/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:Pages>'
            '<ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>',
            "Doc_1/P.xml": page_xml(Leaf(297, 210).drawn(line(50, "结余2亿元。"))),
        },
    )
    texts = [str(paragraph.text) for paragraph in document.paragraphs]
    assert texts == ["收入5亿元。", "教育1亿元。", "农业支出3亿元。", "结余2亿元。"]
    assert [page.number for page in document.pages] == [1, 2]


def test_attachments_are_named(read: Read) -> None:
    listing = f'<ofd:Attachments xmlns:ofd="{NAMESPACE}"><ofd:Attachment ID="1" Name="明细表.xlsx"/></ofd:Attachments>'
    document = read(
        two_rows(),
        after_pages="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
        parts={"Doc_0/Attachs/Attachments.xml": listing},
    )
    assert document.warnings == ("附件“明细表.xlsx”未读取",)


def test_annotations_and_watermarks_do_not_mix_with_the_cells_below(read: Read) -> None:
    leaf = two_rows().text(0, 0, "内部资料 第88号", 8, CTM="0.7 -0.7 0.7 0.7 30 90")
    note = Leaf().text(0, 4, "已阅12.8").objects[0]
    hidden = Leaf().text(0, 4, "隐藏77").objects[0]
    document = read(
        leaf,
        after_pages="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations xmlns:ofd="{NAMESPACE}"><ofd:Page PageID="100">'
            "<ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annots/Page_0/Annotation.xml": f'<ofd:PageAnnot xmlns:ofd="{NAMESPACE}">'
            f'<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="62 63 40 10">{note}</ofd:Appearance></ofd:Annot>'
            f'<ofd:Annot Type="Stamp" Visible="false"><ofd:Appearance Boundary="62 63 40 10">{hidden}'
            "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
        },
    )
    assert cells(document) == EXPECTED
    (aside,) = [paragraph for paragraph in document.paragraphs if paragraph.note]
    assert "88" in str(aside.text)
    assert "已阅12.8" in str(aside.text)
    assert "77" not in str(aside.text)


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


def test_a_table_that_goes_on_over_the_page_is_one_table(read: Read) -> None:
    first = Leaf().text(70, 20, "目标进度表").grid([20, 60, 160], [30, 40, 290])
    first.text(22, 37, "项目").text(62, 37, "进度").text(22, 47, "税收").text(62, 47, "入库3.5亿元，")
    second = Leaf().grid([20, 60, 160], [10, 20]).text(62, 17, "增长5%")
    document = read(first, second)
    (table,) = document.tables
    assert (table.rows, sorted(table.page_starts)) == (3, [2])
    places = [place for place in table.grid()[2][1].places if isinstance(place, PagePlace)]
    assert {place.page for place in places} == {2}


def test_a_page_that_is_a_picture_is_named(read: Read) -> None:
    document = read(two_rows(), Leaf().picture(0, 0, 210, 297).text(100, 290, "2"))
    assert cells(document) == EXPECTED
    assert any("第 2 页" in warning for warning in document.warnings)
    with pytest.raises(Unreadable) as caught:
        read(Leaf().picture(0, 0, 210, 297))
    assert caught.value.reason == "scan_illegible"


def test_names_written_otherwise_than_they_are_referred_to(tmp_path: Path) -> None:
    leaf = two_rows()
    path = tmp_path / "报告.ofd"
    document_xml = (
        f'<Document xmlns="{NAMESPACE}"><CommonData><PageArea><PhysicalBox>5 5 210 297</PhysicalBox></PageArea>'
        r'</CommonData><Pages><Page ID="1" BaseLoc="/Doc_0\pages\PAGE_0/content.xml"/></Pages></Document>'
    )
    path.write_bytes(ofd([leaf], parts={"Doc_0/Document.xml": document_xml}))
    assert cells(read_document(path)) == EXPECTED


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "99">]><ofd:Page xmlns:ofd="{NAMESPACE}"/>'
NEST = (
    f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits>'
    + "".join(
        f'<ofd:CompositeGraphicUnit ID="{at}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{at + 1}" Boundary="0 0 9 9"/>' * 40
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for at in range(8, 20)
    )
    + "</ofd:CompositeGraphicUnits></ofd:Res>"
)


@pytest.mark.parametrize(
    ("leaf", "options", "reason"),
    [
        pytest.param(two_rows(), {"parts": {"Encryptions.xml": "<a/>"}}, "encrypted", id="encrypted"),
        pytest.param(two_rows(), {"parts": {"OFD.xml": "<OFD/>"}}, "damaged", id="no document named"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Document.xml": "<Document/>"}}, "damaged", id="no page"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": "<x"}}, "damaged", id="broken XML"),
        pytest.param(two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": ENTITIES}}, "damaged", id="entities"),
        pytest.param(
            two_rows(), {"parts": {"Doc_0/Pages/Page_0/Content.xml": b" " * (65 * 1024**2)}}, "too_large",
            id="zip bomb",
        ),
        pytest.param(
            Leaf().drawn('<ofd:CompositeObject ResourceID="8" Boundary="0 0 9 9"/>'),
            {"common": shared_drawing(), "parts": {"Doc_0/Res/DocumentRes.xml": NEST}},
            "too_large",
            id="drawings within drawings",
        ),
        pytest.param(Leaf().text(20, 50, "5" * 200_001, 1.0, delta="0.0001"), {}, "too_large", id="endless line"),
        pytest.param(Leaf(), {}, "nothing_to_read", id="blank"),
        pytest.param(Leaf(1e300, 1e300).text(20, 50, "收入5亿元"), {}, None, id="a page beyond all measure"),
        pytest.param(Leaf().text(20, 50, "收入5亿元", CTM="nan 0 0 inf 0 0"), {}, "nothing_to_read", id="no matrix"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_reason(
    tmp_path: Path, leaf: Leaf, options: dict[str, object], reason: str | None
) -> None:
    path = tmp_path / "报告.ofd"
    path.write_bytes(ofd([leaf], **options))  # type: ignore[arg-type]
    if reason is None:
        assert read_document(path).blocks
        return
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == reason


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_changed_in_the_xml_the_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(page_xml(two_rows().text(20, 90, "共12户", CTM="1 0 0 1 0 0")).encode())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.choice(b'0123456789 .-gMLCBA"<>/eE')
            case 1:
                del content[at : at + chance.randrange(1, 30)]
            case _:
                content[at:at] = content[at : at + chance.randrange(1, 30)]
    path = tmp_path / "报告.ofd"
    path.write_bytes(ofd([two_rows(), two_rows()], parts={"Doc_0/Pages/Page_1/Content.xml": bytes(content)}))
    try:
        document = read_document(path)
    except Unreadable as error:
        assert error.reason == "damaged"  # noqa: PT017 - whether it is depends on where the change fell
    else:
        assert cells(document)[:2] == EXPECTED


def test_a_file_cut_in_half_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "报告.ofd"
    content = ofd([two_rows()])
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "damaged"
