"""Draws invented pages of paragraphs and ruled tables as clean pictures, with what they say and where beside them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

_NOTO: Final = "/usr/share/fonts/opentype/noto/Noto{}CJK-{}.ttc"
_LATIN: Final = "/usr/share/fonts/truetype/liberation/Liberation{}-{}.ttf"

HAN_FONTS: Final[Mapping[str, tuple[str, int]]] = {
    "serif": (_NOTO.format("Serif", "Regular"), 2),
    "sans": (_NOTO.format("Sans", "Regular"), 2),
    "serif bold": (_NOTO.format("Serif", "Bold"), 2),
    "sans bold": (_NOTO.format("Sans", "Bold"), 2),
    "ming": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    "kai": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    "hei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
}
"""File and face of each font for Chinese; only the first four can be counted on."""

LATIN_FONTS: Final[Mapping[str, tuple[str, int]]] = {
    "times": (_LATIN.format("Serif", "Regular"), 0),
    "arial": (_LATIN.format("Sans", "Regular"), 0),
}
"""The same for digits and letters, where they are not taken from the Chinese font."""

_NOT_FIRST: Final = frozenset("，。；：、）》”%！？")
_FINE: Final = 2
"""Drawn so many times larger, then shrunk: print has soft edges."""

Align = Literal["left", "middle", "right"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Face:
    """The fonts of a page by name; `latin` None takes digits from the Chinese one."""

    han: str = "serif"
    latin: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """`text` in lines of `size` points, the first one indented by two characters unless it stands in the middle."""

    text: str
    size: float = 12.0
    align: Align = "left"
    indent: bool = True


@dataclass(frozen=True)
class Cell:
    """What stands in one field of a table, and over how many rows and columns it goes."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table: `widths` of its columns in points. `sides` False leaves off its outermost upright rules."""

    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    size: float = 10.0
    leading: float = 1.35
    rule: float = 0.6
    sides: bool = True


@dataclass(frozen=True)
class PagePicture:
    """A drawn page (grey, `dpi` dots to the inch) and what it says; `boxes` in dots by (block, row, column)."""

    picture: Image.Image
    dpi: int
    blocks: tuple[Paragraph | Table, ...]
    boxes: Mapping[tuple[int, int, int], Box] = field(default_factory=dict)


def fonts_here(fonts: Mapping[str, tuple[str, int]]) -> list[str]:
    """Names of the fonts that are installed."""
    return [name for name, (file, _) in fonts.items() if _file(file) is not None]


def _file(file: str) -> Path | None:
    """The font file where it is installed, or under the folder that FONT_ROOT names."""
    places = (Path(file), Path(os.environ.get("FONT_ROOT", "/")) / file.lstrip("/"))
    return next((place for place in places if place.is_file()), None)


def page_picture(
    blocks: Sequence[Paragraph | Table], dpi: int, face: Face, *, width: float = 595.0, margin: float = 50.0
) -> PagePicture:
    """`blocks` one under the other on a page of `width` points, as tall as they need."""
    layout = _Layout(face, dpi * _FINE / 72.0, width, margin)
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            layout.table(number, block)
        else:
            layout.paragraph(number, block)
    height = layout.y + margin
    fine = layout.scale
    page = Image.new("L", (round(width * fine / _FINE) * _FINE, round(height * fine / _FINE) * _FINE), 255)
    pen = ImageDraw.Draw(page)
    for x0, y0, x1, y1, thick in layout.rules:
        pen.line([(x0 * fine, y0 * fine), (x1 * fine, y1 * fine)], 0, max(2, round(thick * fine)))
    for x, y, text, size in layout.texts:
        for part, face_of, at in _runs(text, face, size * fine):
            pen.text((x * fine + at, y * fine), part, 0, font=face_of, anchor="ls")
    picture = page.resize((page.width // _FINE, page.height // _FINE), Image.Resampling.BOX)
    dots = fine / _FINE
    boxes = {key: (x0 * dots, y0 * dots, x1 * dots, y1 * dots) for key, (x0, y0, x1, y1) in layout.boxes.items()}
    return PagePicture(picture, dpi, tuple(blocks), boxes)


class _Layout:
    """Where everything goes, in points from the upper left corner; texts by their base line."""

    def __init__(self, face: Face, scale: float, width: float, margin: float) -> None:
        self.scale = scale
        self.rules: list[tuple[float, float, float, float, float]] = []
        self.texts: list[tuple[float, float, str, float]] = []
        self.boxes: dict[tuple[int, int, int], Box] = {}
        self.y = margin
        self._face = face
        self._left, self._right = margin, width - margin

    def paragraph(self, number: int, block: Paragraph) -> None:
        top = self.y
        room = self._right - self._left
        lines = self._wrapped(block.text, room, block.size, 2 * block.size if block.indent else 0.0)
        for at, line in enumerate(lines):
            wide = self._length(line, block.size)
            indent = 2 * block.size if block.indent and at == 0 else 0.0
            x = self._left + {"left": indent, "middle": (room - wide) / 2, "right": room - wide}[block.align]
            self.texts.append((x, self.y + block.size, line, block.size))
            self.y += 1.6 * block.size
        self.y += 0.2 * block.size
        self.boxes[number, 0, 0] = (self._left, top, self._right, self.y)

    def table(self, number: int, block: Table) -> None:
        pitch, padding = block.leading * block.size, 2.5
        edges = [self._left + max(0.0, (self._right - self._left - sum(block.widths)) / 2)]
        for width in block.widths:
            edges.append(edges[-1] + width)
        lines = {
            cell: self._wrapped(
                cell.text, edges[cell.column + cell.columns] - edges[cell.column] - 2 * padding, block.size, 0.0
            )
            for cell in block.cells
        }
        count = max(cell.row + cell.rows for cell in block.cells)
        heights = [pitch + 2 * padding] * count
        for cell in sorted(block.cells, key=lambda cell: cell.rows):
            lacking = len(lines[cell]) * pitch + 2 * padding - sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(0.0, lacking)
        tops = [self.y]
        for height in heights:
            tops.append(tops[-1] + height)
        for cell in block.cells:
            x0, x1 = edges[cell.column], edges[cell.column + cell.columns]
            y0, y1 = tops[cell.row], tops[cell.row + cell.rows]
            self.boxes[number, cell.row, cell.column] = (x0, y0, x1, y1)
            self.rules += [(x0, y0, x1, y0, block.rule), (x0, y1, x1, y1, block.rule)]
            if block.sides or cell.column:
                self.rules.append((x0, y0, x0, y1, block.rule))
            if block.sides or cell.column + cell.columns < len(block.widths):
                self.rules.append((x1, y0, x1, y1, block.rule))
            start = y0 + (y1 - y0 - len(lines[cell]) * pitch) / 2
            for at, line in enumerate(lines[cell]):
                wide, room = self._length(line, block.size), x1 - x0 - 2 * padding
                x = x0 + padding + {"left": 0.0, "middle": (room - wide) / 2, "right": room - wide}[cell.align]
                self.texts.append((x, start + (at + 0.5) * pitch + 0.37 * block.size, line, block.size))
        self.y = tops[-1] + block.size

    def _length(self, text: str, size: float) -> float:
        return _length(text, self._face, size * self.scale) / self.scale

    def _wrapped(self, text: str, width: float, size: float, indent: float) -> list[str]:
        lines: list[list[str]] = [[]]
        for piece in _pieces(text):
            room = width - (indent if len(lines) == 1 else 0.0)
            if not lines[-1] or self._length("".join(lines[-1]) + piece, size) <= room:
                whole = [piece]
            elif piece in _NOT_FIRST and len(lines[-1]) > 1:
                whole = [lines[-1].pop(), piece]
                lines.append([])
            else:
                lines.append([])
                whole = [piece]
            for part in whole:
                for char in part if self._length(part, size) > width else (part,):
                    if lines[-1] and self._length("".join(lines[-1]) + char, size) > width:
                        lines.append([])
                    lines[-1].append(char)
        return ["".join(line) for line in lines]


def _pieces(text: str) -> list[str]:
    """What a line is not broken within: a number, else a character."""
    pieces: list[str] = []
    for char in text:
        if (
            char.isascii()
            and pieces
            and pieces[-1][-1].isascii()
            and not char.isspace()
            and pieces[-1] not in ("(", ")")
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _runs(text: str, face: Face, size: float) -> list[tuple[str, ImageFont.FreeTypeFont, float]]:
    """Stretches of one font and how far each begins from the first, in dots."""
    runs: list[tuple[str, ImageFont.FreeTypeFont, float]] = []
    at = 0.0
    for char in text:
        font = _font(face.latin if face.latin and char.isascii() else face.han, round(size))
        if runs and runs[-1][1] is font:
            before = runs.pop()
            runs.append((before[0] + char, font, before[2]))
        else:
            runs.append((char, font, at))
        at = runs[-1][2] + font.getlength(runs[-1][0])
    return runs


def _length(text: str, face: Face, size: float) -> float:
    runs = _runs(text, face, size)
    return runs[-1][2] + runs[-1][1].getlength(runs[-1][0]) if runs else 0.0


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    file, index = {**HAN_FONTS, **LATIN_FONTS}[name]
    return ImageFont.truetype(str(_file(file)), size, index=index)
