"""Text that a spreadsheet would take for a formula."""

from __future__ import annotations

import unicodedata
from typing import Final

_FORMULA_SIGNS: Final = frozenset("=+-@")
_CONTROLS: Final = frozenset("\t\r\n")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute the text: it begins with a sign of formulas, also a full-width one, after
    whatever white space and unseen characters; or with a control character, which some programs drop."""
    if text[:1].isalnum():
        return False
    if text[:1] in _CONTROLS:
        return True
    for character in text:
        if not (character.isspace() or unicodedata.category(character) in {"Cf", "Cc"}):
            return unicodedata.normalize("NFKC", character)[:1] in _FORMULA_SIGNS
    return False


def harmless_text(text: str) -> str:
    """The text for a cell; what a spreadsheet would compute gets an apostrophe in front."""
    return f"'{text}" if is_formula(text) else text
