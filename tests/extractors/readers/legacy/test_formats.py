"""Older office formats through LibreOffice: what is read of them, and why some are refused."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
import xlsxwriter
from docx.document import Document as WordDocument
from printing.shown import tables
from printing.word_report import ROWS, Convert, report, saved, words

from extractors import libreoffice
from extractors.errors import Unreadable
from extractors.readers.every_kind import read_document
from extractors.readers.legacy.compound_file import compound_file, streams
from extractors.readers.legacy.word97 import completed
from extractors.text import CellPlace, spans


@pytest.mark.parametrize(
    "word",
    [
        pytest.param(report("丙县财政局2024年6月进度表", "+"), id="table last"),
        pytest.param(report("丙县财政局2024年6月进度表", "+", "注：数据截至6月底。"), id="paragraph last"),
        pytest.param(report("丙县财政局2024年6月进度表", "+", footer="第1页"), id="table last, then a page foot"),
        pytest.param(report("+", "其中两项：", "+"), id="two tables"),
        pytest.param(report("全年安排资金1500万元。", footer="第1页"), id="no table"),
        pytest.param(report("丙县" + "财政局" * 400 + "5月", "+"), id="longer than a sector"),
    ],
)
def test_a_word_97_file_says_the_same_as_its_docx(convert: Convert, tmp_path: Path, word: WordDocument) -> None:
    source = saved(word, tmp_path)
    old = read_document(convert(source, "doc"))
    new = read_document(source)
    assert tables(old) == tables(new)
    assert words(old) == words(new)
    assert old.media_type == "application/msword"


@pytest.mark.parametrize(("target", "name"), [("doc", "报告.wps"), ("xls", "报告.et")])
def test_files_of_wps_by_their_own_names(convert: Convert, tmp_path: Path, target: str, name: str) -> None:
    if target == "doc":
        source = saved(report("丙县财政局2024年6月进度表", "+"), tmp_path)
    else:
        source = tmp_path / "report.xlsx"
        with xlsxwriter.Workbook(str(source)) as book:
            page = book.add_worksheet()
            for number, row in enumerate(ROWS):
                page.write_row(number, 0, row)
    path = convert(source, target).rename(tmp_path / name)
    document = read_document(path)
    assert tables(document) == [ROWS]
    assert document.warnings == ()


def test_rich_text(convert: Convert, tmp_path: Path) -> None:
    document = read_document(convert(saved(report("丙县财政局2024年6月进度表", "+"), tmp_path), "rtf"))
    assert tables(document) == [ROWS]
    figure = document.tables[0].grid()[1][2][2:]
    assert spans(figure) == [{"table": 0, "row": 1, "column": 2, "start": 2, "end": 8, "text": "12.5亿元"}]


def test_a_workbook_of_another_program(convert: Convert, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位", "收入", "占比"])
        page.write_row(1, 0, ["甲区", 1250.5])
        page.write_number(1, 2, 0.123, book.add_format({"num_format": "0.0%"}))
    document = read_document(convert(path, "ods"))
    assert tables(document) == [[["单位", "收入", "占比"], ["甲区", "1250.5", "12.3%"]]]
    assert document.media_type == "application/vnd.oasis.opendocument"


EXCEL_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles><Worksheet ss:Name="表"><Table>
<Row><Cell><Data ss:Type="String">单位</Data></Cell><Cell><Data ss:Type="String">增长</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">甲区</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.123</Data></Cell>
</Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.usefixtures("convert")
def test_a_sheet_that_a_system_exports_as_xml(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(EXCEL_2003, encoding="utf-8")
    assert tables(read_document(path)) == [[["单位", "增长"], ["甲区", "12.3%"]]]


@pytest.mark.usefixtures("convert")
@pytest.mark.parametrize("sheet", ["2018-06-monthly-progress", "2021-06-halfyear-targets"])
def test_the_real_sheets_have_the_cells_of_their_docx(corpus: Path, sheet: str) -> None:
    old, new = (read_document(corpus / "docs" / f"{sheet}.{kind}") for kind in ("doc", "docx"))
    assert tables(old) == tables(new)
    assert words(old) == words(new)
    for cell in old.tables[0].cells:
        assert all(isinstance(place, CellPlace) for place in cell.text.places if place is not None)


def test_without_libreoffice_the_reason_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    path = tmp_path / "报告.rtf"
    path.write_bytes(b"{\\rtf1 5}")
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "format_unsupported"
    assert "LibreOffice" in caught.value.advice


def test_locked_and_spoilt_files(convert: Convert, tmp_path: Path) -> None:
    content = convert(saved(report("丙县2024年6月", "+"), tmp_path), "doc").read_bytes()
    locked = streams(content)
    flags = struct.unpack_from("<H", locked["WordDocument"], 10)[0] | 0x0100
    locked["WordDocument"] = locked["WordDocument"][:10] + struct.pack("<H", flags) + locked["WordDocument"][12:]
    headless = {**streams(content), "WordDocument": b"\0" * 16}
    for spoilt, reason in [
        (compound_file(locked), "encrypted"),
        (content[: len(content) // 2], "damaged"),
        (compound_file(headless), "damaged"),
    ]:
        path = tmp_path / "报告.doc"
        path.write_bytes(spoilt)
        with pytest.raises(Unreadable) as caught:
            read_document(path)
        assert caught.value.reason == reason


def test_whatever_is_changed_in_a_file_the_look_into_it_ends(convert: Convert, tmp_path: Path) -> None:
    content = convert(saved(report("丙县", "+"), tmp_path), "doc").read_bytes()
    reasons = set()
    for seed in range(150):
        chance = random.Random(seed)
        spoilt = bytearray(content)
        for _ in range(chance.randint(1, 40)):
            spoilt[chance.randrange(512, len(spoilt))] = chance.randrange(256)
        try:
            assert completed(bytes(spoilt))
        except Unreadable as error:
            reasons.add(error.reason)
    assert reasons <= {"damaged", "encrypted", "too_large"}


def test_a_compound_file_holds_its_streams() -> None:
    parts = {"WordDocument": bytes(range(256)) * 40, "1Table": b"5", "Data": b"x" * 4096}
    found = streams(compound_file(parts))
    assert found.keys() == parts.keys()
    for name, body in parts.items():
        assert found[name] == body.ljust(4096, b"\0")
    with pytest.raises(Unreadable) as caught:
        compound_file({"Data": bytes(8 * 1024**2)})
    assert caught.value.reason == "too_large"
