"""Finds the file that a report was read from, for those who want to look at it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from sqlalchemy import select

from pipeline import identity
from pipeline.intake.inbox import readable_name
from pipeline.originals import kept_file
from pipeline.store.connection import Store
from pipeline.store.contract import Row
from pipeline.store.report_models import InboxFile
from rules.errors import HeduiError


class SourceGone(HeduiError):
    """The file that a report was read from is not there any more, has changed, or cannot be read: exit code 14."""

    exit_code = 14


def source_file(store: Store, source_name: str, sha256: str) -> Path:
    """Where the bytes with this hash lie now: in any inbox and under any of their names, else in the archive of
    originals. Raises SourceGone."""
    with store.reading() as connection:
        known = connection.execute(
            select(InboxFile.inbox, InboxFile.source_name)
            .where(InboxFile.sha256 == sha256)
            .order_by(InboxFile.inbox, InboxFile.source_name)
        ).all()
    found = (partial(_at, Path(inbox), name) for inbox, name in known)
    for place in (*found, partial(kept_file, store, sha256)):
        # A place that this person may not look into, or a disk that is not there now, holds nothing for them.
        with suppress(OSError):
            if (path := place()) is not None and identity.file_sha256(path) == sha256:
                return path
    raise SourceGone(
        f"找不到原文件 {source_name}，或者它已经改过，无法画出位置。",
        "把原文件放回收件文件夹后重试，或运行 hedui run 读入改过的文件。",
    )


def find_source(store: Store, report: Row) -> Path | None:
    """The file that the report was read from, or None if its bytes are nowhere any more."""
    try:
        return source_file(store, report["source_name"], report["sha256"])
    except SourceGone:
        return None


def _at(inbox: Path, name: str) -> Path | None:
    path = inbox / name
    if path.is_file():
        return path
    # The name may be a readable form of bytes that are no UTF-8.
    folder = inbox
    for part in name.split("/"):
        found = next((each for each in _listed(folder) if readable_name(Path(each.name)) == part), None)
        if found is None:
            return None
        folder = found
    return folder if folder.is_file() else None


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
