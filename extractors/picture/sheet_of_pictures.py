"""Several pictures made into one, and one into a PNG file's bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from extractors.picture.font import chinese_font

_EM: Final = 22
_CAPTION: Final = 40
_GAP: Final = 24
_GROUND: Final = (238, 238, 238)


def joined(pictures: Sequence[Image.Image]) -> Image.Image:
    """The pictures of one file from top to bottom on white. Raises ValueError for none."""
    sheet = Image.new("RGB", (max(each.width for each in pictures), sum(each.height for each in pictures)), "white")
    top = 0
    for each in pictures:
        sheet.paste(each, (0, top))
        top += each.height
    return sheet


def one_below_the_other(pictures: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """The pictures from top to bottom, each under its caption. Raises NoChineseFont, ValueError for none."""
    width = max(picture.width for _, picture in pictures)
    height = sum(picture.height + _CAPTION + _GAP for _, picture in pictures)
    sheet = Image.new("RGB", (width, height), _GROUND)
    draw = ImageDraw.Draw(sheet)
    top = 0
    for caption, picture in pictures:
        draw.text((12, top + _CAPTION / 2), caption, font=chinese_font(_EM), fill="black", anchor="lm")
        sheet.paste(picture, (0, top + _CAPTION))
        top += _CAPTION + picture.height + _GAP
    return sheet


def png(picture: Image.Image) -> bytes:
    """The picture as the bytes of a PNG file."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
