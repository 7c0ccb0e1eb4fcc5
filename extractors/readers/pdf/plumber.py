"""The reference reading through pdfplumber: slower, used where pdfium cannot open a file or page, and to compare."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pdfplumber
import regex

from extractors.document import Page
from extractors.grid.page import Glyph, PrintedPage
from extractors.radicals import mend_radicals
from extractors.readers.pdf.characters import is_doubtful
from extractors.readers.pdf.geometry import Matrix, Start, View, start_at
from extractors.readers.pdf.paths import Rulings
from extractors.text import PagePlace

_UNMAPPED: Final = regex.compile(r"\(cid:\d+\)")
_BAR: Final = "\u2015"
_DASH: Final = "\u2014"
"""Chinese fonts draw both with one glyph; pdfium gives the dash for either."""


def printed_page(page: pdfplumber.page.Page, starts: Mapping[Start, deque[bool]] | None = None) -> PrintedPage:
    """One page of a file that pdfplumber has opened; whatever pdfminer raises on a broken page passes through.

    `starts` tells where texts begin, in points of the file, and whether they are seen, in drawing order.
    """
    left, top, right, bottom = page.bbox
    # pdfplumber has already applied the rotation, so the view is a plain one.
    view = View(0.0, 0.0, max(float(right - left), 1.0), max(float(bottom - top), 1.0), 0)
    glyphs: list[Glyph] = []
    slanted: list[Glyph] = []
    for char in _seen(page, starts or {}):
        for glyph, straight in _glyph(char, page.page_number, view, float(left), float(top)):
            (glyphs if straight else slanted).append(glyph)
    rulings = Rulings(view.width, view.height)
    for edge in page.edges:
        x0, x1 = float(edge["x0"] - left), float(edge["x1"] - left)
        y0, y1 = float(edge["top"] - top), float(edge["bottom"] - top)
        if min(x1 - x0, y1 - y0) <= 1.0:
            rulings.stroke([(x0, y0), (x1, y1)])
    pictures = [_share(image, view) for image in page.images]
    return PrintedPage(
        page=Page(page.page_number, round(view.width, 2), round(view.height, 2)),
        width=view.width,
        height=view.height,
        glyphs=tuple(glyphs),
        horizontal=tuple(rulings.horizontal),
        vertical=tuple(rulings.vertical),
        slanted=tuple(slanted),
        picture_share=max(pictures, default=0.0),
    )


def _seen(page: pdfplumber.page.Page, starts: Mapping[Start, deque[bool]]) -> Iterator[dict[str, Any]]:
    """The characters of the texts that are seen: a text reaches to where the next one begins."""
    left, bottom, right, top = page.page_obj.mediabox
    to_view: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }.get(page.page_obj.rotate, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
    a, b, c, d, e, f = to_view
    turned = {start_at(a * x / 4 + c * y / 4 + e, b * x / 4 + d * y / 4 + f): seen for (x, y), seen in starts.items()}
    shows = True
    for char in page.chars:
        begun = turned.get(start_at(*char["matrix"][4:]))
        if begun:
            shows = begun.popleft()
        if shows:
            yield char


def _glyph(char: dict[str, Any], number: int, view: View, left: float, top: float) -> Iterator[tuple[Glyph, bool]]:
    text = str(char["text"])
    doubtful = _UNMAPPED.fullmatch(text) is not None
    if doubtful:
        text = "\ufffd"
    edges = (
        float(char["x0"]) - left,
        float(char["top"]) - top,
        float(char["x1"]) - left,
        float(char["bottom"]) - top,
    )
    middle = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    if not (0 <= middle[0] <= view.width and 0 <= middle[1] <= view.height) or edges[3] - edges[1] < 1.0:
        return
    a, b, *_ = char["matrix"]
    angle = view.angle(a, b)
    # A ligature is several characters under one box: each gets its part of the width.
    step = (edges[2] - edges[0]) / max(1, len(text))
    for at, one in enumerate(mend_radicals(text).replace(_BAR, _DASH)):
        part = (edges[0] + at * step, edges[1], edges[0] + (at + 1) * step, edges[3])
        place = PagePlace(number, view.share(part))
        if angle == "slanted":
            yield Glyph(one, *part, place, doubtful), False
        else:
            yield Glyph(one, *part, place, doubtful or is_doubtful(one), angle), True


def _share(image: dict[str, Any], view: View) -> float:
    area = float(image["x1"] - image["x0"]) * float(image["bottom"] - image["top"])
    return min(1.0, area / (view.width * view.height))
