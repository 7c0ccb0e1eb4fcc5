"""Opens a SQLite store that may only be read: on a disk or in a folder that this person cannot write to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine

from pipeline.store.errors import StoreBusy, StoreUnavailable
from pipeline.store.store_file import store_file
from rules.system_reasons import system_reason


@contextmanager
def unchanged(file: Path | None, shown_url: str) -> Iterator[None]:
    """Raise StoreBusy if the file of an unwritable store was written by somebody else meanwhile: where it is read
    without the locks that SQLite keeps beside its log, what has been read may be of two states. None: no such store."""
    if file is None or _has_log(file):
        yield
        return
    before = _stamp(file)
    try:
        yield
    finally:
        if _stamp(file) != before:
            raise StoreBusy(f"读取 {shown_url} 时，别的程序正在写它。", "等它写完后重试。")


def is_unwritable(address: URL, shown_url: str) -> bool:
    """Whether the address is that of a SQLite file which is there but cannot be written to. Raises StoreUnavailable if
    this person may not even look there."""
    if store_file(address) is None:
        return False
    try:
        file = file_of(address)
        return file.is_file() and not (may_write(file) and may_write(file.parent))
    except OSError as error:
        raise StoreUnavailable(
            f"数据库 {shown_url} 看不到：{system_reason(error)}。", "检查路径，以及各级文件夹的权限。"
        ) from error


def file_of(address: URL) -> Path:
    """The file of a SQLite store."""
    return Path(str(address.database)).resolve()


def engine_without_writing(address: URL, shown_url: str) -> Engine:
    """Reads the file at the address as it lies there. Raises StoreUnavailable where the file alone does not hold all
    that was written."""
    file = file_of(address)
    place = f"{file.as_uri()}?mode=ro"
    if not _has_log(file):
        place += "&immutable=1"
    elif not Path(f"{file}-shm").exists():
        raise StoreUnavailable(
            f"数据库 {shown_url} 还有未并入的日志（{file.name}-wal），在只能读的位置合并不了。",
            "请有写权限的人运行一次 hedui store check，之后再读。",
        )

    return create_engine(address, creator=partial(connected, place))


def connected(place: str) -> sqlite3.Connection:
    """A connection to the file at a URI of SQLite's own, which says how it may be read."""
    return sqlite3.connect(place, uri=True, timeout=30, isolation_level=None)


def _has_log(file: Path) -> bool:
    log = Path(f"{file}-wal")
    return log.exists() and log.stat().st_size > 0


def may_write(path: Path) -> bool:
    """Whether this person may write there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _stamp(file: Path) -> tuple[Any, ...]:
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
