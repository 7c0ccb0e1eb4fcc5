"""Text as it is, for the pages in Markdown that the program writes."""

from __future__ import annotations


def plain(text: str) -> str:
    """`text` without what Markdown would take for its own."""
    return "".join(f"\\{character}" if character in "*_<|`" else character for character in text)
