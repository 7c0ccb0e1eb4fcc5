"""An inbox on another machine, given by its address: fetched into a folder beside the store, only what has changed.

All protocols are fsspec's (sftp, smb, s3 and others); it is loaded only for an address.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sqlalchemy import URL

from pipeline import identity
from pipeline.intake.fetched_files import FetchedFiles, state_of
from pipeline.intake.inbox import InboxMissing, is_ignored_folder, is_passing
from pipeline.private_places import private_folder
from pipeline.store.connection import shown_address, store_address
from pipeline.store.runs import lock_file
from pipeline.store.store_file import store_file
from pipeline.whole_file import unfinished_file
from rules.errors import DiskFull, HeduiError
from rules.system_reasons import no_room, system_reason

FETCHED_SETTING: Final = "HEDUI_FETCHED"
"""Environment: the folder for what is fetched. Default: `fetched` beside the store."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"(://[^/@:\[]*):(?:[^/]*@|(?!\d+/).*@)")
"""Up to the last @ before the path, for a password may hold one, else up to any @: it may hold a slash, too."""

_MOST_FILES: Final = 200_000
_LARGEST: Final = 512 << 20
"""Bytes of a file; no reader takes more."""
_DEEPEST: Final = 64
_CHUNK: Final = 1 << 20

_PACKAGES: Final = {
    "sftp": "paramiko",
    "ssh": "paramiko",
    "smb": "smbprotocol",
    "s3": "s3fs",
    "s3a": "s3fs",
    "oss": "ossfs",
    "http": "aiohttp",
    "https": "aiohttp",
    "webdav": "webdav4",
    "hdfs": "pyarrow",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The folder that stands for an inbox, and in Chinese what of it was not fetched."""

    folder: Path
    warnings: tuple[str, ...] = ()


def as_given(inbox: Path | str) -> Path | str:
    """The folder, or the address if it is one of another machine."""
    if isinstance(inbox, Path) or not _ADDRESS.match(inbox):
        return Path(inbox)
    parts = urlsplit(inbox)
    return Path(url2pathname(parts.path)) if parts.scheme.lower() in {"file", "local"} else inbox


def inbox_name(inbox: Path | str) -> str:
    """What the store calls the inbox: its full path, or the address without a password."""
    given = as_given(inbox)
    return str(given.resolve()) if isinstance(given, Path) else shown(given)


def shown(address: str) -> str:
    """The address, or what a library says of it, without a password."""
    return _PASSWORD.sub(r"\1:***@", address).rstrip("/")


def fetched(inbox: Path | str, store_url: str) -> Fetched:
    """The inbox as a folder of this machine: itself, or what was fetched from its address just now.

    Names and folders are kept. What changed while it was fetched, may not be read or is larger than any reader takes
    is not there, and named. Raises InboxMissing where the address cannot be reached or is lost on the way (what was
    fetched by then stays and is not fetched again), DiskFull where there is no room, StoreBusy while another run
    fetches it.
    """
    address = as_given(inbox)
    if isinstance(address, Path):
        return Fetched(address)
    filesystem, root = _opened(address)
    folder = folder_of_fetched(store_address(store_url)).resolve() / identity.short_hash(shown(address))
    try:
        private_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        # The store's own lock is taken when it is known what to read; two that fetch would take each other's files.
        with lock_file(folder / "lock", shown_address(store_address(store_url))):
            return _mirrored(filesystem, root, folder)
    except HeduiError:
        raise
    except OSError as error:
        if no_room(error):
            raise DiskFull(f"取 {shown(address)} 的文件时磁盘空间已满。", "腾出磁盘空间后重新运行。") from error
        raise _lost(address, system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InboxMissing(
            f"收件地址 {shown(address)} 里有文件名不是 UTF-8 编码（多半是 GBK），取不到。",
            "在那台机器上把文件名转成 UTF-8（例如 convmv -f gbk -t utf-8 -r --notest 文件夹），"
            "或把它挂载成本机的文件夹，再给出那个文件夹。",
        ) from error
    except Exception as error:  # each protocol's library has errors of its own
        raise _lost(address, f"{type(error).__name__}：{error}") from error


def _mirrored(filesystem: Any, root: str, folder: Path) -> Fetched:
    warnings: list[str] = []
    kept = FetchedFiles(folder)
    try:
        found = dict(_listed(filesystem, root, warnings))
        kept.remove_all_but(found)
        for name, entry in found.items():
            if not kept.has(name, entry):
                _fetch(filesystem, name, entry, kept, warnings)
    finally:
        kept.note()
    return Fetched(kept.files, tuple(warnings))


def _opened(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    try:
        filesystem, root = url_to_fs(address)
        filesystem.invalidate_cache()
        there = filesystem.isdir(root)
    except ImportError as error:
        raise _lacking(address, error) from error
    except ValueError as error:
        # What the library says may be a piece of the password.
        why = f"：{error}" if shown(address) == address.rstrip("/") else ""
        raise InboxMissing(
            f"看不懂收件地址 {shown(address)}{why}。",
            "写成 sftp://用户@主机/文件夹 或 smb://主机/共享/文件夹 的样子。",
        ) from error
    except Exception as error:
        raise _lost(address, system_reason(error) if isinstance(error, OSError) else str(error)) from error
    if not there:
        raise InboxMissing(f"收件地址 {shown(address)} 不存在，或不是文件夹。", "检查地址和权限后重新运行。")
    return filesystem, str(root)


def require_package(address: str) -> None:
    """Pass if what reaches such an address is installed; nothing is asked of it. Raises InboxMissing."""
    from fsspec import get_filesystem_class

    try:
        get_filesystem_class(urlsplit(address).scheme.lower())
    except ImportError as error:
        raise _lacking(address, error) from error
    except ValueError as error:
        raise InboxMissing(f"看不懂收件地址 {shown(address)}。", "写成 sftp://用户@主机/文件夹 的样子。") from error


def _lacking(address: str, error: ImportError) -> InboxMissing:
    protocol = urlsplit(address).scheme.lower()
    package = _PACKAGES.get(protocol)
    remedy = f"运行 .venv/bin/pip install {package}" if package else f"安装它所需的 Python 包（{error}）"
    return InboxMissing(f"收件地址 {shown(address)} 用的 {protocol} 协议还缺少程序包。", f"{remedy}。")


def _lost(address: str, why: str) -> InboxMissing:
    return InboxMissing(
        f"收件地址 {shown(address)} 连不上，或中途断开：{shown(why)}", "检查网络、地址和权限后重新运行，会接着取。"
    )


def _listed(filesystem: Any, root: str, warnings: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files below the root by their path there, in order, without what programs at work put there."""

    begun = False

    def refused(error: OSError) -> None:
        if not begun:  # the inbox itself: it is not empty, it cannot be seen
            raise error
        if isinstance(error, PermissionError):
            warnings.append(f"收件地址中有文件夹没有权限打开，其中的文件未读：{shown(str(error))}")
        elif not isinstance(error, FileNotFoundError):  # that one has gone between two listings
            raise error

    count = 0
    for folder, folders, files in filesystem.walk(root, maxdepth=_DEEPEST, on_error=refused, detail=True):
        begun = True
        for name in [name for name in folders if is_ignored_folder(name)]:
            del folders[name]
        below = str(folder).removeprefix(root).strip("/")
        for name in sorted(files):
            path = f"{below}/{name}" if below else name
            if is_passing(name) or not name:
                continue
            if files[name].get("type") not in {"file", None} or not _plain(path):
                warnings.append(f"{path} 不是普通文件，未读。")
                continue
            count += 1
            if count > _MOST_FILES:
                raise InboxMissing(f"收件地址中的文件超过 {_MOST_FILES} 个。", "请给出其中放报告的文件夹。")
            yield path, files[name]


def _plain(path: str) -> bool:
    """Whether the path stays below the folder that it is put into; names in object stores may be anything."""
    return all(part not in {"", ".", ".."} and "\\" not in part and "\0" not in part for part in path.split("/"))


def _fetch(filesystem: Any, name: str, entry: dict[str, Any], kept: FetchedFiles, warnings: list[str]) -> None:
    place, there = kept.files / name, entry["name"]
    too_large = f"{name} 超过 {_LARGEST >> 20} MB，未读。"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        kept.drop(name)
        if (entry.get("size") or 0) > _LARGEST:
            warnings.append(too_large)
            return
        unfinished = unfinished_file(place.parent)
        target = unfinished.open("wb")
    except OSError as error:  # a name that this machine's disk does not take
        if no_room(error):
            raise
        warnings.append(f"{name} 存不下来（{system_reason(error)}），未读。")
        return
    try:
        with target:
            before = filesystem.info(there)
            with filesystem.open(there, "rb") as source:
                size = _copied(source, target)
        if size > _LARGEST:
            warnings.append(too_large)
            return
        filesystem.invalidate_cache()
        after = filesystem.info(there)
        if state_of(before) != state_of(after) or after.get("size") not in {None, size}:
            warnings.append(f"{name} 正在写入，留待下次运行。")
        else:
            kept.put(name, entry, unfinished)
    except PermissionError:
        warnings.append(f"{name} 没有权限，未读。")
    except FileNotFoundError:
        pass  # it was moved away between listing and fetching
    except OSError as error:
        if no_room(error) or isinstance(error, (ConnectionError, TimeoutError)) or not _tells_of(filesystem, there):
            raise
        warnings.append(f"{name} 读不出来（{system_reason(error)}），留待下次运行。")
    finally:
        unfinished.unlink(missing_ok=True)


def _tells_of(filesystem: Any, there: str) -> bool:
    """Whether the server still answers: then a file that it does not give is held by another program."""
    try:
        filesystem.invalidate_cache()
        filesystem.info(there)
    except Exception:  # each protocol's library has errors of its own
        return False
    return True


def _copied(source: IO[bytes], target: IO[bytes]) -> int:
    """How many bytes were copied: hardly more than any reader takes, however much the server goes on to send."""
    size = 0
    while size <= _LARGEST and (chunk := source.read(_CHUNK)):
        size += target.write(chunk)
    return size


def folder_of_fetched(address: URL, environment: Mapping[str, str] = os.environ) -> Path:
    """Where what is fetched for the store at the address lies: beside its file, else where the curated tables lie."""
    if given := environment.get(FETCHED_SETTING, "").strip():
        return Path(given)
    file = store_file(address)
    return Path("data/curated/fetched") if file is None else file.resolve().parent / "fetched"
