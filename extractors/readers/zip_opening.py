"""Opens zip containers without taking into memory what no honest one holds: a table of contents without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from extractors.errors import Unreadable

_MOST_AT_ONCE: Final = 8 << 20
"""Bytes that are read at once; the library reads the table of contents so. One of MAX_MEMBERS with long names has six
million; the shortest entries make some twenty times as much of them in memory."""

UNPACKED_IN_PIECES: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The ways of packing that programs use, of which the library gives what is asked for. Of the others it unpacks at once
all that it reads, whatever size the container states: a hundred bytes of bzip2 may hold a hundred megabytes."""


@contextmanager
def opened_zip(file: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The container at a path, or in an open file, which stays open.

    Raises Unreadable for a table of contents that is too large, OSError and what the library raises as they come.
    """
    if isinstance(file, Path):
        with file.open("rb") as opened, opened_zip(opened) as container:
            yield container
        return
    with zipfile.ZipFile(_Sparing(file)) as container:
        yield container


class _Sparing:
    """A file of which not too much is read at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        here = self._file.tell()
        left = self._file.seek(0, io.SEEK_END) - here
        self._file.seek(here)
        if (left if size < 0 else min(size, left)) > _MOST_AT_ONCE:
            raise Unreadable("too_large", "压缩包的目录太大")
        return self._file.read(size)
