"""What is to be marked on a picture, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageChops, ImageDraw

Span = Mapping[str, Any]
"""A place as the data contract writes it: page and box, or line, cell or paragraph with start and end."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom in dots."""

_FRAME: Final = (214, 32, 32)
_OTHER_FRAME: Final = (30, 96, 200)
_GROUND: Final = (255, 236, 120)
_OTHER_GROUND: Final = (196, 222, 255)
_ROOM: Final = 3
"""Dots between the print and its frame."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The spans of one fact; `main` for the one that the picture is about."""

    spans: Sequence[Span]
    main: bool = True


def draw_ground(picture: Image.Image, rectangle: Rectangle, *, main: bool) -> None:
    """Colour the ground of a rectangle as a marker pen does: print stays legible."""
    left, top, right, bottom = _within(picture, rectangle)
    if right <= left or bottom <= top:
        return
    part = picture.crop((left, top, right, bottom))
    ink = Image.new("RGB", part.size, _GROUND if main else _OTHER_GROUND)
    picture.paste(ImageChops.multiply(part, ink), (left, top))


def draw_frame(picture: Image.Image, rectangle: Rectangle, *, main: bool) -> None:
    """A frame around a rectangle."""
    left, top, right, bottom = _within(picture, rectangle)
    if right <= left or bottom <= top:
        return
    ImageDraw.Draw(picture).rectangle(
        (left, top, right - 1, bottom - 1), outline=_FRAME if main else _OTHER_FRAME, width=2
    )


def draw_mark(picture: Image.Image, rectangle: Rectangle, *, main: bool) -> None:
    """Ground and frame together."""
    draw_ground(picture, rectangle, main=main)
    draw_frame(picture, rectangle, main=main)


def _within(picture: Image.Image, rectangle: Rectangle) -> tuple[int, int, int, int]:
    left, top, right, bottom = rectangle
    return (
        max(0, int(left) - _ROOM),
        max(0, int(top) - _ROOM),
        min(picture.width, int(right) + 1 + _ROOM),
        min(picture.height, int(bottom) + 1 + _ROOM),
    )
