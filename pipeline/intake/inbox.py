"""What lies in an inbox: every file that is a report to be read, in order, with its name and its content's hash.

An archive is a folder: each of its files is one of the inbox."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.errors import Unreadable
from pipeline import identity
from pipeline.coverage.owed_reports import OWED_NAMES
from pipeline.intake.archives import is_archive, members
from pipeline.intake.hints import MANIFEST_NAMES
from rules.errors import HeduiError
from rules.system_reasons import system_reason


class InboxMissing(HeduiError):
    """The inbox is no folder that can be read: exit code 5."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class FileInInbox:
    """`source_name` is the path below the inbox, with slashes; `sha256` is None if the file cannot be taken in, and
    `refused` says why. Of a file in an archive `path` is the archive's and `packed` the place in it."""

    path: Path
    source_name: str
    sha256: str | None
    refused: Unreadable | None = None
    packed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InboxListing:
    """The files by source name, and in Chinese what was seen but left alone."""

    files: tuple[FileInInbox, ...]
    warnings: tuple[str, ...]


_IGNORED_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", *MANIFEST_NAMES, *OWED_NAMES})
_PASSING_STARTS: Final = (".", "~$")
_PASSING_ENDS: Final = (".part", ".tmp", ".crdownload", ".download", ".filepart")


def list_inbox(inbox: Path, growing: Collection[str] = ()) -> InboxListing:
    """Every file of the inbox and its folders, hidden and half-copied ones left out, and those that are known to be
    `growing` (paths below the inbox as the system names them). Raises InboxMissing."""
    try:
        problem = "" if inbox.is_dir() else "不是文件夹" if inbox.exists() else "不存在"
    except OSError as error:
        problem = f"打不开：{system_reason(error)}"
    if problem:
        raise InboxMissing(f"收件文件夹 {inbox} {problem}。", "给出放有报告的文件夹，例如 hedui run data/raw。")
    root = inbox.resolve()
    warnings: list[str] = []
    some = any(True for _ in _entries(root))
    files = []
    for path in _walk(root, warnings):
        source_name = readable_name(path.relative_to(root))
        try:
            before = path.stat()
            if not stat.S_ISREG(before.st_mode):
                warnings.append(f"{source_name} 不是普通文件，未读。")
                continue
            still = os.fspath(path.relative_to(root)) in growing
            found = [] if still else _files_at(path, source_name)
            after = path.stat()
        except PermissionError:
            files.append(FileInInbox(path, source_name, None, Unreadable("no_permission")))
            continue
        except FileNotFoundError:
            continue  # it was moved away between listing and reading
        except OSError as error:
            warnings.append(f"{source_name} 读不出来（{system_reason(error)}），留待下次运行。")
            continue
        if still or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            warnings.append(f"{source_name} 正在写入，留待下次运行。")
            continue
        files += found
    if some:
        require_not_lost(root)
    return InboxListing(tuple(sorted(files, key=lambda file: file.source_name)), tuple(warnings))


def find_in_inbox(inbox: Path, source_name: str) -> FileInInbox | None:
    """The file that goes by this name in the inbox now; None where there is none, or nothing of it can be reached."""
    try:
        root = inbox.resolve(strict=True)
        for path in _named(root, source_name):
            if not path.is_file() or not path.resolve().is_relative_to(root):
                continue
            found = _files_at(path, readable_name(path.relative_to(root)))
            return next((file for file in found if file.source_name == source_name), None)
    except PermissionError:
        return FileInInbox(inbox / source_name, source_name, None, Unreadable("no_permission"))
    except (OSError, ValueError):  # gone, or no name that the system takes
        return None
    return None


def _named(root: Path, source_name: str) -> Iterator[Path]:
    """Where a file of that name may lie: as it stands, in an archive on the way, or under a name in an old encoding."""
    parts = source_name.split("/")
    for length in range(len(parts), 0, -1):
        yield root.joinpath(*parts[:length])
    with suppress(UnicodeEncodeError):
        yield root / os.fsdecode(source_name.encode("gb18030"))


def require_not_lost(inbox: Path) -> None:
    """Raise InboxMissing where there is no folder any more, or nothing in it: a network drive that is lost leaves
    an empty folder behind. For those who have seen something in it before."""
    if not any(True for _ in _entries(inbox)):
        raise InboxMissing(
            f"收件文件夹 {inbox} 在运行途中不见了（移走、改名，或网络磁盘断开）。",
            "恢复该文件夹或重新挂载后再运行 hedui run，会接着做完；已经入库的报告完整保留。",
        )


def _entries(folder: Path) -> Iterator[Path]:
    """What lies in the folder; nothing where it cannot be looked into."""
    try:
        yield from folder.iterdir()
    except OSError:
        return


def _files_at(path: Path, source_name: str) -> list[FileInInbox]:
    """The file, or those in it if it is an archive; one that cannot be opened is a file that is refused."""
    if not is_archive(path):
        return [FileInInbox(path, source_name, identity.file_sha256(path))]
    try:
        inside = members(path)
    except Unreadable as error:
        return [FileInInbox(path, source_name, None, error)]
    taken: dict[str, FileInInbox] = {}
    for member in inside:
        *folders, last = member.name.split("/")
        if _ignored(last) or any(is_ignored_folder(folder) for folder in folders):
            continue
        name, count = f"{source_name}/{member.name}", 1
        while name in taken:  # an archive may hold a name twice
            count += 1
            name = f"{source_name}/{Path(member.name).with_suffix('')} ({count}){Path(last).suffix}"
        taken[name] = FileInInbox(path, name, member.sha256, member.refused, member.places)
    return list(taken.values())


def readable_name(relative: Path) -> str:
    """The path as text. Bytes that are no UTF-8 (names from old Chinese systems) are read as GB18030."""
    name = relative.as_posix()
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "backslashreplace")
    return name


def _walk(root: Path, warnings: list[str]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        if Path(error.filename) == root:
            raise InboxMissing(
                f"收件文件夹 {root} 打不开：{system_reason(error)}", "检查文件夹权限后重新运行。"
            ) from error
        folder = readable_name(Path(error.filename).relative_to(root))
        warnings.append(f"文件夹 {folder} 打不开（{system_reason(error)}），其中的文件未读。")

    for folder, subfolders, names in os.walk(root, onerror=refused):
        subfolders[:] = sorted(name for name in subfolders if not is_ignored_folder(name))
        for name in subfolders + sorted(names):
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                warnings.append(f"{readable_name(path.relative_to(root))} 是指向收件文件夹之外的链接，未读。")
            elif name in names and not _ignored(name):
                yield path


def is_passing(name: str) -> bool:
    """Whether a file of that name belongs to a program at work: half copied, a lock, hidden."""
    lower = name.lower()
    return lower.startswith(_PASSING_STARTS) or lower.endswith(_PASSING_ENDS)


def is_ignored_folder(name: str) -> bool:
    """Whether what lies in a folder of that name is no report: hidden, or put there by an archiver."""
    return name.startswith(".") or name == "__MACOSX"


def _ignored(name: str) -> bool:
    return is_passing(name) or name.lower() in _IGNORED_NAMES or name.lower().startswith("readme")
