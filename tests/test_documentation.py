"""What the documents say is so: commands, exit codes, reasons, links."""

from __future__ import annotations

import importlib
import pkgutil
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main

from app.command_line import app
from app.failures import INTERRUPTED, UNEXPECTED, USAGE
from extractors.errors import UNREADABLE
from rules.errors import HeduiError

PROJECT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), *(PROJECT / "data/raw").glob("*.md")])
READMES: Final = ("README.md", "README.zh-CN.md")


def page(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def command_names(group: Any, prefix: str = "hedui") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


COMMANDS: Final = tuple(command_names(typer.main.get_command(app)))


@pytest.mark.parametrize("readme", READMES)
def test_readmes_list_just_the_commands_there_are(readme: str) -> None:
    listed = set(re.findall(r"^\| `(hedui [a-z]+(?: [a-z]+)?)", page(readme), re.MULTILINE))
    assert listed == set(COMMANDS)


@pytest.mark.parametrize("readme", READMES)
def test_readmes_open_with_the_two_commands(readme: str) -> None:
    opening = page(readme).split("## ")[0]
    assert "\nmake run " in opening
    assert "\n.venv/bin/hedui run " in opening


def test_targets_named_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    named = {target for file in PAGES for target in re.findall(r"`make ([a-z]+)`", file.read_text(encoding="utf-8"))}
    assert named
    assert named <= targets


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_links_within_the_project_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_paths_named_in_the_documents_exist(file: Path) -> None:
    named = re.findall(r"`((?:app|flows|pipeline|extractors|rules|tests|docs|data)/[\w./-]*)`", file.read_text("utf-8"))
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_the_page_of_the_rooms_is_current() -> None:
    made = runpy.run_path(str(PROJECT / "docs/rooms.py"))["rooms_page"]()
    assert page("docs/rooms.md") == made, "python docs/rooms.py > docs/rooms.md"


def test_every_exit_code_is_documented() -> None:
    for package in ("app", "flows", "pipeline", "extractors", "rules"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    documented = {
        (int(code), name) for code, name in re.findall(r"^\| (\d+) \| (\w*) ?\|", page("docs/errors.md"), re.MULTILINE)
    }
    classes = {HeduiError, *_subclasses(HeduiError)}
    kinds = {each for each in classes - {HeduiError} if each.__subclasses__() and "exit_code" not in vars(each)}
    ours = {each for each in classes - kinds if not each.__module__.startswith("test")}
    expected = {(each.exit_code, each.__name__) for each in ours}
    assert documented == expected | {(0, ""), (USAGE, ""), (UNEXPECTED, ""), (INTERRUPTED, "")}
    assert len({code for code, _ in expected}) == len(expected), "each class has a code of its own"


def test_every_quarantine_reason_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", page("docs/errors.md"), re.MULTILINE)) == set(UNREADABLE)


def _subclasses(of: type[HeduiError]) -> Iterator[type[HeduiError]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)
