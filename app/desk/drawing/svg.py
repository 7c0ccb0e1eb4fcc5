"""A drawing as SVG: no script, no style, nothing from elsewhere; looks are attributes, which a page's policy allows."""

from __future__ import annotations

from html import escape
from typing import Final

import regex
from markupsafe import Markup

from app.desk.drawing.shapes import Bar, Dot, Drawing, Line, Shape, Track, Word

_FONTS: Final = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
_NO_XML: Final = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no XML file may hold; they come out of damaged reports."""


def svg(drawing: Drawing, *, in_page: bool) -> str:
    """The SVG element. One that stands `in_page` fits its place there and has links; a file of its own has neither."""
    size = "" if in_page else f' width="{drawing.width}" height="{drawing.height}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{_safe(drawing.title)}"'
        f' viewBox="0 0 {drawing.width} {drawing.height}"{size} font-family="{_FONTS}">'
    )
    ground = f'<rect width="{drawing.width}" height="{drawing.height}" fill="#ffffff"/>'
    parts = [head, f"<desc>{_safe(drawing.described)}</desc>", ground]
    parts += [_shape(shape, links=in_page) for shape in drawing.shapes]
    return "\n".join([*parts, "</svg>", ""])


def svg_in_page(drawing: Drawing) -> Markup:
    """The element for a template: what of it comes from reports has been escaped here."""
    return Markup(svg(drawing, in_page=True))


def _shape(shape: Shape, *, links: bool) -> str:
    match shape:
        case Line():
            dashes = ' stroke-dasharray="6 4"' if shape.dashed else ""
            return (
                f'<line x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}"'
                f' stroke="{shape.colour}" stroke-width="{shape.width:g}"{dashes}/>'
            )
        case Track():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width:g}"'
                ' stroke-linejoin="round"/>'
            )
        case Bar():
            edge = f' stroke="{shape.edge}" stroke-width="2"' if shape.edge else ""
            place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return _told(f'<rect {place} fill="{shape.colour}"{edge}', "rect", shape, links=links)
        case Dot():
            return _told(_dot(shape), "polygon" if shape.diamond else "circle", shape, links=links)
        case Word():
            bold = ' font-weight="bold"' if shape.bold else ""
            halo = (
                ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if shape.halo else ""
            )
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            return (
                f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" fill="{shape.colour}"'
                f"{anchor}{bold}{halo}>{_safe(shape.text)}</text>"
            )


def _dot(dot: Dot) -> str:
    look = f'fill="{dot.colour if dot.filled else "#ffffff"}" stroke="{dot.colour}" stroke-width="2"'
    if not dot.diamond:
        return f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{dot.radius:g}" {look}'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in diamond(dot))
    return f'<polygon points="{points}" {look}'


def diamond(dot: Dot) -> tuple[tuple[float, float], ...]:
    """The corners of a diamond around the dot's point."""
    x, y, r = dot.x, dot.y, dot.radius
    return (x, y - r), (x + r, y), (x, y + r), (x - r, y)


def _told(start: str, element: str, shape: Bar | Dot, *, links: bool) -> str:
    closed = f"{start}><title>{_safe(shape.tip)}</title></{element}>" if shape.tip else f"{start}/>"
    if not (links and shape.link):
        return closed
    return f'<a href="{_safe(shape.link)}" aria-label="{_safe(shape.tip)}">{closed}</a>'


def _safe(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), quote=True)
