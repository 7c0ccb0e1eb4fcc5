"""The picture of the results: for each kind of document, where each reader stands in accuracy and in speed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from benchmarks.results_page import Taken


def picture(parts: Sequence[Taken]) -> str:
    """As SVG."""
    words = ", ".join(taken.part.title for taken in parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="60" font-family="sans-serif">'
        f'<text x="20" y="36" font-size="16">{escape(words)}</text></svg>\n'
    )
