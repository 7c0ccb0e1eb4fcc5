"""Raised digits stay raised: the mark of a note behind a figure must not become its last digit."""

from __future__ import annotations

from typing import Final

_RAISED: Final = str.maketrans("0123456789０１２３４５６７８９()[]（）［］", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2 + "⁽⁾" * 4)


def raised(chars: str) -> str:
    """Digits and brackets as their raised forms, one for one; what has none stays."""
    return chars.translate(_RAISED)
