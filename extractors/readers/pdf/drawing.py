"""A page of a PDF drawn as dots, for those whose text layer is not there or cannot be trusted."""

from __future__ import annotations

from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Page
from extractors.readers.scan import Raster
from extractors.readers.scan.limits import LEAST_DPI, MOST_DPI, MOST_READ_PIXELS, READING_DPI

_POINTS: Final = 72.0


def drawn_page(pdf: pdfium.PdfDocument, index: int) -> Raster | None:
    """Page `index` (from 0) as displayed, as fine as its pictures are; None where it is too large to be legible.

    Raises pdfium.PdfiumError.
    """
    page = pdf[index]
    try:
        width, height = page.get_size()
        finest = (MOST_READ_PIXELS / max(1.0, width * height)) ** 0.5 * _POINTS
        dpi = min(max(READING_DPI, min(MOST_DPI, _picture_dpi(page))), finest)
        if dpi < LEAST_DPI:
            return None
        bitmap = page.render(scale=dpi / _POINTS, rev_byteorder=False, prefer_bgrx=True)
        pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
    finally:
        page.close()
    return Raster(Page(index + 1, round(width, 2), round(height, 2)), pixels)


def _picture_dpi(page: pdfium.PdfPage) -> float:
    """Dots to the inch of the page's largest picture; 0 without one."""
    best, dpi = 0, 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        width, height = item.get_px_size()
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        if width * height > best and area > 0:
            best = width * height
            dpi = (width * height / area) ** 0.5 * _POINTS
    return dpi
