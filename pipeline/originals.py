"""The archive of originals: every file that was taken in, kept under its SHA-256, for inboxes get emptied."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, bindparam, select, update

from pipeline import identity
from pipeline.private_places import private_folder
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.errors import StoreUnavailable
from pipeline.store.finding_models import CLOSED
from pipeline.store.store_file import store_file
from pipeline.summary import Progress, silent
from pipeline.whole_file import whole_file
from rules.errors import DiskFull, HeduiError, SettingMistake
from rules.system_reasons import no_room, system_reason

FOLDER_SETTING: Final = "HEDUI_ORIGINALS"
"""Environment: the folder of the archive, or `off` to keep none. Default: `originals` beside the store."""

DAYS_SETTING: Final = "HEDUI_ORIGINALS_DAYS"
"""Environment: for how many days originals are kept. Default: for ever."""

_MOST_DAYS: Final = 100_000
_CHUNK: Final = 1 << 20
_LONGEST_ENDING: Final = 16
_BESIDE_A_SERVER: Final = Path("data/curated/originals")
"""Where originals of a store lie that is no file."""

_NOTED: Final = select(table_named("originals").c.removed_at).where(
    table_named("originals").c.sha256 == bindparam("content")
)


@dataclass(frozen=True)
class Originals:
    """The archive: `folder` is None where none is kept, `days` None where they are kept for ever."""

    folder: Path | None
    days: int | None = None

    def place(self, sha256: str, source_name: str) -> Path | None:
        """Where a file of that content and name lies, or would lie; None without an archive."""
        if self.folder is None:
            return None
        return self.folder / sha256[:2] / f"{sha256}{plain_ending(source_name)}"

    def keep(self, path: Path, sha256: str, source_name: str) -> int | None:
        """Copy the file into the archive unless it is there, and return its size in bytes; None if it is not kept,
        because there is no archive, or the file has changed or gone since it was hashed. Raises DiskFull,
        StoreUnavailable."""
        place = self.place(sha256, source_name)
        if place is None:
            return None
        try:
            if place.is_file():
                return place.stat().st_size
            private_folder(self.folder or place.parent)
            place.parent.mkdir(exist_ok=True)
            with whole_file(place) as unfinished:
                if _copy(path, unfinished) != sha256:
                    unfinished.unlink(missing_ok=True)
            return place.stat().st_size if place.is_file() else None
        except OSError as error:
            raise _cannot_keep(place.parent.parent, error) from error


def plain_ending(source_name: str) -> str:
    """The ending of a name that came from outside, with its dot, so that programs know how to open the file; empty
    unless it is short and nothing but letters and digits."""
    ending = Path(source_name).suffix.lower()
    plain = ending[1:].isalnum() and ending.isascii() and len(ending) <= _LONGEST_ENDING
    return ending if plain else ""


def originals_of(store: Store, environment: Mapping[str, str] = os.environ) -> Originals:
    """The archive that goes with the store, by the settings. Raises SettingMistake."""
    days = environment.get(DAYS_SETTING, "").strip()
    if days and not (days.isascii() and days.isdigit() and 0 < int(days) <= _MOST_DAYS):
        raise SettingMistake(
            f"环境变量 {DAYS_SETTING} 应是天数，现在是 {days!r}。",
            f"改成 1 到 {_MOST_DAYS} 的整数，或删去它（一直保存）。",
        )
    kept_for = int(days) if days else None
    return Originals(folder_of_originals(store.engine.url, environment), kept_for)


def folder_of_originals(address: URL, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where the archive of the store at the address lies, or would lie; None where none is kept."""
    given = environment.get(FOLDER_SETTING, "").strip()
    if given:
        return None if given.lower() == "off" else Path(given)
    if address.get_backend_name() != "sqlite":
        return _BESIDE_A_SERVER
    file = store_file(address)
    return None if file is None else file.parent / "originals"


def note_original(connection: Connection, sha256: str, source_name: str, size: int) -> None:
    """Write down that the file is in the archive; what is written already stays."""
    originals = table_named("originals")
    known = connection.execute(_NOTED, {"content": sha256}).first()
    if known is None:
        row = {"sha256": sha256, "source_name": source_name, "size": size, "kept_at": datetime.now(UTC)}
        insert_rows(connection, originals, [row])
    elif known.removed_at is not None:
        values: dict[str, Any] = {"source_name": source_name, "kept_at": datetime.now(UTC), "removed_at": None}
        connection.execute(update(originals).where(originals.c.sha256 == sha256).values(**values))


def kept_file(store: Store, sha256: str) -> Path | None:
    """Where a file of that content lies in the archive of the store; None if it is not there."""
    originals = table_named("originals")
    with store.reading() as connection:
        kept = connection.execute(select(originals.c.source_name).where(originals.c.sha256 == sha256)).first()
    place = originals_of(store).place(sha256, kept.source_name) if kept else None
    return place if place is not None and place.is_file() else None


def archive_problems(
    store: Store, archive: Originals, contents: bool = False, progress: Progress = silent
) -> list[str]:
    """What is wrong with the archive, a Chinese sentence each: files that should be there and are not or, where
    `contents` are asked for, are not what their name says."""
    if archive.folder is None:
        return []
    originals = table_named("originals")
    with store.reading() as connection:
        rows = connection.execute(
            select(originals.c.sha256, originals.c.source_name)
            .where(originals.c.removed_at.is_(None))
            .order_by(originals.c.sha256)
        ).all()
    problems = []
    for done, row in enumerate(rows, start=1):
        if contents:
            progress("originals", done, len(rows), row.source_name)
        place = archive.place(row.sha256, row.source_name)
        assert place is not None  # there is an archive
        try:
            if not place.is_file():
                problems.append(f"存档里缺少原件 {row.source_name}（{row.sha256[:16]}）。")
            elif contents and identity.file_sha256(place) != row.sha256:
                problems.append(f"存档的原件 {row.source_name} 内容已变（{place}）。")
        except OSError as error:
            problems.append(f"存档的原件 {row.source_name} 看不到：{system_reason(error)}（{place}）。")
    return problems


def remove_expired(store: Store, archive: Originals) -> int:
    """Remove originals that have been kept longer than the setting says, and return how many; those stay that a
    finding that is still open rests on."""
    if archive.folder is None or archive.days is None:
        return 0
    originals, reports, findings = table_named("originals"), table_named("reports"), table_named("findings")
    before = datetime.now(UTC) - timedelta(days=archive.days)
    with store.writing() as connection:
        cited = {
            report_id
            for report_ids in connection.execute(
                select(findings.c.report_ids).where(findings.c.status.not_in(sorted(CLOSED)))
            ).scalars()
            for report_id in report_ids
        }
        old = connection.execute(
            select(originals.c.sha256, originals.c.source_name, reports.c.report_id)
            .outerjoin(reports, reports.c.sha256 == originals.c.sha256)
            .where(originals.c.kept_at < before, originals.c.removed_at.is_(None))
        ).all()
        expired = [row for row in old if row.report_id not in cited]
        for row in expired:
            place = archive.place(row.sha256, row.source_name)
            assert place is not None  # there is an archive
            try:
                place.unlink(missing_ok=True)
            except OSError as error:
                raise _cannot_keep(archive.folder, error) from error
            connection.execute(
                update(originals).where(originals.c.sha256 == row.sha256).values(removed_at=datetime.now(UTC))
            )
    return len(expired)


def _copy(path: Path, target: Path) -> str:
    """Copy the bytes and return the SHA-256 of what was copied; empty if the file has gone."""
    digest = hashlib.sha256()
    try:
        source = path.open("rb")
    except (FileNotFoundError, PermissionError):
        return ""
    with source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _cannot_keep(folder: Path, error: OSError) -> HeduiError:
    if no_room(error):
        return DiskFull(f"往原件存档 {folder} 里写文件时磁盘空间已满。", "腾出磁盘空间后重新运行，会接着做完。")
    return StoreUnavailable(
        f"写不了原件存档 {folder}：{system_reason(error)}",
        f"检查该文件夹的权限，或用环境变量 {FOLDER_SETTING} 另指定一个（off 为不存档）。",
    )
