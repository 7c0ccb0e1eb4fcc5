"""Text layers that lie from the first to the last character, and pages without any: read as they are drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from printing.lying import with_codes, without_codes
from printing.programs import converted, printed_by_browser

from extractors.fact import Fact
from extractors.readers.every_kind import read_document
from extractors.reading import read_report
from extractors.report import Hints, ReportContent
from extractors.text import spans

PAGE = """<meta charset=utf-8><style>@page{size:A4 landscape}table{border-collapse:collapse}
td,th{border:1px solid #000;padding:4px;width:180px}.next{break-before:page}</style>
<h2>云岭市财政局2023年9月份目标进度情况表</h2>
<table><tr><th>目标名称<th>考核指标<th>当月进度<th>累计进度<th>累计完成工作量
<tr><td>一般公共预算收入<td>全市一般公共预算收入完成486亿元，增长6%。<td>9月份全市完成一般公共预算收入38.62亿元，同比增长1.4%。
<td>1-9月全市完成一般公共预算收入371.94亿元，增长5.8%。<td>76%</table>
<p class=next>全市财政运行总体平稳，一般公共预算支出完成245.7亿元，增长3.1%，其中教育支出52.4亿元。</p>"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("printed")
    page = folder / "report.html"
    page.write_text(PAGE, encoding="utf-8")
    return printed_by_browser(page, folder).read_bytes()


def report(tmp_path: Path, content: bytes) -> ReportContent:
    path = tmp_path / "报告.pdf"
    path.write_bytes(content)
    return read_report(path, Hints(path.name))


def told(fact: Fact) -> tuple[object, ...]:
    return fact.item, fact.column, fact.metric, fact.kind, fact.value, fact.unit, fact.period


LIES: dict[str, Callable[[bytes], bytes]] = {
    "shifted": lambda content: with_codes(content, lambda code: code + 29 if code > 0x4E00 else code),
    "Latin": lambda content: with_codes(content, lambda code: 0xC0 + code % 64),
    "nameless": without_codes,
    "other digits": lambda content: with_codes(content, lambda code: 48 + code % 10 if 48 <= code < 58 else code),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_layer_that_lies_gives_the_facts_that_are_printed(tmp_path: Path, printed: bytes, lie: str) -> None:
    true, read = report(tmp_path, printed), report(tmp_path, LIES[lie](printed))
    assert [told(fact) for fact in read.facts] == [told(fact) for fact in true.facts]
    assert len(read.facts) == 10
    assert read.scanned


def test_a_digit_that_is_not_written_is_none_that_is_drawn_otherwise(tmp_path: Path) -> None:
    """In place of a digit that a file does not have, its font draws the sign for none: no lie."""
    written, source = "支出123467890亿元", tmp_path / "report.docx"
    document = docx.Document()
    document.add_paragraph(written)
    document.save(str(source))
    read = read_document(converted(source, "pdf", tmp_path))
    assert ([str(block.text) for block in read.paragraphs], read.scanned) == ([written], False)


def test_pages_without_a_text_layer_within_a_digital_file(tmp_path: Path, printed: bytes) -> None:
    """The second of two pages is a picture of itself: the same facts, on the same pages."""
    true = report(tmp_path, printed)
    read = report(tmp_path, second_page_as_picture(printed))
    assert [told(fact) for fact in read.facts] == [told(fact) for fact in true.facts]
    assert [_page(fact) for fact in read.facts] == [_page(fact) for fact in true.facts] == [1] * 7 + [2] * 3
    assert (read.pages, read.scanned) == (2, False)


def _page(fact: Fact) -> object:
    return spans(fact.quantity)[0]["page"]


def second_page_as_picture(content: bytes) -> bytes:
    """A copy of the file with its second page as a scanner gives it."""
    source, target = pdfium.PdfDocument(content), pdfium.PdfDocument.new()
    target.import_pages(source, [0])
    page = source[1]
    width, height = page.get_size()
    jpeg = io.BytesIO()
    page.render(scale=200 / 72).to_pil().convert("RGB").save(jpeg, "JPEG", quality=90)
    picture = pdfium.PdfImage.new(target)
    picture.load_jpeg(jpeg)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    drawn = target.new_page(width, height)
    drawn.insert_obj(picture)
    drawn.gen_content()
    out = io.BytesIO()
    target.save(out)
    return out.getvalue()
