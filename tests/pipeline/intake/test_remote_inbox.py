"""An inbox on another machine is one like any other; what comes of it does not depend on where it lies."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from made_up.desk import Desk
from made_up.reports import report_text

from pipeline.intake import remote_inbox
from pipeline.intake.inbox import InboxMissing
from pipeline.intake.remote_inbox import fetched
from pipeline.store.errors import StoreBusy
from pipeline.summary import RunSummary
from rules.errors import DiskFull

FINE = report_text("a|current|b|1")
_numbers = count(1)


@pytest.fixture
def there() -> Iterator[tuple[MemoryFileSystem, str]]:
    """A file system in memory, and the address of a folder in it that no other test has."""
    filesystem, root = MemoryFileSystem(), f"/收件{next(_numbers)}"
    filesystem.mkdir(root)
    yield filesystem, f"memory:/{root}"
    filesystem.rm(root, recursive=True)


def put(there: tuple[MemoryFileSystem, str], name: str, text: str) -> None:
    there[0].pipe(f"{there[1]}/{name}", text.encode())


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def run(address: str, desk: Desk) -> RunSummary:
    return Desk.run(_At(address, desk))  # type: ignore[arg-type]


class _At:
    """A desk whose inbox is elsewhere."""

    def __init__(self, address: str, desk: Desk) -> None:
        self.inbox, self.store_url = address, desk.store_url


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store/hedui.db"


@pytest.fixture
def desk(inbox: Path, store_url: str) -> Iterator[Desk]:
    opened = Desk(inbox, store_url)
    yield opened
    opened.store.close()


def fetches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    as_ever = MemoryFileSystem.open

    def noted(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        if mode == "rb":
            names.append(path.rpartition("/")[2])
        return as_ever(self, path, mode, **rest)

    monkeypatch.setattr(MemoryFileSystem, "open", noted)
    return names


def test_it_is_taken_in_with_its_names_and_only_what_changed_is_fetched(
    there: tuple[MemoryFileSystem, str], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(there, "青川市财政局/2024年6月/进度表.txt", FINE)
    put(there, "乙.txt", FINE + "\n")
    put(there, "manifest.csv", "文件,单位\n乙.txt,乙市财政局\n")
    for passing in ("半份.txt.part", "~$乙.txt", ".隐藏/丙.txt", "__MACOSX/丁.txt"):
        put(there, passing, FINE)
    names = fetches(monkeypatch)
    first = run(there[1], desk)
    assert (first.new_reports, first.files_seen, first.inbox) == (2, 2, there[1])
    assert sorted(names) == ["manifest.csv", "乙.txt", "进度表.txt"]
    assert set(desk.by_name("reports")) == {"乙.txt", "青川市财政局/2024年6月/进度表.txt"}
    assert desk.by_name("reports")["乙.txt"]["unit"] == "乙市财政局"

    names.clear()
    again = run(there[1], desk)
    assert (again.new_reports, again.unchanged, names) == (0, 2, [])
    put(there, "乙.txt", FINE + "\n\n")
    there[0].rm(f"{there[1]}/青川市财政局", recursive=True)
    last = run(there[1], desk)
    assert (last.new_reports, last.removed, last.files_seen, names) == (1, 1, 1, ["乙.txt"])


def test_what_is_still_written_waits_and_what_has_gone_is_gone(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("写着.txt", "走了.txt", "好.txt", "不许.txt"):
        put(there, name, FINE)
    as_ever = MemoryFileSystem.open

    def meanwhile(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        opened = as_ever(self, path, mode, **rest)
        if mode == "rb" and path.endswith("写着.txt"):
            put(there, "写着.txt", FINE + "\n")
        if mode == "rb" and path.endswith("走了.txt"):
            raise FileNotFoundError(path)
        if mode == "rb" and path.endswith("不许.txt"):
            raise PermissionError(path)
        return opened

    monkeypatch.setattr(MemoryFileSystem, "open", meanwhile)
    found = fetched(there[1], f"sqlite:///{tmp_path}/x.db")
    assert names_in(found.folder) == ["好.txt"]
    assert list(found.warnings) == ["不许.txt 没有权限，未读。", "写着.txt 正在写入，留待下次运行。"]
    monkeypatch.setattr(MemoryFileSystem, "open", as_ever)
    assert len(names_in(fetched(there[1], f"sqlite:///{tmp_path}/x.db").folder)) == 4


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (ConnectionResetError(104, "reset"), InboxMissing, "中途断开"),
        (RuntimeError("SSH session not active"), InboxMissing, "RuntimeError：SSH session not active"),
        (OSError(28, "No space left on device"), DiskFull, "磁盘空间已满"),
    ],
)
def test_a_connection_that_is_lost_keeps_what_was_fetched(
    there: tuple[MemoryFileSystem, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: type[Exception],
    said: str,
) -> None:
    for name in ("1.txt", "2.txt"):
        put(there, name, FINE)
    url, as_ever = f"sqlite:///{tmp_path}/x.db", MemoryFileSystem.open

    def lost(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        if path.endswith("2.txt"):
            raise error
        return as_ever(self, path, mode, **rest)

    monkeypatch.setattr(MemoryFileSystem, "open", lost)
    with pytest.raises(kind, match=said):
        fetched(there[1], url)
    monkeypatch.setattr(MemoryFileSystem, "open", as_ever)
    names = fetches(monkeypatch)
    fetched(there[1], url)
    assert names == ["2.txt"]


def test_two_that_fetch_do_not_take_each_others_files(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(there, "1.txt", FINE)
    url, as_ever = f"sqlite:///{tmp_path}/x.db", MemoryFileSystem.open

    def meanwhile(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        with pytest.raises(StoreBusy):
            fetched(there[1], url)
        return as_ever(self, path, mode, **rest)

    monkeypatch.setattr(MemoryFileSystem, "open", meanwhile)
    assert names_in(fetched(there[1], url).folder) == ["1.txt"]


@pytest.mark.parametrize("error", [OSError("Failure"), OSError(16, "Device or resource busy")])
def test_a_file_that_the_server_does_not_give_holds_up_no_other(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """Open in another program, most likely; the server still tells of it, so the connection is not lost."""
    for name in ("1.txt", "2.txt"):
        put(there, name, FINE)
    as_ever = MemoryFileSystem.open

    def busy(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        if path.endswith("1.txt"):
            raise error
        return as_ever(self, path, mode, **rest)

    monkeypatch.setattr(MemoryFileSystem, "open", busy)
    found = fetched(there[1], f"sqlite:///{tmp_path}/x.db")
    assert names_in(found.folder) == ["2.txt"]
    assert [warning.partition("（")[0] for warning in found.warnings] == ["1.txt 读不出来"]

    def lost(*_: Any, **__: Any) -> Any:
        raise OSError("Socket is closed")

    monkeypatch.setattr(
        MemoryFileSystem, "open", lambda *_: monkeypatch.setattr(MemoryFileSystem, "info", lost) or lost()
    )
    with pytest.raises(InboxMissing, match="连不上"):
        fetched(there[1], f"sqlite:///{tmp_path}/x.db")


_IN_GBK = UnicodeDecodeError("utf-8", "甲.txt".encode("gbk"), 0, 1, "invalid start byte")


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(13, "denied"), "连不上"), (FileNotFoundError(2, "gone"), "连不上"), (_IN_GBK, "不是 UTF-8 编码")],
)
def test_an_inbox_that_can_no_longer_be_listed_is_not_an_empty_one(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    put(there, "1.txt", FINE)
    url = f"sqlite:///{tmp_path}/x.db"
    kept = fetched(there[1], url).folder

    def refused(*_: Any, **__: Any) -> Any:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(MemoryFileSystem, "isdir", lambda *_: True)
        patched.setattr(MemoryFileSystem, "ls", refused)
        with pytest.raises(InboxMissing, match=said):
            fetched(there[1], url)
    assert names_in(kept) == ["1.txt"]


def test_names_that_lead_elsewhere_are_not_followed(there: tuple[MemoryFileSystem, str], tmp_path: Path) -> None:
    store = there[0].store
    root = there[1].removeprefix("memory:/")
    put(there, "好.txt", FINE)
    for name in ("../外.txt", "a\\b.txt", "x/" + "长" * 200 + ".txt"):
        store[f"{root}/{name}"] = store[f"{root}/好.txt"]
    found = fetched(there[1], f"sqlite:///{tmp_path}/x.db")
    assert [path.name for path in found.folder.rglob("*.txt")] == ["好.txt"]
    assert not list(tmp_path.rglob("外.txt"))
    assert any("名字太长" in warning for warning in found.warnings)


def test_a_night_without_its_inbox_is_seen(there: tuple[MemoryFileSystem, str], desk: Desk) -> None:
    address = f"{there[1]}/没有"
    with pytest.raises(InboxMissing):
        run(address, desk)
    with desk.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT inbox, failure FROM runs").all()
    assert [(row.inbox, "InboxMissing" in row.failure or "不存在" in row.failure) for row in told] == [(address, True)]


def test_an_inbox_without_end_is_bounded(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        put(there, f"{number}.txt", FINE * number)
    monkeypatch.setattr(remote_inbox, "_LARGEST", 2 * len(FINE))
    found = fetched(there[1], f"sqlite:///{tmp_path}/x.db")
    assert names_in(found.folder) == ["0.txt", "1.txt", "2.txt"]
    put(there, "长" * 200 + ".txt", FINE * 3)  # too large, and under a name that no disk takes
    assert len(fetched(there[1], f"sqlite:///{tmp_path}/x.db").warnings) == 2
    monkeypatch.setattr(remote_inbox, "_MOST_FILES", 3)
    with pytest.raises(InboxMissing, match="超过 3 个"):
        fetched(there[1], f"sqlite:///{tmp_path}/x.db")


def test_a_file_without_end_is_bounded(
    there: tuple[MemoryFileSystem, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server does not say how large a file is, or sends more than it said."""
    put(there, "1.txt", FINE)

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * min(size, 1000)

    monkeypatch.setattr(MemoryFileSystem, "open", lambda *_: Endless())
    monkeypatch.setattr(remote_inbox, "_LARGEST", 10_000)
    found = fetched(there[1], f"sqlite:///{tmp_path}/x.db")
    assert "超过" in found.warnings[0]
    assert not list(found.folder.iterdir())
