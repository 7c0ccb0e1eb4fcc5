"""MarkItDown: Markdown of a file, and the tables in it."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version as version_of
from typing import Any

from markitdown import MarkItDown

_RULE = re.compile(r"\|[\s|:-]*-[\s|:-]*\|")


def version() -> str:
    """As installed."""
    return version_of("markitdown")


@cache
def _converter() -> MarkItDown:
    return MarkItDown(enable_plugins=False)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Tables and text of `file`."""
    text = _converter().convert(request["file"]).text_content
    tables: list[list[list[str]]] = []
    under_way = False
    for line in text.splitlines():
        is_row = line.strip().startswith("|") and line.strip().endswith("|")
        if is_row and not under_way:
            tables.append([])
        if is_row and not _RULE.fullmatch(line.strip()):
            tables[-1].append([cell.strip() for cell in line.strip()[1:-1].split("|")])
        under_way = is_row
    return {"tables": tables, "text": text}
