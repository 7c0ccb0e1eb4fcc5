"""A drawing as a PNG picture, for documents that take no SVG: drawn with Pillow and a Chinese font of this machine."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from app.desk.drawing.shapes import Bar, Dot, Drawing, Line, Shape, Track, Word
from app.desk.drawing.svg import diamond
from extractors.picture import png as png_bytes
from extractors.picture.font import chinese_font

SCALE: Final = 2
"""Dots of the picture to a dot of the drawing: fit to be printed as wide as a page."""

_FINE: Final = 2
"""It is drawn larger by this and made smaller again, so that slanting lines are smooth."""

_DASH, _GAP = 6.0, 4.0


def png(drawing: Drawing) -> bytes:
    """The bytes of the picture, SCALE times as large as the drawing. Raises NoChineseFont."""
    scale = SCALE * _FINE
    image = Image.new("RGB", (drawing.width * scale, drawing.height * scale), "white")
    draw = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(draw, shape, scale)
    return png_bytes(image.resize((drawing.width * SCALE, drawing.height * SCALE), Image.Resampling.LANCZOS))


def _draw(draw: ImageDraw.ImageDraw, shape: Shape, scale: int) -> None:
    match shape:
        case Line():
            for x1, y1, x2, y2 in _pieces(shape):
                ends = (x1 * scale, y1 * scale, x2 * scale, y2 * scale)
                draw.line(ends, fill=shape.colour, width=max(1, round(shape.width * scale)))
        case Track():
            if len(shape.points) > 1:
                points = [(x * scale, y * scale) for x, y in shape.points]
                draw.line(points, fill=shape.colour, width=round(shape.width * scale), joint="curve")
        case Bar():
            if shape.width > 0 and shape.height > 0:
                right, bottom = shape.x + shape.width, shape.y + shape.height
                place = (shape.x * scale, shape.y * scale, right * scale, bottom * scale)
                edge = shape.edge or None
                draw.rectangle(place, fill=shape.colour, outline=edge, width=2 * scale if edge else 0)
        case Dot():
            _draw_dot(draw, shape, scale)
        case Word():
            _draw_word(draw, shape, scale)


def _pieces(line: Line) -> list[tuple[float, float, float, float]]:
    """The line, or the dashes that it consists of."""
    length = ((line.x2 - line.x1) ** 2 + (line.y2 - line.y1) ** 2) ** 0.5
    if not line.dashed or not length:
        return [(line.x1, line.y1, line.x2, line.y2)]
    across, down = (line.x2 - line.x1) / length, (line.y2 - line.y1) / length
    pieces = []
    at = 0.0
    while at < length:
        end = min(at + _DASH, length)
        pieces.append((line.x1 + across * at, line.y1 + down * at, line.x1 + across * end, line.y1 + down * end))
        at += _DASH + _GAP
    return pieces


def _draw_dot(draw: ImageDraw.ImageDraw, dot: Dot, scale: int) -> None:
    fill = dot.colour if dot.filled else "white"
    if dot.diamond:
        corners = [(x * scale, y * scale) for x, y in diamond(dot)]
        draw.polygon(corners, fill=fill, outline=dot.colour, width=2 * scale)
        return
    x, y, r = dot.x * scale, dot.y * scale, (dot.radius + 1) * scale
    draw.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=dot.colour, width=2 * scale)


def _draw_word(draw: ImageDraw.ImageDraw, word: Word, scale: int) -> None:
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[word.anchor]
    shown = "".join(each if each.isprintable() else "\ufffd" for each in word.text)
    thickness = round(0.03 * word.size * scale) if word.bold else 0
    font = chinese_font(round(word.size * scale))
    place = (word.x * scale, word.y * scale)
    if word.halo:
        draw.text(place, shown, font=font, fill="white", anchor=anchor, stroke_width=2 * scale)
    draw.text(place, shown, font=font, fill=word.colour, anchor=anchor, stroke_width=thickness)
