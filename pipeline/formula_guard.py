"""Text that a spreadsheet would take for a formula."""

from __future__ import annotations

from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless_text(text: str) -> str:
    """The text for a cell; what a spreadsheet would compute gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
