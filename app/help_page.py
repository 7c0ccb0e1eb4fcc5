"""The help pages of the command line, in Chinese and in plain text."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from app.aligned import aligned


class ChineseCommand(TyperCommand):
    """A command whose `--help` is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, what it does, arguments and options."""
        arguments, options = _parameters(self, ctx)
        usage = " ".join([ctx.command_path, *(name for name, _ in arguments), "[选项]"])
        _write(formatter, [f"用法：{usage}", "", *_prose(self.help), *_section("参数", arguments)])
        _write(formatter, _section("选项", options))


class ChineseGroup(TyperGroup):
    """A group of commands whose `--help` is in Chinese; commands stand in the order in which they were declared."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page: usage, what it does, commands and options."""
        commands = [
            (name, (command.help or "").strip().splitlines()[0])
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        _, options = _parameters(self, ctx)
        more = f"某个命令的详细说明：{ctx.command_path} 命令 --help"
        _write(formatter, [f"用法：{ctx.command_path} 命令 [参数] [选项]", "", *_prose(self.help)])
        _write(formatter, [*_section("命令", commands), *_section("选项", options), "", more])


def _parameters(command: Any, ctx: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, help) of the arguments and of the options."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        explanation = getattr(parameter, "help", None) or ""
        if parameter.name == "help":
            options.append(("--help", "显示本说明"))
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
    return ["", f"{title}：", *aligned([("", name, text) for name, text in rows], ("left", "left", "left"))]


def _prose(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").strip().splitlines()]


def _write(formatter: Any, lines: list[str]) -> None:
    for line in lines:
        formatter.write(line + "\n")
