"""What a person may have typed into an address, read without complaint: whatever is no number or month is left out."""

from __future__ import annotations

from datetime import date


def number_of(text: str | None, otherwise: int = 1) -> int:
    """A number from an address; whatever else stands there counts as `otherwise`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


_EARLIEST, _LATEST = 1900, 2200
"""Years that an address may ask for: what is before and after them can still be counted from them."""


def day_of(text: str | None) -> date | None:
    """A day written 2024-05-31; None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _EARLIEST <= day.year <= _LATEST else None


def month_of(text: str | None) -> date | None:
    """The first day of a month written 2024-05 or 2024-5; None for anything else."""
    year, _, month = (text or "").partition("-")
    return day_of(f"{year}-{month:0>2}-01")
