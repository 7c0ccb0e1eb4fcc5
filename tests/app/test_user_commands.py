"""Accounts and the audit as they are typed: in Chinese, with the exit codes that scripts go by, no password shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from made_up.command import typed
from made_up.findings import add_findings
from sqlalchemy import text

from pipeline.store import existing_store, open_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/hedui.db"
    monkeypatch.setenv("HEDUI_STORE", url)
    opened = open_store(url)
    add_findings(opened, 2)
    opened.close()
    return url


def says(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


def add(monkeypatch: pytest.MonkeyPatch, name: str, role: str, password: str = "一个长一点的密码") -> int:
    says(monkeypatch, password)
    return typed("user", "add", name, "--role", role, "--name", "李四", "--password-stdin")


def test_accounts_from_the_first_to_the_last(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store
    assert typed("user", "list") == 0
    assert "还没有账号" in capsys.readouterr().out
    assert add(monkeypatch, "li", "admin") == 0
    assert add(monkeypatch, "wang", "reviewer") == 0
    assert typed("user", "role", "wang", "approver") == 0
    assert typed("user", "disable", "wang") == 0
    says(monkeypatch, "另外一个长一点的密码")
    assert typed("user", "password", "wang", "--password-stdin") == 0
    capsys.readouterr()
    assert typed("user", "list") == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["li", "李四", "admin"],
        ["wang", "李四", "approver", "已停用"],
    ]
    assert typed("user", "disable", "wang", "--enable") == 0
    assert typed("audit", "verify") == 0
    said = capsys.readouterr()
    assert "审计日志 6 条" in said.out
    assert "密码" not in said.err


def test_what_is_refused(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert store
    assert add(monkeypatch, "li", "admin") == 0
    for name, password in (
        ("li", "一个长一点的密码"),
        ("a b", "一个长一点的密码"),
        ("x", "short"),
        ("x", "aaaaaaaaaa"),
    ):
        assert add(monkeypatch, name, "viewer", password) == 30
    for refused in (("role", "li", "viewer"), ("disable", "li"), ("role", "nobody", "admin")):
        assert typed("user", *refused) == 30
    assert typed("user", "add", "y", "--role", "boss") == 2
    says(monkeypatch, "")
    assert typed("user", "add", "z") == 30  # no terminal to type a password on
    assert "Traceback" not in capsys.readouterr().err


def test_the_audit_as_it_is_typed(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(monkeypatch, "li", "admin") == 0
    file, other = tmp_path / "审计.jsonl", f"sqlite:///{tmp_path}/other.db"
    assert typed("audit", "export", str(file)) == 0
    assert typed("audit", "export", str(file)) == 32
    open_store(other).close()
    assert typed("audit", "replay", str(file), "--store", other) == 0
    assert typed("audit", "verify", "--store", other) == 0
    assert "接入审计日志 1 条" in capsys.readouterr().out
    assert typed("audit", "replay", str(tmp_path), "--store", other) == 32
    opened = existing_store(store)
    with opened.writing() as connection:
        connection.execute(text("UPDATE accounts SET role = 'viewer'"))
    opened.close()
    assert typed("audit", "verify") == 31
    assert typed("audit", "verify", "--against", str(file), "--store", other) == 0
    assert "账号 li" in capsys.readouterr().err
