"""One invented report in every kind of file: the same facts from each, field by field, and a place in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import pytest
from dumps.cell_by_cell import DumpColumn, dump
from PIL import ImageChops
from printing.pages import ofd_table, pdf_table
from printing.programs import converted, printed_by_browser

from extractors import libreoffice
from extractors.fact import Fact
from extractors.picture import Mark, place_pictures
from extractors.reading import read_report
from extractors.report import Hints, ReportContent
from extractors.text import spans
from pipeline.synth.file_kinds.office import write_docx, write_xlsx
from pipeline.synth.file_kinds.text_dump import text_dump
from pipeline.synth.file_kinds.web_page import html_page
from pipeline.synth.forms import Sheet

WIDTHS: Final = (2, 4, 14, 14, 22, 4)
REPORT: Final = Sheet(
    title="云岭市财政局2023年9月份目标进度情况表",
    heads=("类别", "目标名称", "考核指标", "当月进度", "累计进度", "累计完成工作量"),
    rows=(
        (
            "绩效指标",
            "一般公共预算收入",
            "全市一般公共预算收入完成486亿元，增长6%；力争增长7.5%。",
            "9月份全市完成一般公共预算收入38.62亿元，同比增长-1.4%；其中税收收入31.05亿元，占比80.4%。",
            "依法组织收入，做好重点税源监测分析。1-9月全市完成一般公共预算收入371.94亿元，增长5.8%，为预算的76.53%；"
            "其中税收收入312.7亿元，占比84.07%。",
            "76%",
        ),
        (
            "绩效指标",
            "民生支出占比",
            "市本级民生支出占一般公共预算支出的比重不低于78%。",
            "9月份市本级民生支出12.36亿元，占一般公共预算支出79.2%。",
            "1-9月市本级民生支出115.8亿元，增长9.3%，占一般公共预算支出78.6%。",
            "80%",
        ),
        (
            "工作目标",
            "学前教育补助",
            "对普惠性幼儿园按每生每年1200元的标准补助，全年新增学位不少于3000个。",
            "下达补助资金860万元，新增学位420个。",
            "已下达补助资金5400万元，受益幼儿园96所、幼儿4.5万人，新增学位2350个。",
            "75%",
        ),
        (
            "工作目标",
            "压减一般性支出",
            "一般性支出压减比例不低于8%，“三公”经费只减不增。",
            "开展专项检查，核查单位23家。",
            "累计压减一般性支出1.86亿元，压减比例达到8.7%；“三公”经费支出2140万元，下降12.5%。",
            "90%",
        ),
        (
            "工作目标",
            "政府投资基金",
            "新设子基金不少于5支，基金总规模达到60亿元以上，实现3倍以上放大效应。",
            "完成2支子基金工商登记，实缴资本3.2亿元。",
            "新设子基金4支，认缴规模45.5亿元，投资项目27个，投资金额18.93亿元。",
            "70%",
        ),
        (
            "工作目标",
            "政府采购电子化",
            "年底前电子化采购率达到95%以上。",
            "组织培训2期，培训人员310人次。",
            "电子化采购项目1286个，采购金额23.7亿元，节约资金1.64亿元，节约率6.47%。",
            "85%",
        ),
    ),
    categories=True,
)
TABLE: Final = (REPORT.heads, *REPORT.rows)


def tabbed(folder: Path) -> Path:
    path = folder / "report.txt"
    path.write_text(text_dump(REPORT), encoding="utf-8")
    return path


def cell_by_cell(folder: Path) -> Path:
    path = folder / "report.txt"
    columns = [DumpColumn(head, width) for head, width in zip(REPORT.heads, WIDTHS, strict=True)]
    body = dump(columns, REPORT.rows).split("\n", 2)[2]
    path.write_text(f"{REPORT.title}\n\n{body}\n", encoding="gb18030")
    return path


def web_page(folder: Path) -> Path:
    path = folder / "report.html"
    path.write_text(html_page(REPORT).replace("utf-8", "gb18030"), encoding="gb18030")
    return path


def word(folder: Path) -> Path:
    path = folder / "report.docx"
    write_docx(REPORT, path)
    return path


def workbook(folder: Path) -> Path:
    path = folder / "report.xlsx"
    write_xlsx(REPORT, path)
    return path


def typeset_pdf(folder: Path) -> Path:
    path = folder / "report.pdf"
    path.write_bytes(pdf_table(REPORT.title, (), TABLE, WIDTHS))
    return path


def typeset_ofd(folder: Path) -> Path:
    path = folder / "report.ofd"
    path.write_bytes(ofd_table(REPORT.title, (), TABLE, WIDTHS))
    return path


MAKERS: Final[dict[str, Callable[[Path], Path]]] = {
    "text, rows parted by tabs": tabbed,
    "text, cell by cell": cell_by_cell,
    "web page": web_page,
    "Word": word,
    "workbook": workbook,
    "PDF, typeset": typeset_pdf,
    "PDF, from a browser": lambda folder: printed_by_browser(web_page(folder), folder),
    "PDF, from Word": lambda folder: converted(word(folder), "pdf", folder),
    "OFD": typeset_ofd,
    "Word 97": lambda folder: converted(word(folder), "doc", folder),
    "Excel 97": lambda folder: converted(workbook(folder), "xls", folder),
    "rich text": lambda folder: converted(word(folder), "rtf", folder),
    "OpenDocument": lambda folder: converted(word(folder), "odt", folder),
}

PLACES: Final = frozenset({"quantity", "locator", "confidence", "flags"})
"""What may differ: where a figure stands, and that a page tore its row."""


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> ReportContent:
    """The report as its Word file says it."""
    return read(word(tmp_path_factory.mktemp("expected")))


def read(path: Path) -> ReportContent:
    return read_report(path, Hints(source_name="report"))


def meaning(fact: Fact) -> dict[str, Any]:
    return {field.name: getattr(fact, field.name) for field in fields(Fact) if field.name not in PLACES}


def test_the_report_is_rich_enough(expected: ReportContent) -> None:
    assert len(expected.facts) >= 50
    assert {fact.column for fact in expected.facts} == {"target", "current", "cumulative", "completion"}
    assert {"amount", "growth", "share", "count", "completion", "unit_price", "multiple"} <= {
        fact.kind for fact in expected.facts
    }
    assert {fact.item for fact in expected.facts} == {row[1] for row in REPORT.rows}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_gives_the_same_facts(kind: str, expected: ReportContent, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path)
    found = read(path)
    assert [fact.printed for fact in found.facts] == [fact.printed for fact in expected.facts]
    for ours, theirs in zip(found.facts, expected.facts, strict=True):
        assert meaning(ours) == meaning(theirs)
    assert found.metadata == expected.metadata
    assert not found.scanned
    assert found.warnings == ()
    for fact in found.facts:
        places = spans(fact.quantity)
        assert "".join(span["text"] for span in places) == fact.printed


@pytest.mark.parametrize("sheet", ["2018-06-monthly-progress", "2021-06-halfyear-targets"])
@pytest.mark.parametrize("kind", [".txt", ".html", ".pdf", "-word.pdf", ".xlsx", ".xls", ".ofd", ".doc"])
def test_the_real_sheets_give_the_same_facts(corpus: Path, sheet: str, kind: str) -> None:
    if kind == ".doc" and libreoffice.program() is None:
        pytest.skip("LibreOffice is not installed")
    expected = read(corpus / "docs" / f"{sheet}.docx")
    # One dump came without its title; who submits it is then known from where it lies.
    hints = Hints(source_name="report", unit=expected.metadata.unit, given_by="folder")
    found = read_report(corpus / "docs" / f"{sheet}{kind}", hints)
    assert len(found.facts) == len(expected.facts)
    for ours, theirs in zip(found.facts, expected.facts, strict=True):
        assert meaning(ours) == meaning(theirs)


@pytest.mark.parametrize("kind", ["PDF, typeset", "OFD"])
def test_the_pages_tear_a_row(kind: str, tmp_path: Path) -> None:
    found = read(MAKERS[kind](tmp_path))
    assert found.pages == 2
    assert any("torn_row" in fact.flags for fact in found.facts)


@pytest.mark.parametrize("kind", ["text, rows parted by tabs", "Word", "workbook", "PDF, typeset", "OFD", "web page"])
@pytest.mark.usefixtures("chinese_fonts")
def test_every_kind_has_a_picture_of_the_place(kind: str, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path)
    (span, *_) = places = spans(next(fact for fact in read(path).facts if fact.printed == "371.94亿元").quantity)
    (marked,) = place_pictures(path, [Mark(places)])
    (beside,) = place_pictures(path, [Mark(places, main=False)])
    # The same picture but for the colour of the mark, which is small and neither blank nor all ink.
    around = ImageChops.difference(marked, beside).getbbox()
    assert around is not None
    if "box" in span:
        x0, top, x1, bottom = span["box"]
        expected = (x0 * marked.width, top * marked.height, x1 * marked.width, bottom * marked.height)
        assert around == pytest.approx(expected, abs=6)
    inside = marked.crop(around).convert("L")
    ink = sum(inside.histogram()[:100]) / (inside.width * inside.height)
    assert 0.02 < ink < 0.6
