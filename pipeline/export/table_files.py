"""What the writers of single tables share: their signature, and how values look as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from pipeline.json_value import json_value
from pipeline.store.contract import Row

TableWriter = Callable[[Path, str, Iterator[Row]], None]
"""Writes the rows of the named table into a file."""


def json_text(value: Any) -> str:
    """Compact JSON with Chinese characters as they are."""
    return orjson.dumps(value, json_value, orjson.OPT_UTC_Z).decode()


def cell_text(value: Any) -> str:
    """The value as the text of one cell; empty for None, JSON for lists and objects."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json_text(value)
    return str(json_value(value))
