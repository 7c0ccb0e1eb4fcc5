"""How much of a scan is read before it counts as too large: bounds on memory and time for one page and one file."""

from __future__ import annotations

from typing import Final

MOST_PIXELS: Final = 60_000_000
"""Of one picture as stored: an A3 page at 400 dpi has 31 million."""

LONGEST_SIDE: Final = 20_000
"""Dots of a picture's longer side; a strip that is longer is no page."""

MOST_PAGES: Final = 500
"""Pictures in one file; each takes seconds."""

READING_DPI: Final = 200.0
"""Dots per inch at which a page of a PDF is drawn for reading, unless its pictures are finer."""

LEAST_DPI: Final = 72.0
"""What a page too large to be drawn finer than this is not read at."""

MOST_DPI: Final = 300.0
"""Finer pictures are shrunk to this: the recogniser sees no more."""

MOST_READ_PIXELS: Final = 16_000_000
"""Of a page as it is read: A3 at 250 dpi. What is larger is shrunk to this."""
