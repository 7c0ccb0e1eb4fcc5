"""Character codes of a text layer: which are hyphens in disguise, and which cannot be trusted."""

from __future__ import annotations

from typing import Final

HYPHENS: Final = frozenset({0x02, 0xAD, 0xFFFE})
"""What pdfium gives for a hyphen or minus at the end of a line (and the soft hyphen, printed all the same)."""

TRUSTED_SHARE: Final = 0.7
"""Part of a page's characters that must be trustworthy for its text layer to be used."""


def is_doubtful(char: str) -> bool:
    """Whether `char` says nothing about what is printed: unmapped, private use, or a control character."""
    code = ord(char)
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return private or code == 0xFFFD or 0xFFFE <= code <= 0xFFFF or (code < 0x20 and not char.isspace())
