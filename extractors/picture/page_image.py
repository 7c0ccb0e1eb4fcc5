"""A page of a file with pages as an image, as it is displayed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from extractors.errors import Unreadable
from extractors.grid.page import Glyph, PrintedPage
from extractors.picture.font import chinese_font
from extractors.readers.every_kind import page_within
from extractors.readers.file_kind import OFD, PDF, PICTURE, FileKind
from extractors.readers.ofd import ofd_page
from extractors.readers.pdf import PDFIUM_LOCK
from extractors.readers.scan import Raster
from extractors.readers.scan.pictures import rasters

_DPI: Final = 130
_LONGEST: Final = 2400
"""Dots along the longer side at most, whatever the page says of its size."""

_ASCENT: Final = 0.88
_TOO_WIDE: Final = 1.15


def page_image(path: Path, kind: FileKind, number: int) -> Image.Image:
    """Page `number` (from 1) of a PDF, OFD or picture file, or the picture in another file that was read as that page.

    Raises Unreadable.
    """
    if kind is PDF:
        return _pdf_page(path, number)
    if kind is OFD:
        return _facsimile(*ofd_page(path, number))
    if kind is PICTURE:
        return _picture_page(rasters(path), number)
    within = page_within(path, number)
    return _picture_page(() if within is None else (within,), number)


def _pdf_page(path: Path, number: int) -> Image.Image:
    with PDFIUM_LOCK:
        try:
            pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise Unreadable("damaged") from error
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(_DPI / 72, _LONGEST / max(width, height, 1.0))
            image = page.render(scale=scale).to_pil()
        except (pdfium.PdfiumError, IndexError) as error:
            raise Unreadable("damaged", f"第 {number} 页画不出来") from error
        finally:
            pdf.close()
    converted: Image.Image = image.convert("RGB")
    return converted


def _facsimile(page: PrintedPage, pictures: Raster | None) -> Image.Image:
    """Pictures, characters and ruled lines where the page has them, the characters in a font of ours."""
    scale = min(_DPI / 72, _LONGEST / max(page.width, page.height))
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    image = Image.new("RGB", size, "white") if pictures is None else _as_image(pictures).resize(size)
    draw = ImageDraw.Draw(image)
    for row in page.horizontal:
        draw.line((row.start * scale, row.at * scale, row.end * scale, row.at * scale), fill="black")
    for column in page.vertical:
        draw.line((column.at * scale, column.start * scale, column.at * scale, column.end * scale), fill="black")
    for glyph in page.glyphs:
        _draw_glyph(image, draw, glyph, scale)
    return image


def _draw_glyph(image: Image.Image, draw: ImageDraw.ImageDraw, glyph: Glyph, scale: float) -> None:
    across, down = (glyph.x1 - glyph.x0) * scale, (glyph.bottom - glyph.top) * scale
    size = max(4, round(across if glyph.angle in (90, 270) else down))
    left, top = glyph.x0 * scale, glyph.top * scale
    font = chinese_font(size)
    if glyph.angle == 0:
        asked = font.getlength(glyph.char)
        if asked > _TOO_WIDE * across > 0:  # our font draws it wider than the page's own
            font = chinese_font(max(4, int(size * across / asked)))
        draw.text((left, top + _ASCENT * size), glyph.char, font=font, fill="black", anchor="ls")
        return
    along = max(1, round(down if glyph.angle in (90, 270) else across))
    sign = Image.new("L", (along, size), 0)
    ImageDraw.Draw(sign).text((0, _ASCENT * size), glyph.char, font=font, fill=255, anchor="ls")
    sign = sign.rotate(glyph.angle, expand=True)
    image.paste("black", (round(left), round(top)), sign)


def _picture_page(found: Iterable[Raster], number: int) -> Image.Image:
    for raster in found:
        if raster.page.number == number:
            image = _as_image(raster)
            image.thumbnail((_LONGEST, _LONGEST))
            return image
    raise Unreadable("damaged", f"没有第 {number} 页")


def _as_image(raster: Raster) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(raster.pixels[:, :, ::-1]))
