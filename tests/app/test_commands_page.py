"""The page of commands is the one that the command line gives, and what the pages type is understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main

from app.command_line import app
from app.commands_page import commands_page

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
TYPED_BY_THEIR_OWN_TESTS: Final = {"data-guide.zh-CN.md", "tutorial.zh-CN.md"}
TYPED: Final = sorted(
    {
        (page.name, line)
        for page in DOCS.glob("*.zh-CN.md")
        if page.name not in TYPED_BY_THEIR_OWN_TESTS
        for line in re.findall(r"^ *\$ (hedui .+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
)


def test_the_page_of_commands_is_current() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == commands_page(), (
        "python -m app.commands_page > docs/commands.md"
    )


@pytest.mark.parametrize(("page", "line"), TYPED)
def test_what_the_pages_type_is_understood(page: str, line: str) -> None:
    command: Any = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    while words and hasattr(command, "commands") and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    if not hasattr(command, "commands"):
        command.make_context(page, words)
    else:
        assert words in (["--install-completion"], ["--show-completion"])
