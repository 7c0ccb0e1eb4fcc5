"""Characters and paragraphs of DOCX files: runs, fields, tracked changes, headings, notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing.docx_xml import NAMES, p, read, styled, tbl, tc, tr, write
from printing.shown import shown

from extractors.readers.docx import read_docx
from extractors.text import ParagraphPlace

RAISED = '<w:vertAlign w:val="superscript"/>'
MARK = '<w:fldChar w:fldCharType="{}"/>'


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
