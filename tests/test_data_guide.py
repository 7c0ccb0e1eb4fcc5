"""The data team's guide: every command and program in it is run, and prints what the guide says; the picture too.

HEDUI_UPDATE_GOLDENS=1 writes what is printed now into both languages of the guide, and the picture beside them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.command_line import app
from app.failures import exit_code_of

STORE = "sqlite:///guide.db"
PAGES = ("data-guide.md", "data-guide.zh-CN.md")
UNSHOWN = ("hedui synth", "hedui run", "hedui export", "export", "python")
"""Commands whose words are about this machine or this moment: they are run, their output is not in the guide."""

_BLOCK = re.compile(r"^```(console|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in _BLOCK.finditer(page)]


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with what is printed below it; a command goes on while a quote is open."""
    parts: list[tuple[str, str]] = []
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = piece.splitlines(keepends=True)
        count = next(n for n in range(1, len(lines) + 1) if "".join(lines[:n]).count('"') % 2 == 0)
        parts.append(("".join(lines[:count]).rstrip("\n"), "".join(lines[count:])))
    return parts


def printed(work: Any) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = work()
    assert not code, said.getvalue()
    return "".join(f"{line.rstrip()}\n" for line in said.getvalue().splitlines())


def run_command(command: str, project: Path, store: str) -> str:
    name, *arguments = (word.replace(STORE, store) for word in shlex.split(command.replace("\n ", "")))
    match name:
        case "export":
            variable, _, value = arguments[0].partition("=")
            os.environ[variable] = value
            return ""
        case "python":
            before, sys.argv = sys.argv, arguments
            try:
                runpy.run_path(str(project / arguments[0]), run_name="__main__")
            finally:
                sys.argv = before
            return ""
        case _:
            assert name == "hedui"
            return printed(lambda: exit_code_of(lambda: app(arguments, standalone_mode=False, prog_name="hedui")))


def run_page(page: str, project: Path, store: str) -> str:
    """The page with what its commands and programs print now, over this store."""
    names: dict[str, Any] = {}
    said = ""

    def again(found: re.Match[str]) -> str:
        nonlocal said
        kind, body = found[1], found[2]
        if kind == "python":
            said = printed(lambda: exec(body.replace(STORE, store), names))
            return found[0]
        if kind == "text":
            return f"```text\n{said}```"
        shown = ""
        for command, _ in commands(body):
            output = run_command(command, project, store)
            shown += f"$ {command}\n" + ("" if command.startswith(UNSHOWN) else output)
        return f"```console\n{shown}```"

    return _BLOCK.sub(again, page)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_the_guide_says_is_so(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, kind: str
) -> None:
    store = STORE if kind == "sqlite" else request.getfixturevalue("postgresql")()
    english, chinese = (project / "docs" / name for name in PAGES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEDUI_STORE", "")
    monkeypatch.setenv("HEDUI_ORIGINALS", "off")
    page = english.read_text(encoding="utf-8")
    now = run_page(page, project, store)
    if os.environ.get("HEDUI_UPDATE_GOLDENS") == "1":
        english.write_text(now, encoding="utf-8")
        fresh = iter(_BLOCK.finditer(now))
        told = _BLOCK.sub(lambda _: next(fresh)[0], chinese.read_text(encoding="utf-8"))
        chinese.write_text(told, encoding="utf-8")
        shutil.copy(tmp_path / "yearly_chart.svg", project / "docs" / "yearly_chart.svg")
    assert now == english.read_text(encoding="utf-8")
    assert blocks(now) == blocks(chinese.read_text(encoding="utf-8")), "both languages show the same"
    drawn, kept = tmp_path / "yearly_chart.svg", project / "docs" / "yearly_chart.svg"
    assert drawn.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
    short = re.findall(r"^```sql\n(.*?)^```$", (project / "docs" / "sql.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(short) >= 4
    for statement in short:  # of the short reference, typed as they stand
        assert printed(lambda typed=statement: exit_code_of(lambda: app(["query", typed], standalone_mode=False)))


def test_every_view_is_shown(project: Path) -> None:
    page = (project / "docs" / PAGES[0]).read_text(encoding="utf-8")
    asked = " ".join(command for _, body in blocks(page) for command, _ in commands(body))
    for view in ["targets", "amounts", "growth_rates", "completions", "shares", "counts", "monthly", "open_findings"]:
        assert re.search(rf"FROM {view}\b", asked), view
