"""An invented table of values in every kind of file: two rows of heads, merged cells, parts, pages - the same facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final

import docx
import pytest
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from dumps.text_tables import aligned, padded_by_count, ruled
from printing.merged import merged_ofd, merged_pdf
from printing.programs import converted, printed_by_browser

from extractors.fact import Fact
from extractors.readers.draft import DraftTable
from extractors.reading import read_report, understand
from extractors.report import Hints, ReportContent
from extractors.text import spans
from tests.extractors.value_table.drawn import as_document, drawing, write_docx, write_html

HEADS: Final = 2
REPORT: Final = drawing(
    [
        "# 岚溪市2024年1-9月财政收支执行情况表",
        "> 单位：万元",
        "| 项目 | 2024年预算数 | 9月份 | < | 1-9月累计 | < | < | 占年初预算% |",
        "| ^ | ^ | 完成数 | 同比增长% | 累计完成数 | 上年同期数 | 增减% | ^ |",
        "| 一般公共预算收入 | 4,865,000 | 386,214 | -1.4 | 3,719,422 | 3,515,520 | 5.8 | 76.5 |",
        "| 一、税收收入 | 4,010,000 | 310,520 | 2.1 | 3,127,046 | 2,950,000 | 6.0 | 78.0 |",
        "| 其中：增值税（50%） | 1,620,000 | 128,400 | 3.5 | 1,260,315 | 1,190,100 | 5.9 | 77.8 |",
        "| 企业所得税（40%） | 640,000 | 40,210 | -6.2 | 512,600 | 530,480 | -3.4 | 80.1 |",
        "| 个人所得税（40%） | 180,000 | 13,652 | 8.8 | 140,122 | 129,700 | 8.0 | 77.8 |",
        "| 城市维护建设税 | 260,000 | 21,005 | 1.2 | 198,760 | 190,020 | 4.6 | 76.4 |",
        "| 契税 | 310,000 | 24,117 | — | 225,430 | 241,006 | -6.5 | 72.7 |",
        "| 二、非税收入 | 855,000 | 75,694 | -13.8 | 592,376 | 565,520 | 4.7 | 69.3 |",
        "| 其中：专项收入 | 310,000 | 24,300 | 5.5 | 228,140 | 210,016 | 8.6 | 73.6 |",
        "| 行政事业性收费收入 | 98,000 | 7,120 | -9.9 | 66,502 | 71,030 | -6.4 | 67.9 |",
        "| 罚没收入 | 120,000 | 9,406 | 4.0 | 80,115 | 77,021 | 4.0 | 66.8 |",
        "| 一般公共预算支出 | 7,230,000 | 612,080 | 4.2 | 5,486,110 | 5,270,040 | 4.1 | 75.9 |",
        "| 一、一般公共服务支出 | 610,000 | 48,266 | -2.0 | 442,815 | 450,020 | -1.6 | 72.6 |",
        "| 二、教育支出 | 1,480,000 | 130,214 | 6.3 | 1,121,606 | 1,060,120 | 5.8 | 75.8 |",
        "| 三、社会保障和就业支出 | 1,120,000 | 93,405 | 7.7 | 902,314 | 848,030 | 6.4 | 80.6 |",
        "| 四、卫生健康支出 | 760,000 | 61,118 | 0.4 | 571,007 | 566,310 | 0.8 | 75.1 |",
        "| 五、农林水支出 | 830,000 | 70,250 | 3.3 | 600,412 | 580,004 | 3.5 | 72.3 |",
        "! 注：本表为快报数，与决算数有差异。",
    ]
)
HINTS: Final = Hints(source_name="report")

STYLE: Final = (
    "@page{size:240mm 110mm;margin:12mm}table{border-collapse:collapse;width:100%}h1{text-align:center;font-size:15pt}"
    "p{text-align:right}td{padding:2px 5px;font-size:10pt}tr.head td{text-align:center}td.figure{text-align:right}"
)
BORDERS: Final = {
    "full": "td{border:1px solid #000}",
    "rows": "td{border-top:1px solid #000;border-bottom:1px solid #000}",
    "three": "table{border-top:2px solid #000;border-bottom:2px solid #000}tr.last td{border-bottom:1px solid #000}",
}


def web_page(folder: Path) -> Path:
    path = folder / "report.html"
    write_html(REPORT, path)
    return path


def styled_page(borders: str, folder: Path) -> Path:
    (table,) = REPORT.tables
    rows = "".join(_styled_row(table, row) for row in range(HEADS, table.rows))
    heads = "".join(_styled_row(table, row) for row in range(HEADS))
    path = folder / "styled.html"
    path.write_text(
        f"<html><head><meta charset='utf-8'><style>{STYLE}{BORDERS[borders]}</style></head><body>"
        f"<h1>{REPORT.titles[0]}</h1><p>{REPORT.above[0]}</p><table><thead>{heads}</thead>{rows}</table>"
        f"<div>{REPORT.notes[0]}</div></body></html>",
        encoding="utf-8",
    )
    return path


def _styled_row(table: DraftTable, row: int) -> str:
    kind = "head" if row < HEADS else ""
    kind += " last" if row == HEADS - 1 else ""
    cells = "".join(
        f"<td class='{'figure' if cell.column and row >= HEADS else 'name'}' rowspan={cell.row_span}"
        f" colspan={cell.column_span}>{escape(cell.chars)}</td>"
        for cell in table.cells
        if cell.row == row
    )
    return f"<tr class='{kind}'>{cells}</tr>"


def word(folder: Path) -> Path:
    path = folder / "report.docx"
    write_docx(REPORT, path)
    document = docx.Document(str(path))
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(150)
    document.styles["Normal"].font.size = Pt(10)
    document.save(str(path))
    return path


def workbook(folder: Path) -> Path:
    """Figures as formatted numbers, borders, columns as wide as their texts, the heads printed on every page."""
    path = folder / "report.xlsx"
    (table,) = REPORT.tables
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("收支")
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(2, 3)
        frame = {"border": 1, "valign": "vcenter"}
        text, head = book.add_format(frame), book.add_format({**frame, "align": "center", "bold": True})
        page.set_column(0, 0, 30)
        page.set_column(1, table.columns - 1, 16)
        page.merge_range(0, 0, 0, table.columns - 1, REPORT.titles[0], book.add_format({"align": "center", "size": 16}))
        page.write_string(1, table.columns - 1, REPORT.above[0])
        for cell in table.cells:
            style = head if cell.row < HEADS else text
            first, last = 2 + cell.row, 1 + cell.row + cell.row_span
            if cell.row_span * cell.column_span > 1:
                page.merge_range(first, cell.column, last, cell.column + cell.column_span - 1, cell.chars, style)
            elif cell.row >= HEADS and cell.column and cell.chars[-1].isdigit():
                shown = "#,##0" if "." not in cell.chars else "0.0"
                figure = book.add_format({**frame, "num_format": shown})
                page.write_number(first, cell.column, float(cell.chars.replace(",", "")), figure)
            else:
                page.write_string(first, cell.column, cell.chars, style)
        page.write_string(2 + table.rows, 0, REPORT.notes[0])
    return path


def text_file(writer: Callable[[DraftTable], list[str]], folder: Path, encoding: str = "utf-8") -> Path:
    (table,) = REPORT.tables
    path = folder / "report.txt"
    lines = [*REPORT.titles, *REPORT.above, *writer(table), *REPORT.notes]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def tabbed(table: DraftTable) -> list[str]:
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.chars
    return ["\t".join(row) for row in grid]


def typeset(maker: Callable[..., bytes], name: str, folder: Path) -> Path:
    (table,) = REPORT.tables
    path = folder / name
    path.write_bytes(maker(REPORT.titles[0], REPORT.above[0], table, REPORT.notes, HEADS))
    return path


MAKERS: Final[dict[str, Callable[[Path], Path]]] = {
    "web page": web_page,
    "Word": word,
    "workbook": workbook,
    "text, parted by tabs": partial(text_file, tabbed, encoding="gb18030"),
    "text, aligned": partial(text_file, aligned, encoding="utf-16"),
    "text, padded by count": partial(text_file, padded_by_count),
    "text, ruled": partial(text_file, ruled, encoding="gb18030"),
    "text, boxes": partial(text_file, partial(ruled, box=True)),
    "PDF, typeset": partial(typeset, merged_pdf, "report.pdf"),
    "OFD": partial(typeset, merged_ofd, "report.ofd"),
    "PDF, from a browser, all ruled": lambda folder: printed_by_browser(styled_page("full", folder), folder),
    "PDF, from a browser, rows ruled": lambda folder: printed_by_browser(styled_page("rows", folder), folder),
    "PDF, from a browser, three rules": lambda folder: printed_by_browser(styled_page("three", folder), folder),
    "PDF, from Word": lambda folder: converted(word(folder), "pdf", folder),
    "PDF, from a workbook": lambda folder: converted(workbook(folder), "pdf", folder),
    "Word 97": lambda folder: converted(word(folder), "doc", folder),
    "Excel 97": lambda folder: converted(workbook(folder), "xls", folder),
    "rich text": lambda folder: converted(word(folder), "rtf", folder),
}
PAGED: Final = ("PDF, typeset", "OFD", "PDF, from a browser, all ruled", "PDF, from a browser, three rules")
PLACES: Final = frozenset({"quantity", "locator", "confidence", "flags"})


@pytest.fixture(scope="module")
def expected() -> ReportContent:
    """The report as its cells say it; a golden file beside the value tables' tests holds such a table's facts."""
    return understand(as_document(REPORT), HINTS)


def meaning(fact: Fact) -> dict[str, Any]:
    return {field.name: getattr(fact, field.name) for field in fields(Fact) if field.name not in PLACES}


def test_the_report_is_what_was_written(expected: ReportContent) -> None:
    figures = [cell.chars for cell in REPORT.tables[0].cells if cell.row >= HEADS and cell.column and cell.chars != "—"]
    assert [fact.printed for fact in expected.facts] == figures
    by_item = {fact.item: fact.parent_metric for fact in expected.facts}
    assert by_item["企业所得税（40%）"] == "税收收入"
    assert by_item["罚没收入"] == "非税收入"
    assert by_item["一般公共预算支出"] is None
    assert {fact.kind for fact in expected.facts} == {"amount", "growth", "completion"}
    assert {fact.role for fact in expected.facts} == {"budget", "actual", "baseline"}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_gives_the_same_facts(kind: str, expected: ReportContent, tmp_path: Path) -> None:
    found = read_report(MAKERS[kind](tmp_path), HINTS)
    assert [fact.printed for fact in found.facts] == [fact.printed for fact in expected.facts]
    for ours, theirs in zip(found.facts, expected.facts, strict=True):
        assert meaning(ours) == meaning(theirs)
        assert "".join(span["text"] for span in spans(ours.quantity)) == ours.printed
    assert found.metadata == expected.metadata
    assert found.warnings == ()
    if kind in PAGED:
        assert (found.pages or 0) > 1
