"""What is this file? Told by its bytes, never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

import regex

from extractors.errors import Unreadable
from extractors.readers.file_kind import (
    ARCHIVE,
    DOC,
    DOCX,
    HTML,
    LOCKED_OFFICE,
    ODF,
    OFD,
    OFFICE_XML,
    OLD_OFFICE,
    PDF,
    PICTURE,
    PPTX,
    RTF,
    TEXT,
    UNKNOWN,
    WEB_ARCHIVE,
    XLS,
    XLSB,
    XLSX,
    FileKind,
)
from extractors.readers.readable import chinese_share
from extractors.readers.zip_damage import damage_refused
from extractors.readers.zip_opening import UNPACKED_IN_PIECES, opened_zip

_HEAD: Final = 65536
_PDF_WITHIN: Final = 1024
"""How far from the start `%PDF-` may stand, as readers of PDF allow."""

_SIGNATURES: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"GIF8", PICTURE),
    (b"RIFF", PICTURE),
    (b"BM", PICTURE),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
)
_READS_AS_CHINESE: Final = 0.15
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("EncryptedPackage", LOCKED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
)
_ZIP_MEMBERS: Final = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_MARKUP = regex.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|style)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_OFFICE_MARKUP = regex.compile(
    r"<\?mso-application|urn:schemas-microsoft-com:office:spreadsheet|office/word/2003/wordml"
)


def sniff(path: Path) -> FileKind:
    """The kind of the file at `path` by its content.

    Raises Unreadable for an empty file and for a container whose table of contents is gone; OSError as it comes.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            raise Unreadable("empty_file")
        if b"%PDF-" in head[:_PDF_WITHIN]:
            return PDF
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _zip_kind(path)
        if head.startswith(_OLE):
            return _ole_kind(file, head)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and _is_more_than_letters(signature, head):
            return kind
    return _text_kind(head)


def _zip_kind(path: Path) -> FileKind:
    with damage_refused("压缩包结构不完整"), opened_zip(path) as package:
        names = set(package.namelist())
        for member, kind in _ZIP_MEMBERS:
            if member in names:
                return kind
        if "mimetype" in names and package.getinfo("mimetype").compress_type in UNPACKED_IN_PIECES:
            with package.open("mimetype") as stated:
                return ODF if stated.read(64).startswith(b"application/vnd.oasis.opendocument") else ARCHIVE
        if "[Content_Types].xml" in names:
            return _renamed_parts(names)
    return ARCHIVE


def _renamed_parts(names: set[str]) -> FileKind:
    """An OOXML file whose main part has another name than the usual one (document2.xml)."""
    for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if any(name.startswith(folder) for name in names):
            return kind
    return ARCHIVE


def _ole_kind(file: BinaryIO, head: bytes) -> FileKind:
    """By the names in the first sectors of the container's directory, where the root's own streams stand."""
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    if shift not in (9, 12):
        raise Unreadable("damaged", "复合文档结构不完整")
    file.seek((sector + 1) << shift)
    directory = file.read(16 * 128)
    if len(directory) < 128:
        raise Unreadable("damaged", "复合文档结构不完整")
    names = {_entry_name(directory[start : start + 128]) for start in range(0, len(directory), 128)}
    return next((kind for name, kind in _OLE_STREAMS if name in names), OLD_OFFICE)


def _entry_name(entry: bytes) -> str:
    length = int.from_bytes(entry[64:66], "little")
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")


def _is_more_than_letters(signature: bytes, head: bytes) -> bool:
    """Text may well begin with the letters of some signatures: a Windows bitmap then says its own header's size, a
    file in pieces that it is a WebP picture."""
    if signature == b"BM":
        return int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    return signature != b"RIFF" or head[8:12] == b"WEBP"


def _text_kind(head: bytes) -> FileKind:
    encoding = _wide_encoding(head)
    if encoding is None and _control_share(head) > 0.02:
        return UNKNOWN
    # Marks and names of tags are ASCII in every encoding but UTF-16.
    chars = head.decode(encoding or "latin-1", errors="replace").removeprefix("ï»¿").removeprefix("\ufeff")
    if _OFFICE_MARKUP.search(chars[:4096]):
        return OFFICE_XML
    if regex.match(r"(?:From:|MIME-Version:).{0,2000}?multipart/related", chars, regex.DOTALL):
        return WEB_ARCHIVE
    return HTML if _MARKUP.match(chars) else TEXT


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16, by its mark, by zeros on one side of every pair only, or because it reads as Chinese so."""
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 20 and even == 0:
        return "utf-16-le"
    if even > len(head) // 20 and odd == 0:
        return "utf-16-be"
    if 0 in head:  # 一 is a zero on the other side
        for encoding in ("utf-16-le", "utf-16-be"):
            if chinese_share(head.decode(encoding, errors="replace")) > _READS_AS_CHINESE:
                return encoding
    return None


def _control_share(head: bytes) -> float:
    controls = sum(head.count(code) for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return controls / len(head)
