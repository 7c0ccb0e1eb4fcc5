"""What the writers of single tables share: their signature, and how values look as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from pipeline.decimal_text import decimal_text
from pipeline.store.contract import Row

TableWriter = Callable[[Path, str, Iterator[Row]], None]
"""Writes the rows of the named table into a file."""


def json_value(value: Any) -> Any:
    """The value as JSON knows it: decimals and dates as text."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def json_text(value: Any) -> str:
    """Compact JSON with Chinese characters as they are."""
    return orjson.dumps(value, _unknown, orjson.OPT_UTC_Z).decode()


def _unknown(value: Any) -> str:
    """What orjson does not write by itself."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    raise TypeError(f"no JSON value: {type(value).__name__}")


def cell_text(value: Any) -> str:
    """The value as the text of one cell; empty for None, JSON for lists and objects."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json_text(value)
    return str(json_value(value))
