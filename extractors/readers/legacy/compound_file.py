"""Compound files (OLE2): the streams of one, and a plain new one made of streams."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from typing import Final

import olefile

from extractors.errors import Unreadable

_SECTOR: Final = 512
_LEAST: Final = 4096
"""Bytes from which a stream stands in sectors of its own; shorter ones are filled up, so that none is shorter."""

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_HEADER_PLACES: Final = 109
"""Sectors of the allocation table that the header itself can name: enough for 7 MB."""


def streams(content: bytes) -> dict[str, bytes]:
    """The streams of the root storage by name. Raises Unreadable (damaged)."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            names = [path[0] for path in file.listdir(streams=True, storages=False) if len(path) == 1]
            return {name: file.openstream(name).read() for name in names}
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise Unreadable("damaged", "复合文档结构不完整") from error


def compound_file(parts: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams in its root storage; short ones are filled up with zeros.

    Raises Unreadable (too_large) for more than the simple form of the container holds.
    """
    names = sorted(parts, key=lambda name: (len(name), name.upper()))
    bodies = [_padded(parts[name].ljust(_LEAST, b"\0")) for name in names]
    directory_sectors = -(-(len(names) + 1) * 128 // _SECTOR)
    data_sectors = sum(len(body) // _SECTOR for body in bodies) + directory_sectors
    table_sectors = 1
    while table_sectors * (_SECTOR // 4) < data_sectors + table_sectors:
        table_sectors += 1
    if table_sectors > _HEADER_PLACES:
        raise Unreadable("too_large", "DOC 文件过大")
    table: list[int] = [_FAT] * table_sectors
    directory_start = len(table)
    table += _chain(directory_start, directory_sectors)
    starts = []
    for body in bodies:
        starts.append(len(table))
        table += _chain(len(table), len(body) // _SECTOR)
    table += [_FREE] * (table_sectors * (_SECTOR // 4) - len(table))
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if names else _FREE)]
    for at, (name, start) in enumerate(zip(names, starts, strict=True), start=1):
        following = at + 1 if at < len(names) else _FREE
        entries.append(_entry(name, 2, start, max(_LEAST, len(parts[name])), right=following))
    header = struct.pack(
        "<8s16x5H6x3I4x5I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, table_sectors, directory_start,
        _LEAST, _END, 0, _END, 0,
    )  # fmt: skip
    places = [*range(table_sectors), *[_FREE] * (_HEADER_PLACES - table_sectors)]
    return b"".join(
        [
            header + struct.pack(f"<{_HEADER_PLACES}I", *places),
            struct.pack(f"<{len(table)}I", *table),
            _padded(b"".join(entries)),
            *bodies,
        ]
    )


def _padded(body: bytes) -> bytes:
    return body + bytes(-len(body) % _SECTOR)


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), _END]


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    chars = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIII", chars, len(chars) + 2, kind, 1, _FREE, right, child, start, size, 0)
