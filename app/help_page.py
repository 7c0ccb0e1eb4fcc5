"""The help pages of the command line, in Chinese and in plain text."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from app.aligned import explained, wrap
from app.help_examples import EXAMPLES
from app.terminal import terminal_width

DAILY: Final = "每天的工作"
DATA: Final = "数据"
RULES: Final = "规则和试验"
UPKEEP: Final = "维护"
_PANELS: Final = (DAILY, DATA, RULES, UPKEEP)
"""Groups of commands, in the order in which `hedui --help` shows them."""


class ChineseCommand(TyperCommand):
    """A command whose `--help` is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, what it does, arguments and options."""
        arguments, options = parameters(self, ctx)
        usage = " ".join([ctx.command_path, *(name for name, _ in arguments), "[选项]"])
        _write(formatter, [f"用法：{usage}", "", *_prose(self.help), *_section("参数", arguments)])
        _write(formatter, _section("选项", options))
        _write(formatter, _section("例子", list(EXAMPLES.get(command_words(ctx), ()))))


class ChineseGroup(TyperGroup):
    """A group of commands whose `--help` is in Chinese: panel by panel, in the order in which they were declared."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands, the day's work first."""
        return sorted(super().list_commands(ctx), key=lambda name: _place(self.commands[name]))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, what it does, commands and options."""
        shown = [name for name in self.list_commands(ctx) if not self.commands[name].hidden]
        width = max(map(len, shown), default=0)
        commands: list[str] = []
        for panel, names in groupby(shown, key=lambda name: _panel(self.commands[name])):
            rows = [(name.ljust(width), (self.commands[name].help or "").strip().splitlines()[0]) for name in names]
            commands += _section(panel or "命令", rows)
        _, options = parameters(self, ctx)
        more = f"某个命令的详细说明和例子：{ctx.command_path} 命令 --help"
        _write(formatter, [f"用法：{ctx.command_path} 命令 [参数] [选项]", "", *_prose(self.help)])
        _write(formatter, [*commands, *_section("选项", options), "", more])


def command_words(ctx: Any) -> str:
    """The words by which the command is called, after the program's name."""
    words: list[str] = []
    while ctx.parent is not None:
        words.insert(0, ctx.info_name)
        ctx = ctx.parent
    return " ".join(words)


def _panel(command: Any) -> str:
    return str(getattr(command, "rich_help_panel", None) or "")


def _place(command: Any) -> int:
    panel = _panel(command)
    return _PANELS.index(panel) if panel in _PANELS else len(_PANELS)


def parameters(command: Any, ctx: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, help) of the arguments and of the options."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        explanation = getattr(parameter, "help", None) or ""
        if parameter.name == "help":
            options.append(("-h, --help", "显示本说明"))
        elif parameter.param_type_name == "argument":
            name = parameter.metavar or parameter.name.upper()
            arguments.append((name if parameter.required else f"[{name}]", explanation))
        else:
            value = "" if parameter.is_flag else f" {parameter.metavar or '值'}"
            options.append((", ".join(parameter.opts) + value, explanation))
    return arguments, options


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    return ["", f"{title}：", *explained(rows, terminal_width())]


def _prose(text: str | None) -> list[str]:
    return [part for line in (text or "").strip().splitlines() for part in wrap(line.strip(), terminal_width())]


def _write(formatter: Any, lines: list[str]) -> None:
    for line in lines:
        formatter.write(line + "\n")
