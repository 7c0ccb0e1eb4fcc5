"""How much of a PDF is read before it counts as too large: bounds on memory and time for one file."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 300 * 1024 * 1024
MOST_PAGES: Final = 2000
MOST_PAGE_CHARACTERS: Final = 200_000
MOST_CHARACTERS: Final = 3_000_000
MOST_PAGE_SEGMENTS: Final = 200_000
"""Path segments of one page; the rest of a drawing beyond it is no table."""

DEEPEST_FORM: Final = 8
"""Nesting of form objects that is followed."""
