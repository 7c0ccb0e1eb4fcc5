"""Keeps the connections of a SQLite store to the file that lies at its address now.

A program that stays open for days keeps its connections. Once the file is deleted, or a backup is put in its place,
what is written through an old connection goes into a file that nobody will ever see again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.store.errors import StoreUnavailable

_KNOWN_AS: Final = "hedui_file"


def keep_to_file(engine: Engine, file: Path, shown_url: str) -> None:
    """Whoever takes a connection gets one to the file that is there: to one put in its place a new one is opened.

    Where there is none any more, StoreUnavailable is raised, and no empty one made.
    """

    def opening(*_: object) -> None:
        _identity(file, shown_url)

    def opened(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_KNOWN_AS] = _identity(file, shown_url)

    def taken(_connection: object, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        if entry.info.setdefault(_KNOWN_AS, found := _identity(file, shown_url)) != found:
            raise DisconnectionError("another file lies where that of the connection was")

    event.listen(engine, "do_connect", opening)
    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", taken)


def _identity(file: Path, shown_url: str) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise StoreUnavailable(
            f"数据库 {shown_url} 不在原来的位置了：被删除、改名或移走了。没有写入任何内容。",
            "把它放回原处，或从备份恢复（hedui store restore）；放回后不用重新打开工作台。",
        ) from error
    return found.st_dev, found.st_ino
