"""Reads files of older office formats: LibreOffice makes DOCX or XLSX of them, which their readers then read."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from extractors.document import Document
from extractors.libreoffice import convert
from extractors.readers.docx import pictures_in_docx, read_docx
from extractors.readers.file_kind import DOC, ODF, OFFICE_XML, RTF, XLS, XLSB, FileKind
from extractors.readers.legacy.word97 import completed
from extractors.readers.spreadsheet import pictures_in_xlsx, read_xlsx
from extractors.readers.zip_damage import damage_refused

LEGACY_KINDS: Final[tuple[FileKind, ...]] = (DOC, RTF, ODF, OFFICE_XML, XLSB)

Target = Literal["docx", "xlsx"]


def legacy_reader(kind: FileKind) -> Callable[[Path], Document]:
    """The reader of files of that kind, one of LEGACY_KINDS.

    It raises Unreadable: format_unsupported where LibreOffice is not installed, encrypted, damaged, too_large.
    """

    def read(path: Path) -> Document:
        return read_legacy(path, kind)

    return read


def legacy_pictures(kind: FileKind) -> Callable[[Path], Iterator[bytes]]:
    """What gives the pictures in files of that kind, XLS among them, and raises as its reader does."""

    def pictures(path: Path) -> Iterator[bytes]:
        with _converted(path, kind) as (converted, target):
            yield from pictures_in_docx(converted) if target == "docx" else pictures_in_xlsx(converted)

    return pictures


def read_legacy(path: Path, kind: FileKind) -> Document:
    """The file at `path` as a Document; places are cells and paragraphs, as in the format that it was converted to."""
    with _converted(path, kind) as (converted, target):
        document = read_docx(converted) if target == "docx" else read_xlsx(converted)
    return replace(document, media_type=kind.media_type)


@contextmanager
def _converted(path: Path, kind: FileKind) -> Iterator[tuple[Path, Target]]:
    """The file made anew in a format that we read, while it is in use."""
    target = _target(path, kind)
    with TemporaryDirectory(prefix="hedui-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # The file's own name may be anything, also what reads as an option.
        source = folder / _neutral_name(kind, target)
        if kind is DOC:
            source.write_bytes(completed(path.read_bytes()))
        else:
            shutil.copyfile(path, source)
        yield convert(source, target, folder), target


def _target(path: Path, kind: FileKind) -> Target:
    if kind in (XLS, XLSB):
        return "xlsx"
    if kind is ODF:
        damage = damage_refused("压缩包结构不完整")
        with damage, zipfile.ZipFile(path) as package, package.open("mimetype") as stated:
            return "xlsx" if b"spreadsheet" in stated.read(64) else "docx"
    if kind is OFFICE_XML:
        with path.open("rb") as file:
            return "xlsx" if b"office:spreadsheet" in file.read(65536).replace(b"\0", b"") else "docx"
    return "docx"


def _neutral_name(kind: FileKind, target: Target) -> str:
    """A name by which LibreOffice knows the format again."""
    if kind is ODF:
        return "report.odt" if target == "docx" else "report.ods"
    if kind is OFFICE_XML:
        return "report.xml"
    return f"report.{kind.name.lower()}"
