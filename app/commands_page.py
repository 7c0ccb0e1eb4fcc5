"""The page of all commands, made from the command line itself.

python -m app.commands_page > docs/commands.md
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import typer.main

from app.command_line import app
from app.help_examples import EXAMPLES
from app.help_page import parameters
from app.markdown import plain

_PREFACE: Final = """# 命令

由程序自己写出（`python -m app.commands_page`），测试保证与程序一致；终端上用 `hedui --help` 和 `hedui 命令 --help` 看。
退出码见[退出码和隔离原因](errors.zh-CN.md)。
"""


def commands_page() -> str:
    """The page."""
    program: Any = typer.main.get_command(app)
    context = program.make_context("hedui", [], resilient_parsing=True)
    lines = [_PREFACE]
    for panel, group in _panels(program, context):
        lines.append(f"## {panel}\n")
        for name, command in group:
            if hasattr(command, "commands"):
                for inner, each in command.commands.items():
                    lines += _command(f"{name} {inner}", each, context)
            else:
                lines += _command(name, command, context)
    lines.append("## hedui 本身\n")
    lines += _table("选项", parameters(program, context)[1])
    return "\n".join(lines)


def _panels(program: Any, context: Any) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    panels: dict[str, list[tuple[str, Any]]] = {}
    for name in program.list_commands(context):
        command = program.commands[name]
        panels.setdefault(command.rich_help_panel, []).append((name, command))
    yield from panels.items()


def _command(words: str, command: Any, context: Any) -> Iterator[str]:
    arguments, options = parameters(command, context)
    yield f"### hedui {words}\n"
    yield f"{plain(command.help)}\n"
    yield f"`{' '.join(['hedui', words, *(name for name, _ in arguments), '[选项]'])}`\n"
    yield from _table("参数", arguments)
    yield from _table("选项", [one for one in options if not one[0].endswith("--help")])
    for line, told in EXAMPLES.get(words, ()):
        yield f"- `{line}`：{plain(told)}"
    yield ""


def _table(head: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield f"| {head} | 含义 |\n|---|---|"
        yield from (f"| `{name}` | {plain(told)} |" for name, told in rows)
        yield ""


if __name__ == "__main__":
    print(commands_page(), end="")
