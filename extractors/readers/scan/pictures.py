"""Picture files opened as pages of dots: PNG, JPEG, TIFF of several pages, BMP, GIF, WebP."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import cv2
import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extractors.document import Page
from extractors.errors import Unreadable
from extractors.readers.scan.limits import LONGEST_SIDE, MOST_PAGES, MOST_PIXELS
from extractors.readers.scan.raster import Pixels, Raster, reading_size

_FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "MPO")
_OF_PAGES: Final = frozenset({"TIFF", "MPO"})
"""Formats whose further pictures are pages, or previews, and no animation."""

_POINTS: Final = 72.0
_LONG_SIDE: Final = 841.89
"""Points of A4's longer side, which a picture that does not say its size is taken to have."""

_LIKELY_DPI: Final = (90.0, 1300.0)
"""What a scanner says; cameras and editors write 72 or nonsense."""

_LEAST_SIDE: Final = 300
_LEAST_DOTS: Final = 300_000
"""Of a page within a file: A4 at 72 dpi has half a million dots."""

_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    struct.error,
)
"""What Pillow's decoders run into in files that are cut off or spoilt."""


def media_type(path: Path) -> str:
    """The picture's own media type (image/png …). Raises Unreadable: damaged."""
    with _opened(path) as picture:
        return Image.MIME.get(picture.format or "", "image/*")


def rasters(path: Path) -> Iterator[Raster]:
    """The pages of a picture file, one at a time, each upright as its file says and no larger than is read.

    Raises Unreadable: damaged, too_large, format_unsupported (an animation).
    """
    with _opened(path) as picture:
        if picture.format not in _OF_PAGES and getattr(picture, "n_frames", 1) > 1:
            raise Unreadable("format_unsupported", "动图")
        if picture.format == "TIFF":
            _require_pages(picture)
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            _require_size(frame, number)
            yield _raster(frame, number)
            if picture.format != "TIFF":  # the further pictures of others are previews
                return


def shows_a_page(content: bytes) -> bool:
    """Whether a picture within a file is large enough to show a page, or a table of one: no emblem, seal or icon.

    One that is too large to be read shows one as well.
    """
    try:
        with _opened(io.BytesIO(content)) as picture:
            return min(picture.size) >= _LEAST_SIDE and picture.width * picture.height >= _LEAST_DOTS
    except Unreadable as error:
        return error.reason == "too_large"


def raster_of(content: bytes, number: int) -> Raster:
    """A picture within a file as page `number`. Raises Unreadable: damaged, too_large."""
    with _opened(io.BytesIO(content)) as picture:
        _require_size(picture, number)
        return _raster(picture, number)


@contextmanager
def _opened(path: Path | BinaryIO) -> Iterator[Image.Image]:
    """The file opened by its bytes, not by its name; whatever its decoder raises becomes Unreadable."""
    with warnings.catch_warnings():
        # Pillow warns of size where we refuse, and of metadata that we do not use.
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=_FORMATS) as picture:
                yield picture
        except Unreadable:
            raise
        except PermissionError:
            raise
        except Image.DecompressionBombError as error:
            raise Unreadable("too_large", "图片点数过多") from error
        except UnidentifiedImageError as error:
            raise Unreadable("damaged", "不是完整的图片") from error
        except _BROKEN as error:
            raise Unreadable("damaged", "图片不完整") from error


def _require_pages(picture: Image.Image) -> None:
    """Refuse a file of too many pages before any of them is read."""
    try:
        picture.seek(MOST_PAGES)
    except EOFError:
        picture.seek(0)
        return
    raise Unreadable("too_large", f"超过 {MOST_PAGES} 页")


def _require_size(frame: Image.Image, number: int) -> None:
    """Judge a picture by what its head says, before any of it is unpacked."""
    width, height = frame.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unreadable("too_large", f"第 {number} 页图片为 {width}×{height} 点")
    if width < 1 or height < 1:
        raise Unreadable("damaged", "图片没有内容")


def _raster(frame: Image.Image, number: int) -> Raster:
    dpi = _dpi(frame)
    frame.load()
    shown = ImageOps.exif_transpose(frame)
    pixels = _colours(shown)
    height, width = pixels.shape[:2]
    per_point = dpi / _POINTS if dpi else max(width, height) / _LONG_SIDE
    page = Page(number, round(width / per_point, 2), round(height / per_point, 2))
    size = reading_size(width, height, per_point)
    if size != (width, height):
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    return Raster(page, pixels)


def _dpi(frame: Image.Image) -> float | None:
    stated = frame.info.get("dpi")
    try:
        across = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    long_side = max(frame.size) / across if across > 0 else 0.0
    return across if _LIKELY_DPI[0] <= across <= _LIKELY_DPI[1] and long_side > 3 else None


def _colours(picture: Image.Image) -> Pixels:
    """Blue, green and red of each dot, 0..255; what is transparent is paper."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N", "F"):
        deep = np.asarray(picture, dtype=np.float32)
        top = 65535.0 if picture.mode.startswith("I") and float(deep.max(initial=0.0)) > 255 else 255.0
        if picture.mode == "F":
            top = max(1e-6, float(np.nanmax(deep, initial=0.0)))
        grey = np.clip(np.nan_to_num(deep) * (255.0 / top), 0, 255).astype(np.uint8)
        return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(paper, layer)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
