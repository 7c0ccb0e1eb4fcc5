"""What of an inbox is a report to be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import identity
from pipeline.intake.inbox import InboxMissing, list_inbox, readable_name


def _names(inbox: Path) -> list[str]:
    return [file.source_name for file in list_inbox(inbox).files]


def test_files_of_all_folders_in_order(inbox: Path) -> None:
    for name in ("乙.pdf", "甲 单位/2024-06/表 (1).docx", "a.txt", "B.TXT"):
        file = inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    assert _names(inbox) == ["B.TXT", "a.txt", "乙.pdf", "甲 单位/2024-06/表 (1).docx"]


@pytest.mark.parametrize(
    "name",
    [
        ".gitkeep", ".hidden.pdf", "~$进度.docx", "README.md", "readme.zh-CN.md", "manifest.yaml", "manifest.csv",
        "进度.pdf.part", "x.TMP", "x.crdownload", "Thumbs.db", "desktop.ini", ".cache/x.pdf", "__MACOSX/x.pdf",
    ],
)  # fmt: skip
def test_what_is_no_report_is_left_out(inbox: Path, name: str) -> None:
    (inbox / name).parent.mkdir(exist_ok=True)
    (inbox / name).write_text("x")
    assert _names(inbox) == []


def test_links_out_of_the_inbox_are_not_followed(inbox: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("1")
    (inbox / "file.txt").symlink_to(outside / "secret.txt")
    (inbox / "folder").symlink_to(outside)
    (inbox / "own.txt").write_text("2")
    (inbox / "inner.txt").symlink_to(inbox / "own.txt")
    listing = list_inbox(inbox)
    assert [file.source_name for file in listing.files] == ["inner.txt", "own.txt"]
    assert sorted(warning.split()[0] for warning in listing.warnings) == ["file.txt", "folder"]


def test_an_inbox_may_itself_be_a_link(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.txt").write_text("1")
    (tmp_path / "link").symlink_to(inbox)
    assert _names(tmp_path / "link") == ["a.txt"]


def test_what_is_no_file_is_named(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe")
    listing = list_inbox(inbox)
    assert listing.files == ()
    assert "pipe" in listing.warnings[0]


def test_a_file_that_grows_is_left_for_later(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "growing.txt").write_text("half")
    (inbox / "whole.txt").write_text("whole")
    true_hash = identity.file_sha256

    def hash_while_copying(path: Path) -> str:
        found = true_hash(path)
        if path.name == "growing.txt":
            path.write_text("half and more")
        return found

    monkeypatch.setattr(identity, "file_sha256", hash_while_copying)
    listing = list_inbox(inbox)
    assert [file.source_name for file in listing.files] == ["whole.txt"]
    assert "growing.txt 正在写入" in listing.warnings[0]


def test_a_file_that_may_not_be_opened_has_no_hash(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "closed.txt").write_text("1")

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(identity, "file_sha256", refuse)
    assert [(file.source_name, file.sha256) for file in list_inbox(inbox).files] == [("closed.txt", None)]


@pytest.mark.parametrize("is_file", [False, True])
def test_no_inbox(tmp_path: Path, is_file: bool) -> None:
    place = tmp_path / "nowhere"
    if is_file:
        place.write_text("x")
    with pytest.raises(InboxMissing) as caught:
        list_inbox(place)
    assert caught.value.exit_code == 5
    assert str(place) in caught.value.message


def test_names_in_old_encodings_become_readable() -> None:
    assert readable_name(Path(os.fsdecode("进度表.pdf".encode("gb18030")))) == "进度表.pdf"
    assert readable_name(Path(os.fsdecode(b"a\xff.pdf"))).isprintable()
    assert readable_name(Path("甲/乙.pdf")) == "甲/乙.pdf"
