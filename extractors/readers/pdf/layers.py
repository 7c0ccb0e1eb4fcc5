"""What stands in layers (optional content) that are switched off: it is in the file and nobody sees it."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from extractors.readers.pdf.geometry import IDENTITY, Matrix, View, after
from extractors.readers.pdf.limits import DEEPEST_FORM
from extractors.readers.pdf.page_object import Bounds, address, matrix_of, placed

_OFF: Final = regex.compile(rb"/OFF\s*(?:\[\s*)?\d|/(?:BaseState|ViewState)\s*/(?:OFF|Unchanged)")
"""What says that a layer is off: a list of such layers, or the state of all of them, or of one in a view."""

_PACKED: Final = regex.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
_MOST_UNPACKED: Final = 64 << 20

_MARK: Final = "OC"
_GROUND: Final = 0xFF3F9F5F
"""A colour that print does not have: white print on it shows as well as black."""

_MOST_DOTS: Final = 2_000_000
_FINEST: Final = 2.0
"""Dots to the point."""

_SEEN: Final = 8
_OVERLAP: Final = 1.0
"""Points by which the boxes of two things must overlap for one to be taken for the other."""

_MOST_SINGLE: Final = 200
"""Things drawn one by one, where several stand at one place; more of them are taken as visible."""

_MOST_COMPARED: Final = 5000

_Thing = tuple[Any, Bounds]


def may_hide_layers(content: bytes) -> bool:
    """Whether the file says that layers are off; of a locked file nothing is known."""
    if _OFF.search(content) or b"/Encrypt" in content:
        return True
    room = _MOST_UNPACKED
    for packed in _PACKED.finditer(content):
        end = content.find(b"endstream", packed.end())
        unpacked = _unpacked(content[packed.end() : end if end > 0 else None], room)
        if _OFF.search(unpacked):
            return True
        room -= len(unpacked)
        if room <= 0:
            return True
    return False


def _unpacked(packed: bytes, room: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, room)
    except zlib.error:  # packed otherwise
        return b""


def switched_off(page: pdfium.PdfPage, view: View) -> set[int]:
    """The addresses of the texts, paths and pictures of a page that do not show because their layer is off.

    pdfium draws no layer that is off, but names its text, and tells nobody which layer is. So what may stand in one
    is drawn alone, to see whether it shows.
    """
    found = list(leaves(page))
    things = [
        (item, view.rectangle(*bounds))
        for item, outer, layered in found
        if layered and (bounds := placed(item, outer)) is not None
    ]
    if not things:
        return set()
    for item, _, _ in found:
        raw.FPDFPageObj_SetIsActive(item, False)
    try:
        unseen = set(map(address, _unseen(_Canvas(page, view), things)))
    finally:
        for item, _, _ in found:
            raw.FPDFPageObj_SetIsActive(item, True)
    return unseen


def leaves(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix, bool]]:
    """What draws something, in drawing order, with the matrix of its form, and whether it, or a form around it, may be
    in a layer."""
    top = range(raw.FPDFPage_CountObjects(page))
    pending = [(raw.FPDFPage_GetObject(page, at), IDENTITY, False, 0) for at in reversed(top)]
    while pending:
        item, outer, layered, depth = pending.pop()
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, outer, layered or _is_marked(item)
        elif depth < DEEPEST_FORM:
            # A form may itself be the layer; that is not to be had from here.
            inner = after(matrix_of(item), outer)
            within = range(raw.FPDFFormObj_CountObjects(item))
            pending += [(raw.FPDFFormObj_GetObject(item, at), inner, True, depth + 1) for at in reversed(within)]


def _is_marked(item: Any) -> bool:
    return any(_name(raw.FPDFPageObj_GetMark(item, at)) == _MARK for at in range(raw.FPDFPageObj_CountMarks(item)))


def _name(mark: Any) -> str:
    size = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * 8)()
    if not raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), size):
        return ""
    return bytes(buffer)[: max(0, size.value - 2)].decode("utf-16-le", "replace")


def _unseen(canvas: _Canvas, things: list[_Thing]) -> Iterator[Any]:
    """Those that leave no trace: of all drawn together, and of those that share a place drawn one by one."""
    for item, _ in things:
        raw.FPDFPageObj_SetIsActive(item, True)
    canvas.draw()
    seen = [thing for thing in things if canvas.shows(thing[1])]
    kept = {address(item) for item, _ in seen}
    yield from (item for item, _ in things if address(item) not in kept)
    for item, _ in things:
        raw.FPDFPageObj_SetIsActive(item, False)
    for item, bounds in list(islice(_crowded(seen[:_MOST_COMPARED]), _MOST_SINGLE)):
        raw.FPDFPageObj_SetIsActive(item, True)
        canvas.draw()
        if not canvas.shows(bounds):
            yield item
        raw.FPDFPageObj_SetIsActive(item, False)


def _crowded(things: list[_Thing]) -> Iterator[_Thing]:
    boxes = np.array([bounds for _, bounds in things]).reshape(-1, 4)
    for at, thing in enumerate(things):
        x0, top, x1, bottom = thing[1]
        wide = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
        tall = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
        shared = (wide > _OVERLAP) & (tall > _OVERLAP)
        shared[at] = False
        if shared.any():
            yield thing


class _Canvas:
    """The page drawn on coloured ground."""

    def __init__(self, page: pdfium.PdfPage, view: View) -> None:
        self._page = page
        self._scale = min(_FINEST, (_MOST_DOTS / (view.width * view.height)) ** 0.5)
        self._width = max(1, round(view.width * self._scale))
        self._height = max(1, round(view.height * self._scale))
        self._dots = np.zeros((self._height, self._width, 4), np.uint8)

    def draw(self) -> None:
        """Draws what is active."""
        bitmap = raw.FPDFBitmap_CreateEx(
            self._width, self._height, raw.FPDFBitmap_BGRx, self._dots.ctypes.data, self._dots.strides[0]
        )
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, self._width, self._height, _GROUND)
        raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, self._width, self._height, 0, 0)
        raw.FPDFBitmap_Destroy(bitmap)

    def shows(self, bounds: Bounds) -> bool:
        """Whether something was drawn in these points of the page as displayed."""
        x0, top, x1, bottom = (value * self._scale for value in bounds)
        part = self._dots[max(0, int(top) - 1) : max(0, int(bottom) + 2), max(0, int(x0) - 1) : max(0, int(x1) + 2), :3]
        ground = np.array([_GROUND & 0xFF, _GROUND >> 8 & 0xFF, _GROUND >> 16 & 0xFF], np.int16)
        return bool((np.abs(part.astype(np.int16) - ground) > _SEEN).any())
