"""What stands in names of files and in cells does nothing to the terminal of who reads it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.command_line import app
from app.failures import exit_code_of
from app.terminal import printable

PAGE = "乌有市财政局2024年5月财政收支情况\n\n1-5月累计，全市一般公共预算收入140.10亿元，同比增长5%。\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("财政局/五月 简报.txt", "财政局/五月 简报.txt"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\nb\tc", "a b c"),
        ("\u202etxt.exe", "\ufffdtxt.exe"),
        ("\x9b2J\x07", "\ufffd2J\ufffd"),
        ("🙂", "🙂"),
    ],
)
def test_what_acts_is_marked(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_no_name_acts_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "红\x1b[31m\n色.txt").write_text(PAGE, encoding="utf-8")
    (inbox / "坏\x1b[2J.pdf").write_bytes(b"")
    store = f"sqlite:///{tmp_path}/x.db"
    fact = None
    for arguments in (
        ("run", str(inbox)),
        ("query", "SELECT source_name FROM reports"),
        ("query", "SELECT source_name FROM quarantine"),
        ("explain",),
        ("explain", "nothing\x1b[0m"),
    ):
        if arguments == ("explain",):
            fact = sqlite3.connect(tmp_path / "x.db").execute("SELECT min(fact_id) FROM facts").fetchone()[0]
            arguments = ("explain", fact)
        exit_code_of(lambda typed=arguments: app([*typed, "--store", store], standalone_mode=False, prog_name="hedui"))
        said = capsys.readouterr()
        assert said.out + said.err
        assert "\x1b" not in said.out + said.err, arguments
    assert fact is not None


def test_an_empty_inbox_is_said_to_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空").mkdir()
    command = ["run", str(tmp_path / "空"), "--store", f"sqlite:///{tmp_path}/x.db"]
    assert exit_code_of(lambda: app(command, standalone_mode=False, prog_name="hedui")) == 0
    said = capsys.readouterr().out
    assert "里面没有要读的文件" in said
    assert "没有发现对不上的数字" not in said, "nothing was checked"
