"""Every hostile file comes to a known end, in bounded time and memory, and nothing outside is asked for anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from printing.ofd import Leaf
from printing.pdf import Sheet, pdf
from printing.sheet_picture import require_fonts, sheet_picture
from servers.stand_in import serving

from hostile import office_files as office
from hostile import pdf_files, picture_files, web_files
from hostile.ends import SECONDS, Expected, Make, Read, outcome, read_or, require
from pipeline.reading.limits import ReadingLimits
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.worker import READ_REPORT
from pipeline.report_rows import ReportRows

LINE = office.LINE
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cells(rows: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(1, rows + 1))


def cell(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c><c r="B1"><v>5</v></c></row>'


def nested_tables(depth: int) -> str:
    inner = f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>"
    return "<w:tbl><w:tr><w:tc>" * depth + inner + "</w:tc></w:tr></w:tbl>" * depth


PDF: dict[str, tuple[Make, Expected]] = {
    "with a password": (lambda: pdf([Sheet().text(60, 780, LINE)], encrypt=True), "encrypted"),
    "cut off": (lambda: pdf_files.one_page()[:900], "damaged"),
    "without pages": (lambda: pdf([]), "damaged"),
    "3,000 pages": (partial(pdf_files.pages, 3000), "too_large"),
    "a page of 10 metres": (partial(pdf_files.large_page, 28346.0), Read(2)),
    "a picture of 10 metres": (lambda: pdf([Sheet(28346, 28346).picture(0, 0, 28346, 28346)]), "scan_illegible"),
    "100,000 characters on a page": (partial(pdf_files.crowded_page, 100_000), Read(1000)),
    "250,000 characters on a page": (partial(pdf_files.crowded_page, 250_000), "too_large"),
    "a picture of 25,000 by 25,000": (
        partial(pdf_files.picture_of, 25_000, 25_000),
        frozenset({"scan_illegible", "too_much_memory"}),
    ),
    "content that unpacks to 400 MB": (
        partial(pdf_files.unpacking_to, 400_000_000),
        frozenset({"nothing_to_read", "reader_failed", "too_much_memory"}),
    ),
    "a form in itself": (pdf_files.form_in_itself, "nothing_to_read"),
    "10^9 forms": (
        partial(pdf_files.forms_in_forms, 9, 10),
        frozenset({"reader_failed", "too_much_memory", "too_slow", "nothing_to_read"}),
    ),
    "a page tree in itself": (pdf_files.page_tree_in_itself, "damaged"),
    "a page 20,000 nodes deep": (partial(pdf_files.deep_page_tree, 20_000), "damaged"),
    "two thousand million pages, it says": (pdf_files.lying_count, "nothing_to_read"),
    "values in a circle": (pdf_files.values_in_a_circle, "nothing_to_read"),
}

DOCX: dict[str, tuple[Make, Expected]] = {
    "a bomb": (lambda: office.with_parts(office.word(), {"word/document.xml": b" " * 200_000_000}), "too_large"),
    "a bomb that says it is none": (office.lying_sizes, "damaged"),
    "zips in zips": (office.nested_zip, "damaged"),
    "entities": (
        lambda: office.with_parts(office.word(), {"word/document.xml": f"{office.BOMB}<b>&a10;</b>"}),
        "damaged",
    ),
    "tables 80 deep": (lambda: office.word_of(nested_tables(80)), Read(2)),
    "tables 2,000 deep": (lambda: office.word_of(nested_tables(2000)), "too_large"),
    "a cell over 10^9 columns": (
        lambda: office.word_of(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
            f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        ),
        Read(2),
    ),
    "200,000 empty paragraphs": (
        lambda: office.word_of("<w:p/>" * 200_000 + f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>"),
        Read(2),
    ),
    "4,000,000 characters in a row": (
        lambda: office.word_of(f"<w:p><w:r><w:t>{'支' * 4_000_000}5</w:t></w:r></w:p>"),
        "too_large",
    ),
}

XLSX: dict[str, tuple[Make, Expected]] = {
    "entities": (lambda: office.sheet_of("<row><c><v>&a10;</v></c></row>", office.BOMB), "damaged"),
    "1,000,000 rows of empty cells": (lambda: office.sheet_of(cells(1_000_000)), "nothing_to_read"),
    "1,000,000 characters in a cell": (lambda: office.sheet_of(cell("支出" * 500_000)), Read()),
    "2,000 figures in a cell": (lambda: office.sheet_of(cell(LINE * 1000)), Read(2000)),
    "cells in the farthest corners": (
        lambda: office.sheet_of(
            '<row r="1"><c r="A1"><v>5</v></c></row><row r="1048576"><c r="XFD1048576"><v>6</v></c></row>'
        ),
        Read(),
    ),
    "a number of 500,000 digits": (
        lambda: office.sheet_of(f'<row r="1"><c r="A1"><v>{"9" * 500_000}</v></c></row>'),
        "damaged",
    ),
}

OFD: dict[str, tuple[Make, Expected]] = {
    "entities": (office.bombed_layout, "damaged"),
    "a page of 10 metres": (lambda: office.ofd([Leaf(10_000, 10_000).text(20, 30, LINE)]), Read(2)),
}

HTML: dict[str, tuple[Make, Expected]] = {
    "100,000 blocks deep": (lambda: web_files.page("<div>" * 100_000 + LINE), "damaged"),
    "100,000 words deep": (lambda: web_files.page("<b>" * 100_000 + LINE), "damaged"),
    "a cell over 10^9 columns and rows": (
        lambda: web_files.page(f"<table><tr><td colspan=1000000000 rowspan=1000000000>{LINE}<td>5<tr><td>6</table>"),
        Read(2),
    ),
    "2,000 rows of 1,000 columns": (
        lambda: web_files.page("<table>" + "<tr><td colspan=1000>5" * 2000 + "</table>"),
        "too_large",
    ),
    "an attribute of 12 MB": (
        lambda: web_files.page(f'<p title="{"x" * 12_000_000}">{LINE}</p>'),
        read_or("nothing_to_read", "too_large", "damaged"),
    ),
    "a style of 800,000 words": (lambda: web_files.page(f'<p style="{"display " * 800_000}">{LINE}</p>'), Read(2)),
    "3,400,000 characters": (lambda: web_files.page("<p>" + LINE * 150_000), "too_large"),
    "Big5, declared": (
        lambda: f"<meta charset=big5><p>{web_files.TRADITIONAL}".encode("big5"),
        Read(4),
    ),
    "Big5, undeclared": (lambda: f"<html><body><p>{web_files.TRADITIONAL}".encode("big5"), Read(4)),
    "Big5, declared as GB2312": (
        lambda: f"<meta charset=gb2312><p>{web_files.TRADITIONAL}".encode("big5"),
        Read(4),
    ),
}

TXT: dict[str, tuple[Make, Expected]] = {
    "a line of 10 MB": (lambda: (LINE * 180_000).encode(), "too_large"),
    "a line of 100 KB": (lambda: (LINE * 1800).encode(), Read(3600)),
    "5,000,000 digits": (lambda: b"9" * 5_000_000, "too_large"),
    "1,000,000 cells": (lambda: b"9\t" * 1_000_000, "too_large"),
    "1,000,000 lines": (lambda: b"9\n" * 1_000_000, "too_large"),
    "NULs between the characters": (lambda: "\0".join(LINE).encode(), Read(2)),
    "NULs between the lines": (lambda: f"{LINE}\0\0\n{LINE}".encode(), Read(4)),
    "UTF-16, lower byte first, unmarked": (lambda: f"一、{LINE}\n".encode("utf-16-le"), Read(2)),
    "UTF-16, upper byte first, unmarked": (lambda: f"一、{LINE}\n".encode("utf-16-be"), Read(2)),
    "Big5": (lambda: web_files.TRADITIONAL.encode("big5"), Read(4)),
    "bytes of no encoding": (lambda: bytes(range(128, 256)) * 1000, "damaged"),
}

PICTURES: dict[str, tuple[str, Make, Expected]] = {
    "50,000 by 50,000 dots": ("png", partial(picture_files.png_of, 50_000, 50_000), "too_large"),
    "a TIFF that is cut off": ("tif", picture_files.truncated_tiff, "damaged"),
    "a TIFF whose pages go round": ("tif", picture_files.tiff_in_a_circle, frozenset({"scan_illegible", "too_large"})),
    "one dot": ("png", lambda: picture_files.saved(Image.new("L", (1, 1)), "PNG"), "scan_illegible"),
    "20,000 dots in a line": ("png", lambda: picture_files.saved(Image.new("L", (20_000, 1)), "PNG"), "scan_illegible"),
    "no bytes": ("png", bytes, "empty_file"),
    "an animated GIF": ("gif", partial(picture_files.animation, "GIF"), "format_unsupported"),
    "an animated WebP": ("webp", partial(picture_files.animation, "WEBP"), "format_unsupported"),
    "an animated PNG": ("png", partial(picture_files.animation, "PNG"), "format_unsupported"),
}

COMPOUND: dict[str, tuple[str, Make, Expected]] = {
    "an XLS of the right magic": ("xls", lambda: MAGIC + bytes(range(256)) * 200, "damaged"),
    "a DOC of the right magic": ("doc", lambda: MAGIC + bytes(range(256)) * 200, "damaged"),
    "an XLS of the right stream": ("xls", lambda: office.compound("Workbook", bytes(range(256)) * 200), "damaged"),
    "a DOC of the right stream": ("doc", lambda: office.compound("WordDocument", bytes(range(256)) * 200), "damaged"),
    "a DOC whose sectors go round": ("doc", office.looping_compound, "damaged"),
    "a zip of zips": ("zip", office.nested_zip, "unknown_format"),
}

CASES = [
    pytest.param(ending, make, expected, id=f"{ending}: {name}")
    for ending, cases in (("pdf", PDF), ("docx", DOCX), ("xlsx", XLSX), ("ofd", OFD), ("html", HTML), ("txt", TXT))
    for name, (make, expected) in cases.items()
] + [
    pytest.param(ending, make, expected, id=f"{ending}: {name}")
    for cases in (PICTURES, COMPOUND)
    for name, (ending, make, expected) in cases.items()
]


@pytest.mark.parametrize(("ending", "make", "expected"), CASES)
def test_a_hostile_file_comes_to_its_end(
    tmp_path: Path, processes: ReadingProcesses, ending: str, make: Make, expected: Expected
) -> None:
    path = tmp_path / f"报告.{ending}"
    path.write_bytes(make())
    began = time.monotonic()
    require(outcome(processes, path), expected)
    assert time.monotonic() - began < 2 * SECONDS


def test_traditional_characters_are_read_as_what_they_are(tmp_path: Path, processes: ReadingProcesses) -> None:
    for name, content in (
        ("a.txt", web_files.TRADITIONAL),
        ("a.html", "<p>" + web_files.TRADITIONAL.replace("\n", "<p>")),
    ):
        path = tmp_path / name
        path.write_bytes(content.encode("big5"))
        result = outcome(processes, path)
        assert isinstance(result, ReportRows)
        assert {"一般公共预算支出", "民生支出"} <= {fact["metric"] for fact in result.facts}


@pytest.mark.parametrize("kind", ["CMYK", "WEBP"])
def test_pictures_of_seldom_makes_are_read(tmp_path: Path, processes: ReadingProcesses, kind: str) -> None:
    require_fonts()
    path = tmp_path / ("报告.jpg" if kind == "CMYK" else "报告.webp")
    sheet = sheet_picture(5, rows=2).picture
    path.write_bytes(
        picture_files.printed_in_four_colours() if kind == "CMYK" else picture_files.saved(sheet, kind, quality=95)
    )
    result = outcome(processes, path)
    assert isinstance(result, ReportRows), result
    assert len(result.items) == 2
    assert result.facts


def test_memory_is_flat_in_the_number_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "三百页.pdf"
    lines = [f"第{number}项支出{number}.5亿元，增长{number}.5%。" for number in range(4, 14)]
    path.write_bytes(pdf([Sheet().lines(60, 780, lines)] * 300))
    with ReadingProcesses(READ_REPORT, 1, ReadingLimits(SECONDS, 1 << 30)) as processes:
        result = outcome(processes, path)
    assert isinstance(result, ReportRows)
    assert (result.report["pages"], len(result.facts) >= 300 * 10) == (300, True)


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Noting)


class _Noting(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Said to nobody."""


REACHING_OUT: dict[str, tuple[Callable[[str], bytes], Expected]] = {
    "docx": (office.word_reaching_out, Read(2)),
    "xlsx": (office.workbook_reaching_out, Read()),
    "pdf": (pdf_files.reaching_out, "nothing_to_read"),
    "html": (web_files.page_reaching_out, Read(2)),
    "ofd": (office.layout_reaching_out, frozenset({"damaged"})),
    "entity.html": (web_files.page_of_entities, Read(2)),
    "entity.docx": (
        lambda address: office.entities_from(address, office.word(), "word/document.xml", "<b>&e;5</b>"),
        "damaged",
    ),
    "entity.xlsx": (
        lambda address: office.entities_from(address, office.workbook(), "xl/worksheets/sheet1.xml", "<b>&e;5</b>"),
        "damaged",
    ),
    "entity.ofd": (lambda address: office.entities_from(address, office.layout(), "OFD.xml", "<b>&e;5</b>"), "damaged"),
}


@pytest.mark.parametrize("name", REACHING_OUT)
def test_nothing_outside_is_asked_for(tmp_path: Path, processes: ReadingProcesses, name: str) -> None:
    make, expected = REACHING_OUT[name]
    path = tmp_path / f"报告.{name}"
    with serving(_Server()) as server:
        path.write_bytes(make(f"http://127.0.0.1:{server.server_port}"))
        result = outcome(processes, path)
        time.sleep(0.1)
        assert server.asked == []
    require(result, expected)
