"""Which text objects nobody sees: white on white, or under what is drawn over them afterwards."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.readers.pdf.geometry import Matrix
from extractors.readers.pdf.page_object import Bounds, address, placed

_WHITE: Final = 250
_PAPER: Final = 0.02
_COVERED: Final = 0.9
"""Part of a text's area that must lie under something for it to be hidden."""

_THIN: Final = 4.0
"""Points: what is thinner is a line."""

_MOST_PAIRS: Final = 200_000

_Print = tuple[int, Any, Matrix]
"""The number of a text object, the object, and the matrix of the form that it stands in."""


class HiddenText:
    """Takes the objects of a page in drawing order; `found` are the addresses of text objects that do not show."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.found: set[int] = set()
        self._page = page
        self._red, self._green, self._blue, self._alpha = (ctypes.c_uint() for _ in range(4))
        self._bounds: dict[int, Bounds] = {}
        self._printed: list[_Print] = []
        self._coloured: list[Bounds] = []
        self._pairs = 0

    def hide(self, item: Any) -> None:
        """Take a text object off the page, in memory too: pdfium drops visible print that repeats hidden print."""
        self.found.add(address(item))
        raw.FPDFPageObj_SetIsActive(item, False)

    def text(self, item: Any, outer: Matrix) -> None:
        """A text object is drawn."""
        known = raw.FPDFPageObj_GetFillColor(item, self._red, self._green, self._blue, self._alpha)
        if known and self._alpha.value == 0:
            self.hide(item)
            return
        printed = (len(self._printed), item, outer)
        self._printed.append(printed)
        if not known or self._red.value < _WHITE or min(self._green.value, self._blue.value) < _WHITE:
            return
        filled = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_FILL
        if filled and not any(_share(self._where(printed), ground) > _COVERED / 2 for ground in self._coloured):
            self.hide(item)

    def area(self, item: Any, outer: Matrix) -> None:
        """A filled shape is drawn: it may be the ground of white print, and covers what stands under it."""
        bounds = placed(item, outer)
        if bounds is None or not _is_area(bounds):
            return
        if not raw.FPDFPageObj_GetFillColor(item, self._red, self._green, self._blue, self._alpha):
            self._coloured.append(bounds)  # a pattern or a shading
            return
        if self._alpha.value and min(self._red.value, self._green.value, self._blue.value) < _WHITE:
            self._coloured.append(bounds)
        if self._alpha.value == 255 and not raw.FPDFPageObj_HasTransparency(item) and _is_rectangle(item):
            self._cover(bounds)

    def picture(self, item: Any, outer: Matrix) -> None:
        """A picture is drawn: it may be the ground of white print, and one that lets nothing through covers."""
        bounds = placed(item, outer)
        if bounds is None or not _is_area(bounds):
            return
        self._coloured.append(bounds)
        if not raw.FPDFPageObj_HasTransparency(item) and self._any_under(bounds) and _is_opaque(item, self._page):
            self._cover(bounds)

    def _cover(self, bounds: Bounds) -> None:
        for printed in self._under(bounds):
            self.hide(printed[1])

    def _any_under(self, bounds: Bounds) -> bool:
        return next(iter(self._under(bounds)), None) is not None

    def _under(self, bounds: Bounds) -> list[_Print]:
        self._pairs += len(self._printed)
        if self._pairs > _MOST_PAIRS:
            return []
        return [printed for printed in self._printed if _share(self._where(printed), bounds) > _COVERED]

    def _where(self, printed: _Print) -> Bounds:
        key, item, outer = printed
        if key not in self._bounds:
            self._bounds[key] = placed(item, outer) or (0.0, 0.0, 0.0, 0.0)
        return self._bounds[key]


def _is_area(bounds: Bounds) -> bool:
    return bounds[2] - bounds[0] > _THIN and bounds[3] - bounds[1] > _THIN


def _is_rectangle(item: Any) -> bool:
    return raw.FPDFPath_CountSegments(item) in (4, 5)


def _share(inner: Bounds, outer: Bounds) -> float:
    """The part of `inner` that lies in `outer`."""
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    if area <= 0:
        return 0.0
    width = min(inner[2], outer[2]) - max(inner[0], outer[0])
    height = min(inner[3], outer[3]) - max(inner[1], outer[1])
    return width * height / area if width > 0 and height > 0 else 0.0


def _is_opaque(item: Any, page: pdfium.PdfPage) -> bool:
    """Whether a picture lets nothing through: it is of colours or greys (a stencil paints its dots only), unmasked."""
    data = raw.FPDF_IMAGEOBJ_METADATA()
    if not raw.FPDFImageObj_GetImageMetadata(item, page, data) or data.bits_per_pixel < 8:
        return False
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.pdf, page, item)
    if not bitmap:
        return False
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        size = raw.FPDFBitmap_GetStride(bitmap) * height
        buffer = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * size)).contents
        alphas = bytes(buffer)[3::4]
        clear = sum(alpha < _WHITE for alpha in alphas[:: max(1, len(alphas) // 10_000)])
        return width > 0 and clear <= _PAPER * min(len(alphas), 10_000)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
