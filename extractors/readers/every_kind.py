"""All readers, one for each kind of file; `read_document` picks it by what the file is, not by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from extractors.document import Document
from extractors.errors import Unreadable
from extractors.readers.docx import pictures_in_docx, read_docx
from extractors.readers.file_kind import (
    ARCHIVE,
    DOC,
    DOCX,
    HTML,
    OFD,
    PDF,
    PICTURE,
    TEXT,
    UNKNOWN,
    XLS,
    XLSX,
    FileKind,
    promised_kind,
)
from extractors.readers.html import pictures_in_html, read_html
from extractors.readers.legacy import LEGACY_KINDS, legacy_pictures, legacy_reader
from extractors.readers.limits import MAX_FILE_BYTES
from extractors.readers.ofd import read_ofd
from extractors.readers.pdf import read_pdf
from extractors.readers.pictured import pictured_page, with_pictures_read
from extractors.readers.plain_text import read_plain_text
from extractors.readers.scan import Raster, read_picture
from extractors.readers.sniff import sniff
from extractors.readers.spreadsheet import pictures_in_xlsx, read_xls, read_xlsx


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files of one kind; raises Unreadable for what cannot be read. `pictures` gives the pictures that a file
    without pages holds, in its order."""

    kind: FileKind
    read: Callable[[Path], Document]
    pictures: Callable[[Path], Iterator[bytes]] | None = None


READERS: Final[tuple[Reader, ...]] = (
    Reader(PDF, read_pdf),
    Reader(DOCX, read_docx, pictures_in_docx),
    Reader(XLSX, read_xlsx, pictures_in_xlsx),
    Reader(XLS, read_xls, legacy_pictures(XLS)),
    Reader(OFD, read_ofd),
    Reader(HTML, read_html, pictures_in_html),
    Reader(TEXT, read_plain_text),
    *(Reader(kind, legacy_reader(kind), legacy_pictures(kind)) for kind in LEGACY_KINDS),
    Reader(PICTURE, read_picture),
)


_SAVED_AS_WEB_PAGE: Final = frozenset({XLS, DOC})
"""Programs offer web pages for download under these names, and office programs open them without a word."""


def read_document(path: Path) -> Document:
    """The content of the file at `path`, read as what its bytes are.

    A warning says so where the file's extension promises another kind. Raises Unreadable, and nothing else, with
    the reason why a file cannot be read or holds nothing to check (neither a table nor a digit).
    """
    try:
        return _read(path)
    except Unreadable:
        raise
    except PermissionError as error:
        raise Unreadable("no_permission") from error
    except MemoryError as error:
        raise Unreadable("too_much_memory") from error
    except Exception as error:  # whatever a damaged file does to a library must not stop the other files
        raise Unreadable("reader_failed", type(error).__name__) from error


def _read(path: Path) -> Document:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise Unreadable("too_large", f"文件有 {size // 1024**2} MB")
    kind = _agreed_kind(sniff(path), path.suffix)
    reader = next((reader for reader in READERS if reader.kind is kind), None)
    if reader is None:
        raise Unreadable(kind.refusal or "format_unsupported", kind.name)
    document = reader.read(path)
    if reader.pictures is not None:
        document = with_pictures_read(document, partial(reader.pictures, path))
    if document.unread_pictures:
        warning = f"文件中有 {document.unread_pictures} 处图片，其中的内容未读取"
        document = replace(document, warnings=(*document.warnings, warning))
    if not document.says_something:
        raise Unreadable("nothing_to_read")
    promised = promised_kind(path.suffix)
    if promised is not None and promised is not kind:
        warning = f"扩展名为 {path.suffix}，内容是 {kind.name}，已按内容读取"
        document = replace(document, warnings=(*document.warnings, warning))
    return document


def page_within(path: Path, number: int) -> Raster | None:
    """The picture in a file without pages of its own that was read as page `number`. Raises Unreadable."""
    kind = _agreed_kind(sniff(path), path.suffix)
    pictures = next((reader.pictures for reader in READERS if reader.kind is kind), None)
    return pictured_page(pictures(path), number) if pictures is not None else None


def _agreed_kind(found: FileKind, extension: str) -> FileKind:
    """The kind to read a file as, given what its bytes are and what its name promises.

    Where both can be read the bytes decide. Plain bytes, text or an archive of other things under the name of a
    container are a spoilt file; a picture or a web page under such a name is a file with the wrong name (an error page
    saved as .pdf).
    """
    promised = promised_kind(extension)
    if promised is None or promised is found:
        return found
    if promised is HTML and found is TEXT:
        return HTML
    if promised.container and found in (TEXT, UNKNOWN, ARCHIVE):
        raise Unreadable("damaged", f"不是有效的 {promised.name} 文件")
    if promised.container and found is PICTURE and promised.refusal is None:
        raise Unreadable("wrong_extension", f"内容是图片，扩展名是 {extension}")
    if found is HTML and promised.container and promised not in _SAVED_AS_WEB_PAGE:
        raise Unreadable("wrong_extension", f"内容是网页，扩展名是 {extension}")
    return found
