"""Addresses of inboxes: which are folders, what those that lead nowhere are told, and that no password is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from app.command_line import app
from app.failures import USAGE, exit_code_of
from pipeline.intake.inbox import InboxMissing
from pipeline.intake.remote_inbox import as_given, fetched, inbox_name
from pipeline.run import survey


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://没有这个文件夹", "不存在"),
        ("nope://host/share", "看不懂收件地址"),
        ("oss://bucket/share", "pip install ossfs"),
    ],
)
def test_addresses_that_lead_nowhere(address: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InboxMissing, match=said):
        survey(address, f"sqlite:///{tmp_path}/x.db")


@pytest.mark.parametrize("address", ["memory://zhang:s3cret@h/x", "memory://zhang:s3/cret@h/x"])
@pytest.mark.parametrize("said", [ValueError("no port: 's3'"), OSError("memory://zhang:s3cret@h/x: 401")])
def test_no_password_is_told_when_an_address_cannot_be_used(
    address: str, said: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> Any:
        raise said

    monkeypatch.setattr(MemoryFileSystem, "isdir", refused)
    with pytest.raises(InboxMissing) as caught:
        fetched(address, f"sqlite:///{tmp_path}/x.db")
    assert "s3" not in str(caught.value)
    assert "cret" not in str(caught.value)


def test_addresses_and_folders_are_told_apart(tmp_path: Path) -> None:
    assert as_given(f"file://{tmp_path}") == tmp_path
    assert as_given("data/raw") == Path("data/raw")
    assert as_given("sftp://h/x") == "sftp://h/x"
    for password in ("secret", "s@cret", "se:cr@t@", "se/cret", "x/s?c#"):
        assert inbox_name(f"sftp://zhang:{password}@10.1.2.3/srv/收件/") == "sftp://zhang:***@10.1.2.3/srv/收件"
    for without in ("sftp://10.1.2.3:22/a@b", "sftp://[::1]:22/a@b", "sftp://zhang@10.1.2.3:22/a@b"):
        assert inbox_name(without) == without
    assert inbox_name(str(tmp_path)) == inbox_name(tmp_path) == str(tmp_path.resolve())


def test_an_address_is_not_watched(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["watch", "sftp://zhang:secret@h/x"]
    assert exit_code_of(lambda: app(asked, standalone_mode=False, prog_name="hedui")) == USAGE
    said = capsys.readouterr().err
    assert "hedui run" in said
    assert "secret" not in said
