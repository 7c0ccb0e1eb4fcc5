"""What the objects of an OFD page draw: characters, ruled lines and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.document import Page
from extractors.errors import Unreadable
from extractors.grid.page import Glyph, PrintedPage
from extractors.readers.ofd.package import PageSource
from extractors.readers.ofd.path_data import outlines
from extractors.readers.ofd.text_object import glyphs
from extractors.readers.ofd.values import (
    POINTS,
    box,
    child,
    children,
    is_true,
    is_white,
    matrix,
    name_of,
    number,
    words_of,
)
from extractors.readers.pdf.geometry import Matrix, View, after
from extractors.readers.pdf.limits import MOST_PAGE_CHARACTERS, MOST_PAGE_SEGMENTS
from extractors.readers.pdf.paths import Rulings

_DEEPEST: Final = 12
"""Nesting of blocks and shared drawings that is followed."""

_MOST_OBJECTS: Final = 200_000
"""Objects of one page; a shared drawing counts wherever it is used."""

_HAIR: Final = 2.0
"""Points up to which a picture is a drawn line."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture of the package, and the matrix that leads from its unit square (y downwards) to points of the page."""

    part: str
    to_page: Matrix


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What a page shows: its print in points, and its pictures in drawing order."""

    printed: PrintedPage
    pictures: tuple[PlacedPicture, ...]


def drawn_page(source: PageSource) -> DrawnPage:
    """The page with all its objects drawn. Raises Unreadable (too_large)."""
    width, height = source.size[0] * POINTS, source.size[1] * POINTS
    drawn = _Drawn(source, View(0.0, 0.0, width, height, 0))
    scale: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
    for root in source.contents:
        content = child(root, "Content")
        if content is not None:
            drawn.block(content, scale, 0)
    straight, pictures = tuple(drawn.straight), tuple(drawn.pictures)
    # What annotations say is kept beside the page's own print: laid over it, it would mix with the cells below.
    drawn.straight = []
    for appearance in source.annotations:
        corner = box(appearance.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        drawn.block(appearance, after((1.0, 0.0, 0.0, 1.0, corner[0], corner[1]), scale), 0)
    printed = PrintedPage(
        page=Page(source.number, round(width, 2), round(height, 2)),
        width=width,
        height=height,
        glyphs=straight,
        horizontal=tuple(drawn.rulings.horizontal),
        vertical=tuple(drawn.rulings.vertical),
        slanted=(*drawn.slanted, *drawn.straight),
        picture_share=drawn.picture_share,
    )
    return DrawnPage(printed, pictures)


class _Drawn:
    """Collects what is drawn, object by object, in drawing order."""

    def __init__(self, source: PageSource, view: View) -> None:
        self.straight: list[Glyph] = []
        self.slanted: list[Glyph] = []
        self.rulings = Rulings(view.width, view.height)
        self.picture_share = 0.0
        self.pictures: list[PlacedPicture] = []
        self._grounds: list[tuple[float, float, float, float]] = []
        self._source = source
        self._view = view
        self._objects = 0
        self._segments = 0

    def block(self, element: etree._Element, outer: Matrix, depth: int) -> None:
        """Draw the objects of a layer, block or page; `outer` leads from their space to points of the page."""
        if depth > _DEEPEST or not is_true(element.get("Visible"), True):
            return
        for item in children(element):
            self._objects += 1
            if self._objects > _MOST_OBJECTS:
                raise Unreadable("too_large", f"第 {self._source.number} 页的图文对象过多")
            match name_of(item):
                case "Layer" | "PageBlock":
                    self.block(item, outer, depth + 1)
                case "TextObject" | "PathObject" | "ImageObject" | "CompositeObject" as kind:
                    if is_true(item.get("Visible"), True):
                        self._draw(kind, item, outer, depth)

    def _draw(self, kind: str, item: etree._Element, outer: Matrix, depth: int) -> None:
        x, y, _, _ = box(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        to_page = after(after(matrix(item.get("CTM")), (1.0, 0.0, 0.0, 1.0, x, y)), outer)
        match kind:
            case "TextObject":
                self._text(item, to_page)
            case "PathObject":
                self._path(item, to_page)
            case "ImageObject":
                self._picture(item, to_page, outer)
            case _:
                shared = self._source.resources.drawings.get(item.get("ResourceID", ""))
                content = None if shared is None else child(shared, "Content")
                if content is not None:
                    self.block(content, to_page, depth + 1)

    def _text(self, item: etree._Element, to_page: Matrix) -> None:
        white = is_white(child(item, "FillColor"))
        for glyph, straight in glyphs(item, to_page, self._source.number, self._view):
            if white and not self._on_a_ground(glyph):
                continue
            (self.straight if straight else self.slanted).append(glyph)
            if len(self.straight) + len(self.slanted) > MOST_PAGE_CHARACTERS:
                raise Unreadable("too_large", f"第 {self._source.number} 页超过 {MOST_PAGE_CHARACTERS} 个字符")

    def _on_a_ground(self, glyph: Glyph) -> bool:
        """Whether something coloured was drawn where white print stands, so that it shows."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in self._grounds)

    def _path(self, item: etree._Element, to_page: Matrix) -> None:
        filled, stroked = is_true(item.get("Fill"), False), is_true(item.get("Stroke"), True)
        data = words_of(child(item, "AbbreviatedData"))
        if not (filled or stroked) or not data or number(item.get("Alpha"), 255.0) <= 0:
            return
        a, b, c, d, e, f = to_page
        drawn = [[(a * x + c * y + e, b * x + d * y + f) for x, y in outline] for outline in outlines(data)]
        if filled and any(drawn) and not is_white(child(item, "FillColor")):
            points = [point for outline in drawn for point in outline]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self._grounds.append((min(xs), min(ys), max(xs), max(ys)))
        self._segments += sum(map(len, drawn))
        if self._segments > MOST_PAGE_SEGMENTS:
            return
        if stroked:
            for outline in drawn:
                self.rulings.stroke(outline)
        else:
            self.rulings.fill(drawn)

    def _picture(self, item: etree._Element, to_page: Matrix, outer: Matrix) -> None:
        x, y, width, height = box(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        part = self._source.resources.pictures.get(item.get("ResourceID", ""))
        if part is not None:
            fitted: Matrix = (width, 0.0, 0.0, height, x, y)
            self.pictures.append(PlacedPicture(part, to_page if item.get("CTM") else after(fitted, outer)))
        a, b, c, d, e, f = outer
        corners = [(a * u + c * v + e, b * u + d * v + f) for u in (x, x + width) for v in (y, y + height)]
        x0, x1 = min(u for u, _ in corners), max(u for u, _ in corners)
        top, bottom = min(v for _, v in corners), max(v for _, v in corners)
        self._grounds.append((x0, top, x1, bottom))
        if min(x1 - x0, bottom - top) <= _HAIR:
            self.rulings.rectangle((x0, top, x1, bottom))
            return
        shown_width = max(0.0, min(x1, self._view.width) - max(x0, 0.0))
        shown_height = max(0.0, min(bottom, self._view.height) - max(top, 0.0))
        share = shown_width * shown_height / (self._view.width * self._view.height)
        self.picture_share = max(self.picture_share, share)
