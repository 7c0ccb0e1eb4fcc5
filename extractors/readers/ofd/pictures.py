"""A page of pictures as dots: what a scan in an OFD file shows."""

from __future__ import annotations

import io
import warnings
from typing import Final

import numpy as np
from PIL import Image

from extractors.errors import Unreadable
from extractors.readers.ofd.drawing import DrawnPage, PlacedPicture
from extractors.readers.ofd.package import OfdPackage
from extractors.readers.scan import Raster
from extractors.readers.scan.limits import LEAST_DPI, LONGEST_SIDE, MOST_DPI, MOST_PIXELS, MOST_READ_PIXELS, READING_DPI

_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_POINTS: Final = 72.0
_SKEWED: Final = 0.02
"""Part of a side by which a picture may stand askew before it is left out."""


def page_of_pictures(package: OfdPackage, drawn: DrawnPage) -> Raster | None:
    """The page with its pictures on white paper, as fine as the finest; None where none can be drawn."""
    page = drawn.printed.page
    opened = [(placed, picture) for placed in drawn.pictures if (picture := _opened(package, placed)) is not None]
    if not opened:
        return None
    finest = (MOST_READ_PIXELS / max(1.0, page.width * page.height)) ** 0.5 * _POINTS
    wanted = max((_dpi(placed, picture) for placed, picture in opened), default=0.0)
    dpi = min(max(READING_DPI, min(MOST_DPI, wanted)), finest)
    if dpi < LEAST_DPI:
        return None
    scale = dpi / _POINTS
    paper = Image.new("RGB", (max(1, round(page.width * scale)), max(1, round(page.height * scale))), "white")
    pasted = [_paste(paper, placed, picture, scale) for placed, picture in opened]
    if not any(pasted):
        return None
    return Raster(page, np.ascontiguousarray(np.asarray(paper)[:, :, ::-1]))


def _opened(package: OfdPackage, placed: PlacedPicture) -> Image.Image | None:
    """The picture with its dots; None for one that is broken, too large or of a kind that we cannot draw."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of size where we refuse
        try:
            picture = Image.open(io.BytesIO(package.picture(placed.part)), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
                return None
            return picture.convert("RGB")
        except (Unreadable, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return None


def _dpi(placed: PlacedPicture, picture: Image.Image) -> float:
    a, b, c, d, _, _ = placed.to_page
    area = abs(a * d - b * c)
    return float((picture.width * picture.height / area) ** 0.5 * _POINTS) if area > 0 else 0.0


def _paste(paper: Image.Image, placed: PlacedPicture, picture: Image.Image, scale: float) -> bool:
    """Draw one picture, turned by quarters and mirrored as its matrix says; False where it stands askew."""
    a, b, c, d, e, f = placed.to_page
    straight, turned = max(abs(a), abs(d)), max(abs(b), abs(c))
    if min(straight, turned) > _SKEWED * max(straight, turned):
        return False
    if turned > straight:
        picture = picture.transpose(Image.Transpose.TRANSPOSE)
        a, d = c, b
    left, right = sorted((e * scale, (e + a) * scale))
    top, bottom = sorted((f * scale, (f + d) * scale))
    size = round(right - left), round(bottom - top)
    if min(size) < 1 or size[0] > 2 * paper.width or size[1] > 2 * paper.height:
        return False
    if a < 0:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if d < 0:
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    paper.paste(picture.resize(size, Image.Resampling.BOX), (round(left), round(top)))
    return True
