"""Web pages: what a browser shows of them."""

from __future__ import annotations

from extractors.readers.html.reading import pictures_in_html, read_html

__all__ = ["pictures_in_html", "read_html"]
