"""ZIP archives in an inbox: their members are files of the inbox as if the archive were a folder."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from extractors.errors import Unreadable
from extractors.readers.file_kind import ARCHIVE
from extractors.readers.limits import MAX_FILE_BYTES, MAX_MEMBERS
from extractors.readers.sniff import sniff
from extractors.readers.zip_damage import BROKEN, damage_refused
from extractors.readers.zip_opening import UNPACKED_IN_PIECES, opened_zip

MAX_UNPACKED_BYTES: Final = 2 * 1024**3
"""All members of an archive together, those of archives in it too; each is bounded as any file of the inbox."""

_MAX_DEPTH: Final = 3
_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 16 << 20
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `name` as a path with slashes, `places` its position in the archive and, for one in an
    archive within it, in that, and so on. One that cannot be unpacked has no `sha256` but a reason (`refused`)."""

    name: str
    places: tuple[int, ...]
    sha256: str | None
    refused: Unreadable | None = None


class _Room:
    """How much may still be unpacked from an archive, with what lies in the archives in it."""

    def __init__(self) -> None:
        self._files = MAX_MEMBERS
        self._bytes = MAX_UNPACKED_BYTES

    def take(self, files: int, size: int) -> None:
        """Raises Unreadable if there is no room for so many."""
        if files > self._files:
            raise Unreadable("too_large", f"压缩包内有 {files} 个文件")
        if size > self._bytes:
            raise Unreadable("too_large", f"压缩包解压后约 {size // 1024**2} MB")
        self._files -= files
        self._bytes -= size


def is_archive(path: Path) -> bool:
    """Whether the file is a ZIP archive of files, told by its content: DOCX, XLSX and OFD are ZIP containers too."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        return sniff(path) is ARCHIVE and zipfile.is_zipfile(path)
    except (Unreadable, OSError, *BROKEN):
        return False  # the reader says what is wrong with it


def members(path: Path) -> tuple[Member, ...]:
    """The files in the archive, in its order, each unpacked once for its hash (nothing is written).

    Raises Unreadable for an archive that cannot be opened or holds more than it may.
    """
    with damage_refused("压缩包结构不完整"), opened_zip(path) as archive:
        return tuple(_members(archive, (), _Room()))


def unpack(path: Path, places: tuple[int, ...], target: Path) -> None:
    """Write the member at `places` of the archive to `target`.

    Raises Unreadable if the archive is not any more what it was, OSError as it comes.
    """
    with damage_refused("压缩包结构不完整"), opened_zip(path) as archive, target.open("wb") as file:
        _unpack(archive, places, file)


def _unpack(archive: zipfile.ZipFile, places: tuple[int, ...], target: IO[bytes]) -> None:
    with archive.open(archive.infolist()[places[0]]) as packed:
        if len(places) == 1:
            while chunk := packed.read(_CHUNK):
                target.write(chunk)
            return
        with _spooled(packed) as inner, opened_zip(inner) as deeper:
            _unpack(deeper, places[1:], target)


def _members(archive: zipfile.ZipFile, within: tuple[int, ...], room: _Room) -> Iterator[Member]:
    listed = [info for info in archive.infolist() if not info.is_dir()]
    room.take(len(listed), sum(info.file_size for info in listed))
    for place, info in enumerate(archive.infolist()):
        if not info.is_dir():
            yield from _member(archive, info, (*within, place), room)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, places: tuple[int, ...], room: _Room) -> Iterator[Member]:
    name = member_name(info)
    if info.flag_bits & _ENCRYPTED:
        yield Member(name, places, None, Unreadable("encrypted", "在压缩包里"))
    elif info.compress_type not in UNPACKED_IN_PIECES:
        yield Member(name, places, None, Unreadable("format_unsupported", "压缩方法少见，请用一般的 ZIP 方法重新压缩"))
    elif info.file_size > MAX_FILE_BYTES:
        yield Member(name, places, None, Unreadable("too_large", f"解压后约 {info.file_size // 1024**2} MB"))
    else:
        try:
            with damage_refused("解压失败"), archive.open(info) as packed, _spooled(packed) as content:
                if name.lower().endswith(".zip") and zipfile.is_zipfile(content):
                    if len(places) == _MAX_DEPTH:
                        raise Unreadable("too_large", f"压缩包套压缩包超过 {_MAX_DEPTH} 层")
                    with opened_zip(content) as deeper:
                        inner = tuple(_members(deeper, places, room))
                    yield from (Member(f"{name}/{one.name}", one.places, one.sha256, one.refused) for one in inner)
                    return
                content.seek(0)
                yield Member(name, places, hashlib.file_digest(content, "sha256").hexdigest())
        except Unreadable as error:
            yield Member(name, places, None, error)


def _spooled(packed: IO[bytes]) -> tempfile.SpooledTemporaryFile[bytes]:
    """All of a member in memory, or on disk where it is large: an archive within an archive must be sought in."""
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    while chunk := packed.read(_CHUNK):
        content.write(chunk)
    content.seek(0)
    return content


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's path with slashes. A name that does not say that it is UTF-8 is read as UTF-8 if it can be that,
    else as GB18030: archives packed on Chinese Windows carry such names. Steps out of the archive (`..`, a leading
    slash, a drive) are left out."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")  # what the library decoded it from
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    # Only now: the second byte of a GBK character may be a backslash.
    parts = [part.strip() for part in name.replace("\\", "/").replace("\0", "").split("/")]
    kept = [part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return "/".join(kept) or f"未命名{info.header_offset}"
