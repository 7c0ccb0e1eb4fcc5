"""What the pictures of the benchmark are drawn of: words and lines as SVG, and the page around them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

GRID: Final = "#dddddd"
_INK: Final = "#222222"
_FONTS: Final = "DejaVu Sans, Liberation Sans, Arial, Helvetica, sans-serif"


def drawing(width: float, height: float, shapes: Iterable[str]) -> str:
    """The picture of these shapes on white."""
    page = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" font-family="{_FONTS}">'
    return "\n".join([page, f'<rect width="{width}" height="{height:.0f}" fill="#ffffff"/>', *shapes, "</svg>", ""])


def stroke(x: float, y: float, to_x: float, to_y: float, colour: str = GRID) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"/>'


def word(x: float, y: float, text: str, size: int = 12, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
    return f'<text {place} fill="{_INK}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
