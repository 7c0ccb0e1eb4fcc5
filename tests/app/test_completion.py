"""What a shell completes: the script is made, and commands, values, rules, findings and units come from it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer.main

from app.command_line import app
from app.completed import rule_ids
from app.failures import CompletionRefused, exit_code_of
from app.root_options import answers_the_shell
from pipeline.store import open_store

PROGRAM = typer.main.get_command(app)


def completed(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What bash is given for the last word of the line."""
    answers_the_shell()
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    monkeypatch.setenv("_HEDUI_COMPLETE", "complete_bash")
    with pytest.raises(SystemExit) as ended:
        PROGRAM.main([], prog_name="hedui", standalone_mode=False)
    assert ended.value.code == 0
    return capsys.readouterr().out.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hedui fi", ["findings"]),
        ("hedui store ba", ["backup"]),
        ("hedui run --re", ["--reprocess"]),
        ("hedui findings --severity w", ["warning"]),
        ("hedui rules explain share_of_w", ["share_of_whole"]),
        ("hedui explain a --store none.db ", []),
        ("hedui findings --store none.db --unit ", []),
    ],
)
def test_completion(
    line: str, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completed(line, monkeypatch, capsys) == words


def test_rules_are_completed_with_what_they_ask() -> None:
    asked = dict(rule_ids(""))
    assert "completion_of_base" in asked
    assert [id_ for id_, title in asked.items() if not title] == []


def test_a_store_that_holds_nothing_completes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(str(tmp_path / "x.db")).close()
    monkeypatch.setenv("HEDUI_STORE", str(tmp_path / "x.db"))
    assert completed("hedui explain ", monkeypatch, capsys) == []
    assert completed("hedui notice out --unit ", monkeypatch, capsys) == []


def typed(option: str) -> int:
    return exit_code_of(lambda: app([option], standalone_mode=False, prog_name="hedui"))


def test_the_script_is_shown_and_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    assert typed("--show-completion") == 0
    script = capsys.readouterr().out.strip()
    assert "_HEDUI_COMPLETE=complete_bash" in script
    assert typed("--install-completion") == 0
    assert "已为 bash 装上补全" in capsys.readouterr().out
    assert (tmp_path / ".bash_completions" / "hedui.sh").read_text().strip() == script
    assert "hedui.sh" in (tmp_path / ".bashrc").read_text()


def test_an_unknown_shell_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("cmd", "cmd.exe"))
    assert typed("--install-completion") == CompletionRefused.exit_code
    assert "认不出现在的终端（cmd）" in capsys.readouterr().err
