"""What the objects of a page draw, through pdfium: ruled lines, pictures, and which text does not show."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Set
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.grid.page import Edges
from extractors.readers.pdf.clipping import cut_off_at
from extractors.readers.pdf.geometry import IDENTITY, Matrix, View, after
from extractors.readers.pdf.hidden_text import HiddenText
from extractors.readers.pdf.limits import DEEPEST_FORM, MOST_PAGE_SEGMENTS
from extractors.readers.pdf.page_object import address, matrix_of
from extractors.readers.pdf.paths import Point, Rulings

_INVISIBLE_MODES: Final = frozenset(
    {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP, raw.FPDF_TEXTRENDERMODE_UNKNOWN}
)


class Drawn:
    """What the page's objects draw, forms unfolded: ruled lines, the largest picture, print that does not show."""

    def __init__(self, page: pdfium.PdfPage, view: View, switched_off: Set[int] = frozenset()) -> None:
        """`switched_off` are the addresses of objects in layers that are off."""
        self.view = view
        self._off = switched_off
        self.rulings = Rulings(view.width, view.height)
        self.clips: dict[int, Edges] = {}
        self.picture_share = 0.0
        self._hidden = HiddenText(page)
        self._segments = 0
        objects = (raw.FPDFPage_GetObject(page, at) for at in range(raw.FPDFPage_CountObjects(page)))
        self._collect(objects, IDENTITY, 0)

    @property
    def invisible(self) -> set[int]:
        """The addresses of text objects that nobody sees."""
        return self._hidden.found

    def _collect(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for item in objects:
            kind = raw.FPDFPageObj_GetType(item)
            if self._off and address(item) in self._off:
                if kind == raw.FPDF_PAGEOBJ_TEXT:
                    self._hidden.hide(item)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                if raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES:
                    self._hidden.hide(item)
                else:
                    self._hidden.text(item, outer)
                    clip = cut_off_at(item, outer, self.view)
                    if clip is not None:
                        self.clips[address(item)] = clip
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(item, outer)
                self._hidden.picture(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = (raw.FPDFFormObj_GetObject(item, at) for at in range(raw.FPDFFormObj_CountObjects(item)))
                self._collect(inner, after(matrix_of(item), outer), depth + 1)

    def _path(self, item: Any, outer: Matrix) -> None:
        count = raw.FPDFPath_CountSegments(item)
        self._segments += count
        if count < 2 or self._segments > MOST_PAGE_SEGMENTS:
            return
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, filled, stroked)
        if not (filled.value or stroked.value):
            return
        outlines = self._outlines(item, count, after(matrix_of(item), outer))
        if stroked.value:
            for outline in outlines:
                self.rulings.stroke(outline)
        else:
            self.rulings.fill(outlines)
        if filled.value:
            self._hidden.area(item, outer)

    def _outlines(self, item: Any, count: int, matrix: Matrix) -> list[list[Point]]:
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        outlines: list[list[Point]] = []
        curve = 0
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, at)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                # The third of each three points is where the curve ends; a new outline keeps it from being a line.
                curve = (curve + 1) % 3
                if curve == 0:
                    outlines.append([point])
                continue
            curve = 0
            if kind == raw.FPDF_SEGMENT_MOVETO or not outlines:
                outlines.append([])
            outlines[-1].append(point)
            if raw.FPDFPathSegment_GetClose(segment) and outlines[-1][0] != point:
                outlines[-1].append(outlines[-1][0])
        return outlines

    def _picture(self, item: Any, outer: Matrix) -> None:
        a, b, c, d, e, f = after(matrix_of(item), outer)
        corners = [self.view.point(a * u + c * v + e, b * u + d * v + f) for u in (0, 1) for v in (0, 1)]
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        if min(x1 - x0, bottom - top) <= 2.0:
            self.rulings.rectangle((x0, top, x1, bottom))
            return
        width = max(0.0, min(x1, self.view.width) - max(x0, 0.0))
        height = max(0.0, min(bottom, self.view.height) - max(top, 0.0))
        self.picture_share = max(self.picture_share, width * height / (self.view.width * self.view.height))
