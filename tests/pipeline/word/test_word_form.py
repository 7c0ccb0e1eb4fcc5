"""Word forms of the bureau's: what is wrong with one is said in Chinese, with the place."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from pipeline.word.form import FormMistake, filled_form, in_word
from pipeline.word.pages import blank_page, line, repeated_table

VALUES = {"unit": "某局", "count": 2, "entries": [{"message": "第一处"}, {"message": "第二处{{ 7*7 }}<w:br/>"}]}


def _form(spoilt: Callable[[WordDocument], object]) -> WordDocument:
    document = blank_page()
    line(document, "致 {{ unit }}：")
    repeated_table(document, ("问题",), ("{{ entry.message }}",), "entry in entries", (16,))
    spoilt(document)
    return document


def _first(text: str) -> Callable[[WordDocument], object]:
    return lambda document: setattr(document.paragraphs[0].runs[0], "text", text)


def _cell(row: int, text: str) -> Callable[[WordDocument], object]:
    return lambda document: setattr(document.tables[0].cell(row, 0), "text", text)


def _header(text: str) -> Callable[[WordDocument], object]:
    return lambda document: setattr(document.sections[0].header.paragraphs[0], "text", text)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (_first("致 {{ untt }}："), "没有“untt”这一项，是否想写 unit？，见“致 {{ untt }}：”一处"),
        (_first("致 {{ 电话 }}："), "没有“电话”这一项，可用的有：count、entries、message、unit，见“致"),
        (_cell(2, "{{ entry.messge }}"), "没有“messge”这一项，是否想写 message？，见“{{ entry.messge }}"),
        (_header("{{ untt }}"), "见“{{ untt }}”一处"),
        (_first("致 { unit }}："), "“致 { unit }}：”一处的花括号不成对"),
        (_first("致 ｛｛ unit ｝｝："), "“致 ｛｛ unit ｝｝：”一处的花括号不成对，或用了全角的"),
        (_first("致 {{ unit. }}："), "标记写得不对（expected name or number），见“致 {{ unit. }}：”一处"),
        (_first("致 {{ unit|大写 }}："), "没有“大写”这种处理，见“致 {{ unit|大写 }}：”一处"),
        (_first("致 {{ count + unit }}："), "算不出来（unsupported operand type(s) for +: 'int' and 'str'），见“致 {{"),
        (_first("致 {{ unit.__class__.__mro__ }}："), "里面有不允许的写法，见"),
        (_cell(3, ""), "少了 {% endfor %}：有一处 {% for … %} 没有收尾"),
        (_cell(1, ""), "多出了 {% endfor %}"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(spoilt: Callable[[WordDocument], object], said: str) -> None:
    with pytest.raises(FormMistake) as caught:
        filled_form(lambda: _form(spoilt), lambda _form: VALUES)
    assert said in str(caught.value)


def test_texts_are_texts_whatever_they_hold() -> None:
    filled = Document(io.BytesIO(filled_form(lambda: _form(lambda _: None), lambda _form: VALUES)))
    assert filled.paragraphs[0].text == "致 某局："
    assert [row.cells[0].text for row in filled.tables[0].rows] == ["问题", "第一处", "第二处{{ 7*7 }}<w:br/>"]


@pytest.mark.parametrize(("content", "said"), [(b"no Word file", "不是 Word 文件"), (None, "不存在")])
def test_a_file_that_is_no_form(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "x.docx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FormMistake, match=said):
        filled_form(file, lambda _form: VALUES)


def test_what_no_word_file_can_hold() -> None:
    assert in_word("一\x00\x0b\x1f二\ufffe\ud800三\t\n") == "一二三\t\n"


def test_chinese_is_chinese_to_the_word_processor() -> None:
    document = blank_page()
    told = {each.get(qn("w:eastAsia")) for each in document.styles.element.iter(qn("w:lang"))}
    assert told == {"zh-CN"}
