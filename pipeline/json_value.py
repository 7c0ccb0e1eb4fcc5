"""A value of a row as JSON knows it: decimals, days and moments as text, always in the same way."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline.decimal_text import decimal_text


def json_value(value: Any) -> Any:
    """The value, or its text. Raises TypeError for what no row holds."""
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case None | str() | int() | float() | list() | dict():
            return value
    raise TypeError(f"no JSON value: {type(value).__name__}")
