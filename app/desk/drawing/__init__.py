"""Drawings made of a few shapes, written as SVG for pages and as PNG for documents: one layout for both."""

from __future__ import annotations

from app.desk.drawing.png import png
from app.desk.drawing.shapes import Bar, Dot, Drawing, Line, Track, Word
from app.desk.drawing.svg import svg, svg_in_page

__all__ = ["Bar", "Dot", "Drawing", "Line", "Track", "Word", "png", "svg", "svg_in_page"]
