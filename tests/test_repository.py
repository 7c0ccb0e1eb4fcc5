"""The rules of the house that no linter knows: one job a file, said in its first line; nothing of any one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT: Final = Path(__file__).resolve().parents[1]
MAX_LINES: Final = 300
LONGER_FOR_A_REASON: Final[dict[str, str]] = {}
"""Files over MAX_LINES that have one job all the same, with the reason."""

SHIPPED: Final = ("app", "flows", "pipeline", "extractors", "rules")
NEVER_IMPORTED: Final = {
    "fastapi": "held back for Prefect",
    "onnxruntime": "RapidOCR's models run in it, and it asks for none",
    "python-multipart": "Starlette reads forms with it, and does not ask for it",
}
COMES_WITH: Final = {"dask": "distributed", "pydantic_core": "pydantic"}
"""Packages that are nothing without the one that is asked for."""

UNSAYING_NAMES: Final = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def tracked(*patterns: str) -> list[Path]:
    # Whoever runs the tests need not be the one who owns the folder, which git takes for a danger.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [PROJECT / name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def short(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


PYTHON: Final = tracked("*.py")
TEXT: Final = [file for file in tracked() if file.suffix in {".py", ".md", ".yaml", ".toml", ".lock", ""}]


@pytest.mark.parametrize("file", PYTHON, ids=short)
def test_a_file_says_in_its_first_line_what_it_is_for(file: Path) -> None:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, f"{short(file)} has no docstring"
    assert len(docstring.splitlines()[0]) > 10


def test_a_file_past_300_lines_has_two_jobs() -> None:
    lengths = {short(file): len(file.read_text(encoding="utf-8").splitlines()) for file in PYTHON}
    longer = {name: lines for name, lines in lengths.items() if lines > MAX_LINES}
    assert {name: lines for name, lines in longer.items() if name not in LONGER_FOR_A_REASON} == {}
    assert LONGER_FOR_A_REASON.keys() <= longer.keys(), "it is short enough again: take it off the list"


def test_names_of_modules_say_something() -> None:
    assert not [short(file) for file in PYTHON if file.stem in UNSAYING_NAMES or file.parent.name in UNSAYING_NAMES]


def test_nothing_belongs_to_one_machine() -> None:
    # Spelt so that this file does not find itself.
    machine = re.compile("(?<![\\w.])/(?:" + "|".join(("home", "root", "Users", "work", "mnt")) + ")/[\\w.]")
    found = [
        f"{short(file)}:{number}: {line.strip()}"
        for file in TEXT
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if machine.search(line)
    ]
    assert not found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_exact_versions_and_name_no_index(lock: str) -> None:
    lines = (PROJECT / lock).read_text(encoding="utf-8").splitlines()
    pinned = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .+)?")
    assert lines
    assert [line for line in lines if not pinned.fullmatch(line)] == []


def test_the_locks_agree() -> None:
    run, dev = (
        set((PROJECT / lock).read_text(encoding="utf-8").splitlines())
        for lock in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev


def test_what_is_imported_is_asked_for_and_what_is_asked_for_imported() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dask"]]
    asked = {canonicalize_name(Requirement(line).name) for line in lines}
    nodes = [
        node
        for file in tracked(*(f"{room}/*.py" for room in SHIPPED))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]
    named = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    foreign = {name.partition(".")[0] for name in named} - {*SHIPPED, *sys.stdlib_module_names, *COMES_WITH}
    owners = packages_distributions()
    found = {name: {canonicalize_name(owner) for owner in owners.get(name, [])} for name in foreign}
    assert {name for name, those in found.items() if not those & asked} == set()
    assert asked - set().union(*found.values()) == set(NEVER_IMPORTED)


def test_imports_are_absolute() -> None:
    relative = [
        f"{short(file)}:{node.lineno}"
        for file in PYTHON
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_ignored_type_errors_are_named() -> None:
    bare = re.compile(r"# type: ignore(?!\[)")
    found = [
        f"{short(file)}:{number}"
        for file in PYTHON
        if file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert not found
