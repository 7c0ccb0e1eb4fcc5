"""Web pages: what a browser shows of them."""

from __future__ import annotations

from extractors.readers.html.reading import read_html

__all__ = ["read_html"]
