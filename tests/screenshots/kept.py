"""Pictures as they are kept: few colours, and with them, as text, what they show."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final, cast

from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngImageFile, PngInfo

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "screenshots"

_SHOWN: Final = "Shown"
"""The key of the PNG file's own text (iTXt)."""

_COLOURS: Final = 256
_UNSEEN: Final = 16
"""Shades of 255 by which a dot of a rounded corner may differ from one time to the next."""

_CELL: Final = 32
"""Dots of a side of the squares by which two pictures are compared: what a font draws otherwise is lost in them."""


def keep(picture: Image.Image, shown: str, file: Path) -> None:
    """Write the picture with as few colours as print needs, and the text of what it shows; one that nobody could tell
    from what is there is left as it is."""
    few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    if file.exists() and shown_on(file) == shown and _looks_the_same(file, few):
        return
    text = PngInfo()
    text.add_itxt(_SHOWN, shown, zip=True)
    few.save(file, "PNG", optimize=True, pnginfo=text)


def _looks_the_same(file: Path, now: Image.Image) -> bool:
    with Image.open(file) as kept:
        if kept.size != now.size:
            return False
        shades = ImageChops.difference(kept.convert("RGB"), now.convert("RGB")).getextrema()
    return max(most for _, most in cast(tuple[tuple[int, int], ...], shades)) <= _UNSEEN


def shown_on(file: Path) -> str:
    """The text of what a kept picture shows; empty where it says nothing."""
    with Image.open(file) as picture:
        assert isinstance(picture, PngImageFile), file
        return str(picture.text.get(_SHOWN, ""))


def unlike(file: Path, now: Image.Image) -> float:
    """How far a kept picture is from another, in shades of 0 to 255 of squares: 255 where the sizes differ."""
    with Image.open(file) as opened:
        kept = opened.convert("RGB")
    if kept.size != now.size:
        return 255.0
    small = (max(1, kept.width // _CELL), max(1, kept.height // _CELL))
    both = [each.convert("RGB").resize(small, Image.Resampling.BOX) for each in (kept, now)]
    return max(ImageStat.Stat(ImageChops.difference(*both)).mean)


def opened(content: bytes) -> Image.Image:
    """The picture of a browser's PNG."""
    return Image.open(io.BytesIO(content)).convert("RGB")
