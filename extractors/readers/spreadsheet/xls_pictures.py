"""How many pictures the visible sheets of an XLS workbook show; what they show is read once LibreOffice has it anew."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import olefile

_BEGIN, _END, _SHEET, _OBJECT = 0x0809, 0x000A, 0x0085, 0x005D
"""Records: a part begins or ends, a sheet and where its part begins, a drawn object."""

_COMMON: Final = 0x0015
"""What an object says of itself first: its type."""

_PICTURE: Final = 8
_STREAMS: Final = ("Workbook", "Book")


def pictures_on_sheets(path: Path) -> int:
    """The pictures on the visible sheets of the workbook; those behind a place where its records are spoilt are not
    counted."""
    content = _workbook(path)
    shown: set[int] = set()
    depth, counted, count = 0, False, 0
    for at, kind, body in _records(content):
        if kind == _SHEET and len(body) >= 6:
            start, state = struct.unpack_from("<IB", body)
            if not state & 3:
                shown.add(start)
        elif kind == _BEGIN:
            counted = at in shown if depth == 0 else counted
            depth += 1
        elif kind == _END:
            depth -= 1
        elif kind == _OBJECT and counted and len(body) >= 6:
            first, _, what = struct.unpack_from("<HHH", body)
            count += first == _COMMON and what == _PICTURE
    return count


def _workbook(path: Path) -> bytes:
    """The records of the workbook, which may also stand in the file by themselves."""
    content = path.read_bytes()
    if not content.startswith(olefile.MAGIC):
        return content
    try:
        with olefile.OleFileIO(content) as file:
            found = next((path for path in file.listdir() if str(path[-1]) in _STREAMS), None)
            return file.openstream(found).read() if found else b""
    except (OSError, ValueError, IndexError, struct.error):
        return b""


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and body of each record, up to the end or to what is none."""
    at = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        if at + 4 + length > len(content):
            return
        yield at, kind, content[at + 4 : at + 4 + length]
        at += 4 + length
