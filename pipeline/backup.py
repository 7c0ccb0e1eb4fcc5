"""Backups: a folder with the whole store as one SQLite file and the originals, from and into stores of either kind."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import identity
from pipeline.originals import Originals, originals_of
from pipeline.private_places import private_folder
from pipeline.store.connection import Store, open_store
from pipeline.store.copying import CopiedTable, CopyRefused, copy_store, require_room
from pipeline.store.filling import store_to_fill
from pipeline.summary import Progress, silent
from pipeline.whole_file import remove_abandoned, unfinished_name

_STORE: Final = "hedui.db"
_ORIGINALS: Final = "originals"


@dataclass(frozen=True)
class Moved:
    """What was copied: the tables, and how many originals."""

    tables: tuple[CopiedTable, ...]
    originals: int


def back_up(store: Store, folder: Path, progress: Progress = silent) -> Moved:
    """Write the store and its originals into `folder`, which must be missing or empty. While a run is under way the
    backup holds what had been finished. Raises CopyRefused, DiskFull, StoreUnavailable."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CopyRefused(f"备份位置 {folder} 已有内容，没有动它。", "换一个新的文件夹名。")
    remove_abandoned(folder.parent)
    unfinished = folder.with_name(unfinished_name())
    try:
        private_folder(unfinished)
        copy = open_store(f"sqlite:///{(unfinished / _STORE).resolve()}")
        try:
            tables = copy_store(store, copy, progress=progress)
        finally:
            copy.close()
        count = copy_originals(originals_of(store), Originals((unfinished / _ORIGINALS).resolve()), progress)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Moved(tuple(tables), count)


def restore(folder: Path, url: str, replace: bool = False, progress: Progress = silent) -> Moved:
    """Bring a backup into the store at the address, which must be empty unless it is to be replaced as a whole; if
    anything fails, the store is as it was. Raises CopyRefused, StoreBusy, DiskFull, StoreUnavailable."""
    with closing(open_store(f"sqlite:///{_store_in(folder).resolve()}")) as saved:
        return _fill(saved, Originals((folder / _ORIGINALS).resolve()), url, replace, progress)


def copy_to(source: Store, url: str, replace: bool = False, progress: Progress = silent) -> Moved:
    """Copy a store and its originals into the store at the address, as `restore` does."""
    return _fill(source, originals_of(source), url, replace, progress)


def _fill(source: Store, originals: Originals, url: str, replace: bool, progress: Progress) -> Moved:
    with store_to_fill(url) as target:
        require_room(source, target, replace)
        # The tables last: a store that holds anything has all that belongs to it.
        count = copy_originals(originals, originals_of(target), progress)
        return Moved(tuple(copy_store(source, target, replace, progress)), count)


def _store_in(folder: Path) -> Path:
    """The store in a backup. Raises CopyRefused if `folder` is none."""
    file = folder / _STORE
    if not file.is_file():
        raise CopyRefused(f"{folder} 里没有备份（缺少 {_STORE}）。", "给出 hedui store backup 写出的文件夹。")
    return file


def copy_originals(source: Originals, target: Originals, progress: Progress = silent) -> int:
    """Copy what the other archive lacks and return how many files; each is verified by its SHA-256.

    Raises CopyRefused if a file is not what its name says, DiskFull, StoreUnavailable.
    """
    if source.folder is None or target.folder is None or not source.folder.is_dir():
        return 0
    if target.folder.exists() and source.folder.samefile(target.folder):
        return 0
    count = 0
    files = sorted(file for file in source.folder.glob("??/*") if not file.name.startswith("."))
    for done, file in enumerate(files, start=1):
        sha256 = file.name.partition(".")[0]
        if identity.file_sha256(file) != sha256:
            raise CopyRefused(f"存档的原件 {file} 已损坏（内容与编号不符）。", "从备份或报送单位取回该文件后重试。")
        count += target.keep(file, sha256, file.name) is not None
        progress("originals", done, len(files), "")
    return count
