"""Web pages written here: text as a browser lays it out, tables with merged cells, encodings."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from printing.shown import shown

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.html import read_html
from extractors.text import CellPlace, ParagraphPlace


def read(tmp_path: Path, page: str | bytes) -> Document:
    path = tmp_path / "页.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return read_html(path)


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>支出<b>4</b>59.<i>6</i>1亿元</p>", ["支出459.61亿元"]),
        ("<p>拨付\n   资金3亿元，\n增长5%</p>", ["拨付资金3亿元，增长5%"]),
        ("<p>12\n34</p>", ["12 34"]),
        ("<p>甲<br>乙<br/>丙1</p>", ["甲\n乙\n丙1"]),
        (
            "<p>一、<span>收入</span></p>散文2<div>支出<div>三公3</div>完</div>",
            ["一、收入", "散文2", "支出", "三公3", "完"],
        ),
        ("<h1>标题1</h1><h3>小标题</h3><p>正文</p>", ["#标题1", "#小标题", "正文"]),
        ("<ul><li>第1条<li>第2条</ul>", ["第1条", "第2条"]),
        ("<p>见<script>var x=9;</script><style>p{}</style>附件1<!-- 99 --></p>", ["见附件1"]),
        ("<p>甲1</p><p style='color:red; display : none'>乙2</p><p hidden>丙3</p>丁4", ["甲1", "丁4"]),
        ("<p>占比&nbsp;5%&ensp;&#8203;左右&#xff0c;&gt;=0</p>", ["占比 5%\u2002左右，>=0"]),
        ("<pre>甲 1\n乙  2</pre>", ["甲 1\n乙 2"]),
        ("<p>完成<input value='57%'><input type=hidden value='99'></p>", ["完成57%"]),
        ("<ruby>会<rt>huì</rt></ruby>1次", ["会1次"]),
        ("支出5亿元", ["支出5亿元"]),
        (
            "<p>支出12.5<sup>[<a>1</a>]</sup>亿元，35μg/m<sup>3</sup>，CO<sub>2</sub></p>",
            ["支出12.5⁽¹⁾亿元，35μg/m³，CO2"],
        ),
        ("<p>支出<del>12.5</del><ins>13.5</ins>亿元<s>，增长4%</s><strike>5</strike>。</p>", ["支出13.5亿元。"]),
        ("<p>支出<b style='text-decoration:line-through red'>12.5</b>13.5亿元</p>", ["支出13.5亿元"]),
        ("<div style='font-size:0'><p style='font-size:14px'>支出5亿元</p></div>", ["支出5亿元"]),
    ],
)
def test_running_text(tmp_path: Path, page: str, texts: list[str]) -> None:
    assert shown(read(tmp_path, page)) == texts


SHEET = """<style>/* .e{display:none} */ .a, td.b { color: red; Display : None !important }
  #c{visibility:hidden} .tab{display:none} .tab.on{display:block} p .d{display:none} p{display:block}
  @media print {{ .f{{display:none}} .g{{display:none}} }} @import url(x.css); .h{{display:none}}</style>""".replace(
    "{{", "{"
).replace("}}", "}")


@pytest.mark.parametrize(
    ("element", "shows"),
    [
        ("<p class='x a'>9", False),
        ("<p class=a style='display:block'>9", False),
        ("<p class=b>9", True),
        ("<p id=c>9", False),
        ("<p class=tab>9", False),
        ("<p class='tab on'>9", True),
        ("<p class=tab style='display:block'>9", True),
        ("<p><b class=d>9</b>", False),
        ("<p class=e>9", True),
        ("<p class=f>9", True),
        ("<p class=g>9", True),
        ("<p class=h>9", False),
    ],
)
def test_what_the_style_sheet_of_the_page_hides(tmp_path: Path, element: str, shows: bool) -> None:
    document = read(tmp_path, f"{SHEET}<p>收入5亿元</p>{element}")
    assert shown(document) == ["收入5亿元", *["9"] * shows]
    assert document.warnings == (() if shows else ("网页中有 1 处不显示的文字，其中的内容未读取",))


@pytest.mark.parametrize("rules", ["@" * 40_000, "@a{" * 20_000, "[a]{display:none}" * 300])
def test_a_style_sheet_without_an_end_takes_no_longer_than_its_size(tmp_path: Path, rules: str) -> None:
    began = time.process_time()
    assert shown(read(tmp_path, f"<style>{rules}</style>" + "<p>收入5亿元</p>" * 500)) == ["收入5亿元"] * 500
    assert time.process_time() - began < 5


def test_hidden_and_struck_cells_and_rows(tmp_path: Path) -> None:
    page = """<table><tr><th>项目<th>本月<th style="display:none">底稿<th>累计
      <tr style="visibility:collapse"><td>旧<td>9<td>9<td>9<tr><td>税收<td style="text-decoration:line-through">1
      <td style="display:none">7<td>2</table>"""
    assert shown(read(tmp_path, page)) == [[["项目", "本月", "累计"], ["税收", "", "2"]]]


def test_every_character_knows_its_paragraph(tmp_path: Path) -> None:
    document = read(tmp_path, "<p>前言</p><p>甲<br>1</p>")
    text = document.paragraphs[1].text
    assert text.places == (ParagraphPlace(1, 0), None, ParagraphPlace(1, 2))


def test_merged_cells_take_the_first_free_positions(tmp_path: Path) -> None:
    page = """<table><thead><tr><th rowspan=2>单位<th colspan=2>收入<tr><th>当月<th>累计</thead>
      <tbody><tr><td>东<td>1<td>9<tr><td rowspan=9>西<td>2<td>8</tbody></table>"""
    (table,) = read(tmp_path, page).tables
    assert (table.rows, table.columns) == (4, 3)
    at = {cell.text.chars: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert at["单位"] == (0, 0, 2, 1)
    assert at["收入"] == (0, 1, 1, 2)
    assert at["当月"] == (1, 1, 1, 1)
    assert at["西"] == (3, 0, 1, 1)
    assert table.grid()[3][2].places == (CellPlace(0, 3, 2, 0),)


def test_rows_stand_where_a_browser_shows_them(tmp_path: Path) -> None:
    page = (
        "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>1</tbody><thead><tr><td>项<td>数</thead></table>"
    )
    assert shown(read(tmp_path, page)) == [[["项", "数"], ["甲", "1"], ["合计", "3"]]]


def test_cells_hold_lines_and_nested_tables_follow(tmp_path: Path) -> None:
    page = """<table><caption>进度表</caption><tr><td>目标<td>进度
      <tr><td>供水<td><p>1.新建3处；</p><div>2.改建</div><table><tr><td>区<td>数<tr><td>东<td>1</table>完。</table>后记"""
    assert shown(read(tmp_path, page)) == [
        "#进度表",
        [["目标", "进度"], ["供水", "1.新建3处；\n2.改建\n完。"]],
        [["区", "数"], ["东", "1"]],
        "后记",
    ]


def test_tables_that_only_lay_out_the_page_are_looked_through(tmp_path: Path) -> None:
    page = "<table><tr><td><h1>通报</h1><table><tr><td>区<td>数<tr><td>东<td>1</table></td></tr></table>"
    assert shown(read(tmp_path, page)) == ["#通报", [["区", "数"], ["东", "1"]]]


def test_a_title_row_stands_before_the_table(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=2>丙县进度表<tr><td><td>单位：万元<tr><td>项<td>数<tr><td>甲<td>1</table>"
    assert shown(read(tmp_path, page)) == ["#丙县进度表", "单位：万元", [["项", "数"], ["甲", "1"]]]


def test_the_page_title(tmp_path: Path) -> None:
    assert read(tmp_path, "<html><head><title> 丙县\n 进度 </title></head><p>1</p>").title == "丙县 进度"
    assert read(tmp_path, "<p>1</p>").title is None


PAGE = "<html><head>{}<title>财政</title></head><body><p>增长百分之５，拨付資金３亿元</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ("<meta charset='GBK'>", "gbk"),
        ("", "gb18030"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta charset="gbk">', "utf-8"),
        ('<meta charset="iso-8859-1">', "gb18030"),
        ('<meta charset="big5">', "big5"),
        ('<meta charset="no-such-thing">', "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, declared: str, encoding: str) -> None:
    page = PAGE.format(declared)
    if encoding == "big5":
        page = page.replace("拨付", "撥付").replace("亿", "億").replace("财", "財").replace("长", "長")
    document = read(tmp_path, page.encode(encoding))
    expected = "增長百分之５，撥付資金３億元" if encoding == "big5" else "增长百分之５，拨付資金３亿元"
    assert shown(document) == [expected]


def test_an_xml_declaration_is_no_text(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html><html><body><p>支出5亿元</p></body></html>'
    assert shown(read(tmp_path, page.encode("gb18030"))) == ["支出5亿元"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<div>" * 20_000 + "5", "damaged", id="deep nesting"),
        pytest.param("<table><tr><td>1<td>" * 2_000, "damaged", id="deeply nested tables"),
        pytest.param(
            "<table>" + "<tr><td rowspan=65534>5<td colspan=1000>6" * 2_000, "too_large", id="spans without end"
        ),
    ],
)
def test_pages_beyond_all_bounds(tmp_path: Path, page: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, page)
    assert caught.value.reason == reason


def test_entities_of_the_page_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "99999999999999999999"><!ENTITY b "&a;&a;&a;">]><p>支出&b;5亿元</p>'
    text = "".join(paragraph.text.chars for paragraph in read(tmp_path, bomb).paragraphs)
    assert "9999" not in text
    assert "5亿元" in text


@pytest.mark.parametrize("page", ["", "   ", "<html></html>", "<table></table>", "<table><tr></table>", "\x00\x01"])
def test_pages_without_content(tmp_path: Path, page: str) -> None:
    assert read(tmp_path, page).blocks == ()
