"""Writes the page of the rooms, from the first line of every package: `python docs/rooms.py > docs/rooms.md`."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[1]
FLOORS: Final = ("app", "flows", "pipeline", "extractors", "rules")
"""From the top down, as imports go."""

BESIDE: Final = ("benchmarks", "delivery")

_HEAD: Final = """# The rooms

Made by `python docs/rooms.py` from the first line of every package. How they work together:
[architecture](architecture.md).
"""


def rooms_page() -> str:
    """The page as Markdown: the floors with their rooms, and what stands beside them."""
    floors = [line for floor in FLOORS for line in _floor(floor)]
    return "\n".join([_HEAD, *floors, *(line for name in BESIDE for line in _floor(name))]).rstrip("\n") + "\n"


def _floor(floor: str) -> list[str]:
    top = PROJECT / floor
    rooms = sorted(file.parent for file in top.rglob("__init__.py") if file.parent != top)
    rows = [
        f"| [{room.relative_to(PROJECT).as_posix()}](../{room.relative_to(PROJECT).as_posix()}) | {_first_line(room)} |"
        for room in rooms
        if _first_line(room)
    ]
    table = ["| room | what is there |", "|---|---|", *rows, ""] if rows else []
    return [f"## {floor}", "", _first_line(top), "", *table]


def _first_line(package: Path) -> str:
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    return said.splitlines()[0] if said else ""


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(rooms_page(), end="")
