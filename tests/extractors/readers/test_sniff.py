"""What a file is, told by its bytes under any name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors.errors import Unreadable
from extractors.readers.file_kind import (
    ARCHIVE,
    DOC,
    DOCX,
    HTML,
    KINDS,
    LOCKED_OFFICE,
    ODF,
    OFD,
    OFFICE_XML,
    OLD_OFFICE,
    PDF,
    PICTURE,
    RTF,
    TEXT,
    UNKNOWN,
    WEB_ARCHIVE,
    XLS,
    XLSB,
    XLSX,
    FileKind,
    promised_kind,
)
from extractors.readers.sniff import sniff


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def compound(*streams: str, shift: int = 9) -> bytes:
    """An OLE2 container: its header and a directory in the first sector that names `streams`."""
    sector = 1 << shift
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = shift.to_bytes(2, "little")
    header[48:52] = (0).to_bytes(4, "little")
    directory = b""
    for name in ("Root Entry", *streams):
        chars = name.encode("utf-16-le")
        directory += chars.ljust(64, b"\0") + (len(chars) + 2).to_bytes(2, "little") + bytes(62)
    return bytes(header) + directory.ljust(sector, b"\0")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\r\n%PDF-1.4\n", PDF),
        (zipped(**{"[Content_Types].xml": b"", "word/document.xml": b""}), DOCX),
        (zipped(**{"[Content_Types].xml": b"", "word/document2.xml": b""}), DOCX),
        (zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}), XLSX),
        (zipped(**{"xl/workbook.bin": b""}), XLSB),
        (zipped(**{"OFD.xml": b"", "Doc_0/Document.xml": b""}), OFD),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), ODF),
        (zipped(**{"1.txt": b"5"}), ARCHIVE),
        (b"Rar!\x1a\x07\x00", ARCHIVE),
        (compound("Workbook"), XLS),
        (compound("Book"), XLS),
        (compound("WordDocument", "1Table"), DOC),
        (compound("WordDocument", shift=12), DOC),
        (compound("EncryptionInfo", "EncryptedPackage"), LOCKED_OFFICE),
        (compound("PowerPoint Document"), OLD_OFFICE),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(20), PICTURE),
        (b"II*\x00" + bytes(20), PICTURE),
        (b"BM" + bytes(12) + b"\x28\x00\x00\x00", PICTURE),
        (b"BM25 \xe7\xae\x97\xe6\xb3\x95 5", TEXT),
        (b"{\\rtf1\\ansi", RTF),
        (b"<!DOCTYPE html><p>5", HTML),
        (b"\xef\xbb\xbf\r\n<HTML><body>", HTML),
        ("<html>".encode("utf-16"), HTML),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<html xmlns='http://www.w3.org/1999/xhtml'>", HTML),
        (b"<table><tr><td>5</table>", HTML),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", OFFICE_XML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", WEB_ARCHIVE),
        ("一季度收入5亿元<p>续".encode(), TEXT),
        ("一季度收入5亿元".encode("gb18030"), TEXT),
        ("一季度收入5亿元".encode("utf-16"), TEXT),
        ("单位\t5\r\n".encode("utf-16-le"), TEXT),
        (bytes(range(256)) * 4, UNKNOWN),
        (b"\x00" * 100, UNKNOWN),
    ],
)
def test_kinds(tmp_path: Path, content: bytes, kind: FileKind) -> None:
    path = tmp_path / "无名"
    path.write_bytes(content)
    assert sniff(path) is kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (zipped(**{"word/document.xml": b"5" * 500})[:200], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (compound("Workbook")[:200], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
    ],
)
def test_files_that_are_nothing_any_more(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        sniff(path)
    assert caught.value.reason == reason


def test_an_extension_promises_one_kind_at_most() -> None:
    extensions = [extension for kind in KINDS for extension in kind.extensions]
    assert len(extensions) == len(set(extensions))
    assert promised_kind(".DOCX") is DOCX
    assert promised_kind(".unheard-of") is None
