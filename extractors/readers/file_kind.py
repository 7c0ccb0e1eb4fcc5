"""The kinds of file that we know, each with its media type: one table for all readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is by its content.

    `name` is what people call the kind, as it is told of a file that is refused; empty for what nobody knows.
    `extensions` (with the dot, lower case) are those that promise this kind. `refusal` is the quarantine reason of
    a kind that has no reader; None for kinds that are read. `container` is true for kinds of a fixed binary form:
    a file that bears their extension but is plain bytes or text must have been spoilt on its way.
    """

    name: str
    media_type: str
    extensions: frozenset[str]
    refusal: str | None = None
    container: bool = True


PDF: Final = FileKind("PDF", "application/pdf", frozenset({".pdf"}))
DOCX: Final = FileKind(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    frozenset({".docx", ".docm", ".dotx"}),
)
XLSX: Final = FileKind(
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    frozenset({".xlsx", ".xlsm", ".xltx"}),
)
XLS: Final = FileKind("XLS", "application/vnd.ms-excel", frozenset({".xls", ".et"}))
HTML: Final = FileKind("HTML", "text/html", frozenset({".html", ".htm", ".xhtml"}), container=False)
TEXT: Final = FileKind("TXT", "text/plain", frozenset({".txt", ".text", ".tsv", ".csv", ".md"}), container=False)
OFD: Final = FileKind("OFD", "application/ofd", frozenset({".ofd"}))
DOC: Final = FileKind("DOC", "application/msword", frozenset({".doc", ".wps"}))
RTF: Final = FileKind("RTF", "application/rtf", frozenset({".rtf"}), container=False)
ODF: Final = FileKind("OpenDocument", "application/vnd.oasis.opendocument", frozenset({".odt", ".ods"}))
PPTX: Final = FileKind(
    "PPTX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    frozenset({".pptx"}),
    "format_unsupported",
)
XLSB: Final = FileKind("XLSB", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", frozenset({".xlsb"}))
OFFICE_XML: Final = FileKind("Office 2003 XML", "application/xml", frozenset(), container=False)
WEB_ARCHIVE: Final = FileKind(
    "MHTML", "multipart/related", frozenset({".mht", ".mhtml"}), "format_unsupported", container=False
)
OLD_OFFICE: Final = FileKind("OLE2", "application/x-ole-storage", frozenset({".ppt", ".dps"}), "format_unsupported")
PICTURE: Final = FileKind(
    "图片",
    "image/*",
    frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"}),
)
LOCKED_OFFICE: Final = FileKind("加密的 Office 文件", "application/x-ole-storage", frozenset(), "encrypted")
ARCHIVE: Final = FileKind("压缩包", "application/octet-stream", frozenset({".zip", ".rar", ".7z"}), "unknown_format")
UNKNOWN: Final = FileKind("", "application/octet-stream", frozenset(), "unknown_format", container=False)

KINDS: Final[tuple[FileKind, ...]] = (
    PDF, DOCX, XLSX, XLS, HTML, TEXT, OFD, DOC, RTF, ODF, PPTX, XLSB, OFFICE_XML, WEB_ARCHIVE, OLD_OFFICE,
    PICTURE, LOCKED_OFFICE, ARCHIVE, UNKNOWN,
)  # fmt: skip


def promised_kind(extension: str) -> FileKind | None:
    """The kind that a file name's `extension` (with its dot, any case) promises; None where it promises nothing."""
    wanted = extension.lower()
    return next((kind for kind in KINDS if wanted in kind.extensions), None)
