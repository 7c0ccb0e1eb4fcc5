"""DOCX files with text boxes, alternatives and drawings, in the strict form of the format, or without a body."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from printing.docx_xml import NAMES, p, read, styled, tbl, tc, tr, write
from printing.shown import shown

from extractors.errors import Unreadable
from extractors.readers.docx import read_docx


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


def test_a_package_without_a_body_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMES}/>")
    with pytest.raises(Unreadable, match="damaged"):
        read_docx(path)
