"""The door: files that are spoilt, locked, misnamed or empty are refused with a reason, and nothing else is raised."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hostile.office_files import with_parts
from printing.smallest_files import WEB_PAGE, sheet, word

from extractors.document import Document
from extractors.errors import UNREADABLE, Unreadable
from extractors.readers.every_kind import READERS, Reader, read_document
from extractors.readers.file_kind import DOCX, XLSX

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
LOCKED_PDF = (
    b"%PDF-1.4\n"
    b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
    b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj\n"
    b"4 0 obj <</Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <"
    + b"5a" * 32
    + b"> /U <"
    + b"a5" * 32
    + b">>> endobj\n"
    b"trailer <</Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>]>>\n%%EOF\n"
)
"""Asks for a password, since no password gives the check value /U."""


def locked_container() -> bytes:
    header = bytearray(512)
    header[:8], header[30:32] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x00"
    chars = "EncryptedPackage".encode("utf-16-le")
    entry = chars.ljust(64, b"\0") + (len(chars) + 2).to_bytes(2, "little") + bytes(62)
    return bytes(header) + bytes(128) + entry + bytes(256)


LOCKED_ZIP_MEMBER = bytearray(word("收入5亿元"))
for _at in (at for at in range(len(LOCKED_ZIP_MEMBER)) if LOCKED_ZIP_MEMBER[at : at + 4] == b"PK\x01\x02"):
    LOCKED_ZIP_MEMBER[_at + 8] |= 1

ENTITY_BOMB = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "99"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
WHOLE_SHEET_MERGED = SHEET.format('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>').encode()
SPACES = b" " * (65 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("空.pdf", b"", "empty_file", id="empty"),
        pytest.param("一季度 收支.docx", b"", "empty_file", id="empty, name with a space"),
        pytest.param("扫描.pdf", PNG, "wrong_extension", id="picture named PDF"),
        pytest.param("扫描.docx", PNG, "wrong_extension", id="picture named DOCX"),
        pytest.param("扫描.png", PNG, "damaged", id="picture cut off"),
        pytest.param("出错.pdf", WEB_PAGE, "wrong_extension", id="error page saved as PDF"),
        pytest.param("报告.docx", b"\x8f\x01\x02\x03" * 50, "damaged", id="DOCX of other bytes"),
        pytest.param("报告.docx", "收入5亿元".encode(), "damaged", id="DOCX of text"),
        pytest.param("报告.docx", word("收入5亿元")[:2000], "damaged", id="DOCX cut off"),
        pytest.param("报告.xlsx", sheet(["收入", 5])[:3000], "damaged", id="XLSX cut off"),
        pytest.param("报告.pdf", b"\x00\x01\x02\x03" * 50, "damaged", id="PDF of other bytes"),
        pytest.param("报告.docx", locked_container(), "encrypted", id="DOCX with a password"),
        pytest.param("报告.xlsx", locked_container(), "encrypted", id="XLSX with a password"),
        pytest.param("报告.docx", bytes(LOCKED_ZIP_MEMBER), "encrypted", id="zip with a password"),
        pytest.param("报告.pdf", LOCKED_PDF, "encrypted", id="PDF with a password"),
        pytest.param("会议纪要.docx", word("会议研究了有关事项。"), "nothing_to_read", id="DOCX without a digit"),
        pytest.param("会议纪要.txt", "会议研究了有关事项。".encode(), "nothing_to_read", id="text without a digit"),
        pytest.param("会议纪要.html", "<p>会议研究了有关事项。".encode(), "nothing_to_read", id="page without a digit"),
        pytest.param("空表.xlsx", sheet(), "nothing_to_read", id="workbook without content"),
        pytest.param(
            "报告.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n5", "format_unsupported", id="MHTML"
        ),
        pytest.param("资料.zip", b"PK\x05\x06" + bytes(18), "unknown_format", id="zip"),
        pytest.param("资料.dat", bytes(range(256)), "unknown_format", id="unknown bytes"),
        pytest.param(
            "炸弹.docx", with_parts(word("5"), {"word/document.xml": ENTITY_BOMB}), "damaged", id="entities in DOCX"
        ),
        pytest.param(
            "炸弹.docx",
            with_parts(word("5"), {"word/document.xml": ENTITY_BOMB.decode().encode("utf-16")}),
            "damaged",
            id="entities in DOCX, UTF-16",
        ),
        pytest.param(
            "炸弹.xlsx",
            with_parts(sheet(["甲", 5]), {"xl/worksheets/sheet1.xml": ENTITY_BOMB}),
            "damaged",
            id="entities in XLSX",
        ),
        pytest.param(
            "炸弹.docx", with_parts(word("5"), {"word/document.xml": SPACES}), "too_large", id="zip bomb in DOCX"
        ),
        pytest.param(
            "炸弹.xlsx",
            with_parts(sheet(["甲", 5]), {"xl/worksheets/sheet1.xml": SPACES}),
            "too_large",
            id="zip bomb in XLSX",
        ),
        pytest.param(
            "炸弹.xlsx",
            with_parts(sheet(["甲", 5]), {"xl/worksheets/sheet1.xml": WHOLE_SHEET_MERGED}),
            "too_large",
            id="a whole sheet merged",
        ),
        pytest.param(
            "坏.docx",
            with_parts(word("5"), {"word/document.xml": b"<w:document"}),
            "damaged",
            id="DOCX with broken XML",
        ),
        pytest.param(
            "坏.xlsx",
            with_parts(sheet(["甲", 5]), {"xl/worksheets/sheet1.xml": b"<worksheet"}),
            "damaged",
            id="XLSX, broken XML",
        ),
        pytest.param(
            "坏.xlsx",
            with_parts(sheet(["甲", 5]), {"xl/workbook.xml": b"<a/>"}),
            "damaged",
            id="XLSX without a workbook",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == reason
    assert caught.value.advice.startswith(UNREADABLE[reason])


@pytest.mark.parametrize(
    ("name", "content", "detail"),
    [("工具.exe", b"MZ" + bytes(range(256)), ""), ("资料.zip", b"PK\x05\x06" + bytes(18), "压缩包")],
)
def test_what_is_no_report_is_told_in_chinese(tmp_path: Path, name: str, content: bytes, detail: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    ("name", "content", "media_type", "warned"),
    [
        ("一季度 收支（终稿）.docx", word("收入5亿元"), DOCX.media_type, False),
        ("报告.DOCX", word("收入5亿元"), DOCX.media_type, False),
        ("报告.doc", word("收入5亿元"), DOCX.media_type, True),
        ("报告", word("收入5亿元"), DOCX.media_type, False),
        ("报告.xls", sheet(["收入", 5]), XLSX.media_type, True),
        ("导出.xls", WEB_PAGE, "text/html", True),
        ("网页.txt", WEB_PAGE, "text/html", True),
        ("片段.htm", "收入5亿元".encode(), "text/html", False),
        ("收入.txt", "收入5亿元".encode(), "text/plain", False),
    ],
)
def test_files_are_read_as_what_they_are(
    tmp_path: Path, name: str, content: bytes, media_type: str, warned: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    document = read_document(path)
    assert document.media_type == media_type
    assert any("扩展名" in warning for warning in document.warnings) is warned


@pytest.mark.parametrize(
    ("error", "reason", "detail"),
    [
        (PermissionError(errno.EACCES, "denied"), "no_permission", ""),
        (OSError(errno.EIO, "bad disk"), "reader_failed", "OSError"),
        (MemoryError(), "too_much_memory", ""),
        (RuntimeError("a library gave up"), "reader_failed", "RuntimeError"),
    ],
)
def test_unexpected_errors_become_a_reason_and_stay_chained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str, detail: str
) -> None:
    def failing(_: Path) -> Document:
        raise error

    path = tmp_path / "报告.docx"
    path.write_bytes(word("收入5亿元"))
    monkeypatch.setattr("extractors.readers.every_kind.READERS", (Reader(DOCX, failing),))
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert (caught.value.reason, caught.value.detail) == (reason, detail)
    assert caught.value.__cause__ is error


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening is made to fail, since file modes do not bind every account that runs tests."""
    path = tmp_path / "报告.docx"
    path.write_bytes(word("收入5亿元"))

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "no_permission"


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # a sparse file: no disk space is used
    with pytest.raises(Unreadable) as caught:
        read_document(path)
    assert caught.value.reason == "too_large"


def test_each_kind_has_one_reader_and_no_refusal() -> None:
    kinds = [reader.kind for reader in READERS]
    assert len(kinds) == len(set(kinds))
    assert all(kind.refusal is None for kind in kinds)
