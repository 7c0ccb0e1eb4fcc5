"""The help: the day's work first, and every command with examples that are understood as they stand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any, Final

import pytest
import typer.main

from app import help_page
from app.aligned import display_width
from app.command_line import app
from app.failures import exit_code_of
from app.help_examples import EXAMPLES

PROGRAM: Final[Any] = typer.main.get_command(app)


def commands(group: Any, *before: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *before, name)
        else:
            yield " ".join((*before, name)), command


COMMANDS: Final = dict(commands(PROGRAM))


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert exit_code_of(lambda: app([*words], standalone_mode=False, prog_name="hedui")) == 0
    return capsys.readouterr().out


def test_every_command_has_examples() -> None:
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("words", sorted(EXAMPLES))
def test_examples_are_understood(words: str) -> None:
    for line, told in EXAMPLES[words]:
        typed = shlex.split(line)
        assert typed[: 1 + len(words.split())] == ["hedui", *words.split()]
        assert told
        COMMANDS[words].make_context(words, typed[1 + len(words.split()) :])


def test_examples_stand_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys, "user", "add", "--help")
    assert "例子：" in said
    assert EXAMPLES["user add"][0][0] in said


def test_the_day_s_work_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys)
    panels = [line for line in said.splitlines() if line.endswith("：") and not line.startswith(("用法", " "))]
    assert panels == ["每天的工作：", "数据：", "规则和试验：", "维护：", "选项："]
    daily = said.split("每天的工作：")[1].split("数据：")[0]
    assert [line.split()[0] for line in daily.split("\n") if line.strip() and line[2] != " "] == [
        "run", "findings", "explain", "serve", "notice", "status",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["", *sorted(COMMANDS), "store", "rules"])
@pytest.mark.parametrize("width", [60, 80])
def test_no_line_runs_past_the_edge(
    words: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal breaks a longer line at its edge and puts the rest among the names of the commands."""
    monkeypatch.setattr(help_page, "terminal_width", lambda: width)
    whole = {f"  {line}" for examples in EXAMPLES.values() for line, _ in examples}
    said = shown(capsys, *words.split(), "--help").splitlines()
    assert [line for line in said if display_width(line) > width and line not in whole] == []
    assert said[0].startswith("用法：")


def test_what_a_command_does_stands_beside_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_page, "terminal_width", lambda: 60)
    said = shown(capsys, "--help").splitlines()
    first = said.index(next(line for line in said if line.startswith("  status    看最近一次运行")))
    assert all(line.startswith(" " * 12) for line in said[first + 1 : said.index("", first)])
    assert "".join(line.strip() for line in said[first : said.index("", first)]).endswith("退出码都是 24。")
