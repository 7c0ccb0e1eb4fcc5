"""Text whose every character knows where it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

_MOSTLY = 0.8
"""Part of the broader one's width that two boxes above one another share to be of one run of print."""

_NEAR = 0.5
"""Gap between them, in the height of the taller one."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in 0..1 of the page as displayed (rotation applied)."""


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A character drawn on a page (`page` counts from 1)."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A character of a text file: `line` counts from 1, `column` (in characters) from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A character of a table cell in a file without pages (DOCX, HTML); all counts from 0.

    `offset` counts the characters of the cell as the reader returned it before any rejoining.
    """

    table: int
    row: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class ParagraphPlace:
    """A character of a paragraph in a file without pages (DOCX, HTML); counts from 0."""

    paragraph: int
    offset: int


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A character of a spreadsheet cell as displayed: `cell` like 'C7', `offset` from 0."""

    sheet: str
    cell: str
    offset: int


Place = PagePlace | LinePlace | CellPlace | ParagraphPlace | SheetPlace


_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """A string and, for each of its characters, the place it came from.

    `places[i]` is None for a character that is not printed (a line break or space put in by a reader).
    `doubtful` holds the indices of characters whose reading is uncertain (OCR).
    """

    chars: str
    places: tuple[Place | None, ...]
    doubtful: frozenset[int] = field(default=frozenset())

    def __post_init__(self) -> None:
        if len(self.chars) != len(self.places):
            raise ValueError(f"{len(self.chars)} characters but {len(self.places)} places")

    def __str__(self) -> str:
        return self.chars

    def __len__(self) -> int:
        return len(self.chars)

    def __bool__(self) -> bool:
        return bool(self.chars)

    def __getitem__(self, part: slice) -> Text:
        start, stop, step = part.indices(len(self.chars))
        if step != 1:
            raise ValueError("a Text is cut without a step")
        doubtful = frozenset(i - start for i in self.doubtful if start <= i < stop) if self.doubtful else _NONE
        return Text(self.chars[start:stop], self.places[start:stop], doubtful)

    def __add__(self, other: Text) -> Text:
        return join((self, other))

    def strip(self) -> Text:
        """Without white space at both ends."""
        start = len(self.chars) - len(self.chars.lstrip())
        if not start and self.chars[-1:].strip():
            return self
        return self[start : max(start, len(self.chars.rstrip()))]

    def lines(self) -> Iterator[Text]:
        """The parts between line breaks, in order."""
        start = 0
        while (end := self.chars.find("\n", start)) >= 0:
            yield self[start:end]
            start = end + 1
        yield self[start : len(self.chars)]

    def compact(self) -> str:
        """The characters without any white space."""
        return "".join(self.chars.split())


EMPTY = Text("", ())


def join(parts: Iterable[Text], separator: str = "") -> Text:
    """One Text of several, `separator` (without a place) between them."""
    chars: list[str] = []
    places: list[Place | None] = []
    doubtful: set[int] = set()
    for index, part in enumerate(parts):
        if index and separator:
            chars.append(separator)
            places.extend([None] * len(separator))
        doubtful.update(len(places) + i for i in part.doubtful)
        chars.append(part.chars)
        places.extend(part.places)
    return Text("".join(chars), tuple(places), frozenset(doubtful))


def spans(text: Text) -> list[dict[str, Any]]:
    """Where `text` is printed, as the contract's `spans`: the joined `text`s are the printed characters.

    White space is left out, so every span without pages is an exact slice of its line, cell or paragraph.
    """
    found: list[dict[str, Any]] = []
    previous: Place | None = None
    for char, place in zip(text.chars, text.places, strict=True):
        if place is None or char.isspace():
            continue
        if previous is not None and found and _continues(previous, place):
            _extend(found[-1], char, place)
        else:
            found.append(_span(char, place))
        previous = place
    return found


def _continues(before: Place, after: Place) -> bool:
    match before, after:
        case PagePlace(), PagePlace():
            same = _same_line(before.box, after.box) or _next_along(before.box, after.box)
            return before.page == after.page and same
        case LinePlace(), LinePlace():
            return before.line == after.line and after.column == before.column + 1
        case CellPlace(), CellPlace():
            same = (before.table, before.row, before.column) == (after.table, after.row, after.column)
            return same and after.offset == before.offset + 1
        case ParagraphPlace(), ParagraphPlace():
            return before.paragraph == after.paragraph and after.offset == before.offset + 1
        case SheetPlace(), SheetPlace():
            return (before.sheet, before.cell) == (
                after.sheet,
                after.cell,
            ) and after.offset == before.offset + 1
        case _:
            return False


def _same_line(a: Box, b: Box) -> bool:
    """Whether two boxes stand in one printed line: they share more than half of the lower one's height."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > 0.5 * min(a[3] - a[1], b[3] - b[1]) and b[0] >= a[0] - 1e-6


def _next_along(a: Box, b: Box) -> bool:
    """Whether two boxes touch upwards, downwards or backwards: print that is turned, or runs down a narrow cell."""
    level = min(a[3], b[3]) - max(a[1], b[1]) > _MOSTLY * max(a[3] - a[1], b[3] - b[1])
    if level and abs(a[0] - b[2]) < _NEAR * (a[2] - a[0]):
        return True  # upside down
    shared = min(a[2], b[2]) - max(a[0], b[0])
    if shared < _MOSTLY * max(a[2] - a[0], b[2] - b[0]):
        return False
    gap = max(b[1] - a[3], a[1] - b[3])
    return -_MOSTLY * min(a[3] - a[1], b[3] - b[1]) < gap < _NEAR * max(a[3] - a[1], b[3] - b[1])


def _span(char: str, place: Place) -> dict[str, Any]:
    match place:
        case PagePlace(page, box):
            return {"page": page, "box": [round(edge, 5) for edge in box], "text": char}
        case LinePlace(line, column):
            return {"line": line, "start": column, "end": column + 1, "text": char}
        case CellPlace(table, row, column, offset):
            return {
                "table": table,
                "row": row,
                "column": column,
                "start": offset,
                "end": offset + 1,
                "text": char,
            }
        case ParagraphPlace(paragraph, offset):
            return {"paragraph": paragraph, "start": offset, "end": offset + 1, "text": char}
        case SheetPlace(sheet, cell, offset):
            return {"sheet": sheet, "cell": cell, "start": offset, "end": offset + 1, "text": char}


def _extend(span: dict[str, Any], char: str, place: Place) -> None:
    span["text"] += char
    if isinstance(place, PagePlace):
        x0, top, x1, bottom = span["box"]
        box = place.box
        merged = (min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3]))
        span["box"] = [round(edge, 5) for edge in merged]
    else:
        span["end"] += 1
