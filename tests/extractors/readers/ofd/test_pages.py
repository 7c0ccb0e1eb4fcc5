"""Pages of OFD files: what does not show, layers, several documents, annotations, tables over the page, pictures."""

from __future__ import annotations

import pytest
from printing.ofd import NAMESPACE, Leaf, page_xml
from printing.two_rows import EXPECTED, Read, cells
from printing.two_rows_in_ofd import two_rows

from extractors.errors import Unreadable
from extractors.text import PagePlace


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
