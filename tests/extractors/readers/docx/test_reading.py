"""DOCX files whose XML is written here: grids, text boxes, tracked changes, notes, headings."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from extractors.document import Document, Paragraph
from extractors.errors import Unreadable
from extractors.readers.docx import read_docx
from extractors.text import CellPlace, ParagraphPlace

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def write(path: Path, body: str, more: dict[str, str] | None = None, relations: str = "") -> Path:
    """A DOCX file with `body` in its document part, `more` parts and `relations` from the document part."""
    template = io.BytesIO()
    docx.Document().save(template)
    main = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = main.encode()
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            target.writestr(name, content)
        for name, part in (more or {}).items():
            target.writestr(name, part)
    return path


def read(tmp_path: Path, body: str) -> Document:
    return read_docx(write(tmp_path / "报告.docx", body))


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; runs that are no XML are put into w:r."""
    content = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def shown(document: Document) -> list[object]:
    return [
        ("#" if block.heading else "*" if block.note else "") + block.text.chars
        if isinstance(block, Paragraph)
        else [[text.chars for text in row] for row in block.grid()]
        for block in document.blocks
    ]


SPAN = '<w:gridSpan w:val="2"/>'
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


RAISED = '<w:vertAlign w:val="superscript"/>'
MARK = '<w:fldChar w:fldCharType="{}"/>'


def styled(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        pytest.param(["入库", "3.2亿元"], "入库3.2亿元", id="runs join without a space"),
        pytest.param(["<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>1</w:t></w:r>"], "甲\n乙 1", id="break, tab"),
        pytest.param(["<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>6月</w:t></w:r>"], "1-6月", id="hyphen"),
        pytest.param(
            [
                "增长",
                "<w:ins><w:r><w:t>4.5%</w:t></w:r></w:ins>",
                "<w:del><w:r><w:delText>5.4%</w:delText></w:r></w:del>",
            ],
            "增长4.5%",
            id="changes accepted",
        ),
        pytest.param(
            ["<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>", "<w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>1"],
            "新",
            id="moves accepted",
        ),
        pytest.param(["共", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>", "5处"], "共5处", id="hidden text"),
        pytest.param(["<w:hyperlink><w:r><w:t>附件1</w:t></w:r></w:hyperlink>"], "附件1", id="hyperlink"),
        pytest.param(
            ["<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>2022年</w:t></w:r></w:sdtContent></w:sdt>"],
            "2022年",
            id="control",
        ),
        pytest.param(
            [
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(A1) </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>45</w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ],
            "45",
            id="the result of a field",
        ),
        pytest.param(
            [
                f"<w:r>{MARK.format('begin')}</w:r><w:r><w:instrText> IF </w:instrText></w:r>"
                f"<w:r>{MARK.format('begin')}<w:instrText> PAGE </w:instrText>{MARK.format('separate')}<w:t>7</w:t>"
                f"{MARK.format('end')}</w:r><w:r><w:instrText> = 1 </w:instrText></w:r>"
                f"<w:r>{MARK.format('separate')}</w:r><w:r><w:t>5处</w:t></w:r><w:r>{MARK.format('end')}<w:t>完</w:t></w:r>"
            ],
            "5处完",
            id="a field within the code of a field",
        ),
        pytest.param([f"<w:r>{MARK.format('begin')}<w:t>5处</w:t></w:r>"], "5处", id="a field without an end"),
        pytest.param(
            [f"<w:r>{MARK.format('begin')}</w:r><w:del><w:r>{MARK.format('end')}</w:r></w:del>", "5处"],
            "5处",
            id="a field whose end was deleted",
        ),
        pytest.param(["<w:fldSimple><w:r><w:t>5</w:t></w:r></w:fldSimple>", "处"], "5处", id="a simple field"),
        pytest.param(["完成12.5", styled(RAISED, "[1]"), "亿元"], "完成12.5⁽¹⁾亿元", id="raised"),
        pytest.param(["CO", styled('<w:vertAlign w:val="subscript"/>', "2")], "CO2", id="lowered"),
        pytest.param(["共", styled("<w:strike/>", "9"), styled("<w:dstrike/>", "8"), "5处"], "共5处", id="struck out"),
        pytest.param(["共", styled('<w:strike w:val="0"/>', "5处")], "共5处", id="not struck out"),
        pytest.param(['<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>'], "☑是", id="symbol"),
        pytest.param(
            [
                "<w:r><w:ruby><w:rt><w:r><w:t>huì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>会1</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ],
            "会1",
            id="ruby",
        ),
    ],
)
def test_characters_of_a_paragraph(tmp_path: Path, runs: list[str], text: str) -> None:
    document = read(tmp_path, p(*runs))
    assert [paragraph.text.chars for paragraph in document.paragraphs] == [text]
    expected = tuple(None if char == "\n" else ParagraphPlace(0, offset) for offset, char in enumerate(text))
    assert document.paragraphs[0].text.places == expected


def test_automatic_numbers_are_not_text(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    assert shown(read(tmp_path, p("拨付资金2亿元。", properties=numbered))) == ["拨付资金2亿元。"]


def test_a_paragraph_whose_mark_was_deleted_runs_on(tmp_path: Path) -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert shown(read(tmp_path, p("拨付", properties=deleted) + p("2亿元"))) == ["拨付2亿元"]


def test_merged_cells_appear_once(tmp_path: Path) -> None:
    body = tbl(
        tr(tc("类别", RESTART), tc("收入", SPAN)),
        tr(tc("", CONTINUE), tc("当月"), tc("累计")),
        tr(tc("税收"), tc("1.5"), tc("9.5")),
    )
    (table,) = read(tmp_path, body).tables
    assert (table.rows, table.columns) == (3, 3)
    by_text = {cell.text.chars: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert by_text == {
        "类别": (0, 0, 2, 1),
        "收入": (0, 1, 1, 2),
        "当月": (1, 1, 1, 1),
        "累计": (1, 2, 1, 1),
        "税收": (2, 0, 1, 1),
        "1.5": (2, 1, 1, 1),
        "9.5": (2, 2, 1, 1),
    }


def test_two_merges_one_below_the_other_stay_apart(tmp_path: Path) -> None:
    body = tbl(
        tr(tc("甲", RESTART), tc("1")), tr(tc("", CONTINUE), tc("2")),
        tr(tc("乙", RESTART), tc("3")), tr(tc("", CONTINUE), tc("4")),
    )  # fmt: skip
    (table,) = read(tmp_path, body).tables
    assert [(cell.row, cell.row_span) for cell in table.cells if cell.column == 0] == [(0, 2), (2, 2)]


def test_grid_before_and_wrapped_rows_and_cells(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent>{tc('乙2')}</w:sdtContent></w:sdt>"
    shifted = tr(wrapped, tc("乙3"), properties='<w:gridBefore w:val="1"/>')
    body = tbl(
        tr(tc("甲1"), tc("甲2"), tc("甲3")),
        f"<w:sdt><w:sdtContent>{shifted}</w:sdtContent></w:sdt>",
        tr(tc("删1"), tc("删2"), tc("删3"), properties="<w:del/>"),
    )
    assert shown(read(tmp_path, body)) == [[["甲1", "甲2", "甲3"], ["", "乙2", "乙3"]]]


def test_paragraphs_of_a_cell_are_lines_with_offsets_over_the_whole_cell(tmp_path: Path) -> None:
    body = tbl(tr(tc("目标"), tc("进度")), tr(tc("修路"), tc(p("1.开工3条；") + p() + p("2.完工2条。"))))
    (table,) = read(tmp_path, body).tables
    text = table.grid()[1][1]
    assert text.chars == "1.开工3条；\n2.完工2条。"
    assert text.places[7] is None
    assert text.places[8] == CellPlace(0, 1, 1, 8)


def test_a_nested_table_follows_the_outer_one(tmp_path: Path) -> None:
    inner = tbl(tr(tc("区"), tc("数")), tr(tc("东"), tc("1")))
    outer = tbl(tr(tc("目标"), tc("进度")), tr(tc("供水"), tc(p("见下表：") + inner + p("完。"))))
    assert shown(read(tmp_path, p("前1") + outer + p("后"))) == [
        "前1",
        [["目标", "进度"], ["供水", "见下表：\n完。"]],
        [["区", "数"], ["东", "1"]],
        "后",
    ]


def test_a_single_cell_that_only_frames_text_is_text(tmp_path: Path) -> None:
    inner = tbl(tr(tc("区"), tc("数")), tr(tc("东"), tc("1")))
    assert shown(read(tmp_path, tbl(tr(tc(p("说明5条") + inner))))) == ["说明5条", [["区", "数"], ["东", "1"]]]


def test_text_boxes_once_after_their_paragraph_and_pictures_are_named(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('抄送2家')}</w:txbxContent>"
    anchored = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "<w:drawing><pic:pic/></w:drawing></w:r>"
    )
    document = read(tmp_path, p("正文1段", anchored) + p("下一段"))
    assert shown(document) == ["正文1段", "抄送2家", "下一段"]
    assert document.unread_pictures == 1


def alternatives(content: str) -> str:
    forms = f"<mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    return f"<mc:AlternateContent>{forms}</mc:AlternateContent>"


def test_alternatives_are_read_once_wherever_they_stand(tmp_path: Path) -> None:
    row = tr(tc("东"), tc("1"))
    body = (
        alternatives(p("收入5亿元"))
        + tbl(tr(tc("区"), tc("数")), alternatives(row))
        + p(alternatives(styled("", "完2")))
    )
    assert shown(read(tmp_path, body)) == ["收入5亿元", [["区", "数"], ["东", "1"]], "完2"]


def test_tables_in_text_boxes_and_text_boxes_in_cells(tmp_path: Path) -> None:
    def box(content: str) -> str:
        return f"<w:r><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></w:r>"

    body = p("正文1段", box(tbl(tr(tc("区"), tc("数")), tr(tc("东"), tc("1"))))) + tbl(
        tr(tc("目标"), tc("进度")), tr(tc("供水"), tc(p("2处", box(p("另建3处")))))
    )
    assert shown(read(tmp_path, body)) == [
        "正文1段",
        [["区", "数"], ["东", "1"]],
        [["目标", "进度"], ["供水", "2处\n另建3处"]],
    ]


def test_what_has_no_text_is_named(tmp_path: Path) -> None:
    diagram = '<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
    body = p("正文1段", f"<w:r><w:drawing>{diagram}</w:drawing></w:r>", styled("<w:strike/>", "9"))
    body += p("第2段", '<w:r><w:pict><v:shape><v:textpath string="3"/></v:shape></w:pict></w:r>')
    warnings = "".join(read(tmp_path, body).warnings)
    assert all(f"1 处{what}" in warnings for what in ("图示", "艺术字", "划去的文字"))


def test_headings_by_style_and_by_print(tmp_path: Path) -> None:
    centred, large = '<w:jc w:val="center"/>', '<w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>{}</w:t></w:r>'
    body = (
        p(large.format("关于一季度财政收支的报告"), properties=centred)
        + p("一、总体情况", properties='<w:pStyle w:val="Heading1"/>')
        + p("1-3月入库税收3.2亿元，完成预算的25%，收支运行总体平稳，各项重点支出得到保障。")
        + p(large.format("左边的大字"))
        + p("居中的小字", properties=centred)
    )
    document = read(tmp_path, body)
    assert [paragraph.heading for paragraph in document.paragraphs] == [True, True, False, False, False]


def test_footnotes_and_footers_are_notes(tmp_path: Path) -> None:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationship Id="n1" Type="{base}/footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="f1" Type="{base}/footer" Target="footer9.xml"/>'
        f'<Relationship Id="x1" Type="{base}/image" Target="../NULL"/>'
        f'<Relationship Id="x2" Type="{base}/image" Target="http://192.0.2.1/a.png" TargetMode="External"/>'
    )
    more = {
        "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0">{p("----")}</w:footnote>'
        f'<w:footnote w:id="1">{p("快报数，2月。")}</w:footnote></w:footnotes>',
        "word/footer9.xml": f"<w:ftr {NAMES}>{tbl(tr(tc('某局2022年'), tc('第5期')))}{p('— 1 —')}</w:ftr>",
    }
    body = p("正文3段") + '<w:sectPr><w:footerReference w:type="default" r:id="f1"/></w:sectPr>'
    document = read_docx(write(tmp_path / "注.docx", body, more, relations))
    assert shown(document) == ["正文3段", "*快报数，2月。", "*某局2022年", "*第5期", "*— 1 —"]


def test_the_strict_form_of_the_format(tmp_path: Path) -> None:
    path = write(tmp_path / "严格.docx", p("支出5亿元"))
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            content = content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            target.writestr(name, content)
    assert shown(read_docx(strict)) == ["支出5亿元"]


@pytest.mark.parametrize("value", ["x", "99999999", "-3", "0"])
def test_absurd_spans_do_no_harm(tmp_path: Path, value: str) -> None:
    span = f'<w:gridSpan w:val="{value}"/>'
    (table,) = read(tmp_path, tbl(tr(tc("甲", span), tc("1")), tr(tc("乙"), tc("2")))).tables
    assert {"甲", "乙", "1", "2"} == {cell.text.chars for cell in table.cells}


def test_a_package_without_a_body_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMES}/>")
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(path)
