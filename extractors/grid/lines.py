"""Printed lines: characters that stand side by side, in order, with the white space that their gaps mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.grid.page import Glyph
from extractors.text import Place, Text

_SAME_LINE: Final = 0.5
"""Part of the lower character's height that two characters of one line share."""

_WORD_GAP: Final = 0.2
_WIDE_GAP: Final = 1.5
"""Gaps in em that mean a space: between two Latin letters or digits, and between any two characters."""

_SLIP: Final = 0.15
"""Em by which the second print of one character may be off."""

_COVERED: Final = 0.35
"""Part of the narrower of two characters that the other one covers, where they are printed over one another."""

_OUT_OF_LINE: Final = 0.15
"""Em by which they then differ in height; print that is set too wide overlaps within its line."""

OPENING: Final = frozenset("（(《〈“‘「『【〔[{")
CLOSING: Final = frozenset("，。、；：！？）)》〉”’」』】〕]},.;:!?%％‰℃…")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; edges in points, `size` the usual em, `lead` the width of its first unbreakable piece."""

    text: Text
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    lead: float
    count: int
    """Characters that are not white space."""

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def chars(self) -> str:
        return self.text.chars


def printed_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that `glyphs` form, from top to bottom; characters of a line from left to right."""
    return [line_of(row) for row in side_by_side(glyphs)]


def side_by_side(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """`glyphs` by printed line, top to bottom, each from left to right; lines of nothing but white space left out."""
    rows: list[list[Glyph]] = []
    tallest: list[tuple[float, float]] = []  # top and bottom of the tallest character of each row
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        top, bottom = glyph.top, glyph.bottom
        size = bottom - top
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            upper, lower = tallest[index]
            tall = lower - upper
            shared = (lower if lower < bottom else bottom) - (upper if upper > top else top)
            if shared > _SAME_LINE * (tall if tall < size else size):
                rows[index].append(glyph)
                if size > tall:
                    tallest[index] = (top, bottom)
                break
        else:
            rows.append([glyph])
            tallest.append((top, bottom))
    printed = [row for row in rows if any(not glyph.char.isspace() for glyph in row)]
    ordered = [sorted(row, key=lambda glyph: glyph.x0) for row in printed]
    return sorted(ordered, key=lambda row: sum(glyph.y_mid for glyph in row) / len(row))


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """`glyphs` without those printed a second time over themselves (bold made by drawing twice)."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        char, x, y = glyph.char, glyph.x0, glyph.top
        size = glyph.bottom - y
        slip, step = _SLIP * size, size if size > 1.0 else 1.0
        left, right = int((x - slip) // step), int((x + slip) // step)
        upper, lower = int((y - slip) // step), int((y + slip) // step)
        fields = [(char, left, upper)]
        if left != right:
            fields.append((char, right, upper))
        if upper != lower:
            fields += [(char, column, lower) for _, column, _ in fields]
        if any(field in seen and _printed_there(seen[field], x, y, size, slip) for field in fields):
            continue
        seen.setdefault((char, int(x // step), int(y // step)), []).append(glyph)
        kept.append(glyph)
    return kept


def _printed_there(near: Sequence[Glyph], x: float, y: float, size: float, slip: float) -> bool:
    return any(
        abs(x - other.x0) <= slip and abs(y - other.top) <= slip and abs(size - other.size) <= slip for other in near
    )


def line_of(row: Sequence[Glyph]) -> Line:
    """The line that `row` (characters side by side, at least one of them printed) makes."""
    chars: list[str] = []
    places: list[Place | None] = []
    doubtful: set[int] = set()
    printed = [glyph for glyph in row if not glyph.char.isspace()]
    first, last = row.index(printed[0]), row.index(printed[-1])
    before: Glyph | None = None
    for glyph in row[first : last + 1]:
        if before is not None and glyph.x0 - before.x1 > _WORD_GAP and _parted(before, glyph):
            chars.append(" ")
            places.append(None)
        if glyph.char.isspace():
            if chars[-1] != " ":
                chars.append(" ")
                places.append(glyph.place)
        else:
            if glyph.doubtful:
                doubtful.add(len(chars))
            if before is not None and glyph.x0 < before.x1 and _covers(before, glyph):
                doubtful |= {len(chars) - 1, len(chars)}
            chars.append(glyph.char)
            places.append(glyph.place)
        before = glyph
    sizes = sorted(glyph.size for glyph in printed)
    return Line(
        text=Text("".join(chars), tuple(places), frozenset(doubtful)),
        x0=min(glyph.x0 for glyph in printed),
        top=min(glyph.top for glyph in printed),
        x1=max(glyph.x1 for glyph in printed),
        bottom=max(glyph.bottom for glyph in printed),
        size=sizes[len(sizes) // 2],
        lead=_lead(row[first:]),
        count=len(printed),
    )


def _covers(before: Glyph, after: Glyph) -> bool:
    """Whether one is printed over part of the other, out of line: rows too low for their lines show two of them at one
    place, and nobody can tell which characters belong together."""
    shared = before.x1 - after.x0
    return (
        shared > _COVERED * min(before.x1 - before.x0, after.x1 - after.x0)
        and abs(before.top - after.top) > _OUT_OF_LINE * after.size
    )


def _parted(before: Glyph, after: Glyph) -> bool:
    if before.char.isspace() or after.char.isspace():
        return False
    gap = (after.x0 - before.x1) / max(before.size, after.size, 1.0)  # less than _WORD_GAP points is never enough
    return gap > (_WORD_GAP if is_latin(before.char) and is_latin(after.char) else _WIDE_GAP)


def is_latin(char: str) -> bool:
    """Whether `char` is an ASCII letter or digit, which words and numbers are made of."""
    return char.isascii() and char.isalnum()


def _lead(row: Sequence[Glyph]) -> float:
    """Width of what a line break cannot part: opening marks, a word, number or ideograph, closing marks."""
    end = 0
    while end < len(row) - 1 and row[end].char in OPENING:
        end += 1
    if row[end].char.isascii():
        while end < len(row) - 1 and row[end + 1].char.isascii() and not row[end + 1].char.isspace():
            end += 1
    while end < len(row) - 1 and row[end + 1].char in CLOSING:
        end += 1
    return row[end].x1 - row[0].x0
