"""The values that OFD writes in attributes: numbers, boxes, matrices and runs of offsets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from lxml import etree

from extractors.readers.pdf.geometry import IDENTITY, Matrix

POINTS: Final = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

_FARTHEST: Final = 1e6
"""Millimetres beyond which a number is a mistake; it keeps products of numbers finite."""


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The child elements in order, without comments and processing instructions."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace, which differs between producers."""
    return element.tag.rpartition("}")[2]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return next((found for found in children(element) if name_of(found) == name), None)


def words_of(element: etree._Element | None) -> str:
    """The element's own characters without white space at both ends, '' for no element."""
    return "" if element is None else (element.text or "").strip()


def number(chars: str | None, default: float = 0.0) -> float:
    """A finite number of a sensible size; `default` for anything else."""
    try:
        value = float(chars or "")
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) <= _FARTHEST else default


def numbers(chars: str | None) -> tuple[float, ...]:
    """All numbers of a list parted by white space (some producers write commas)."""
    return tuple(number(part) for part in (chars or "").replace(",", " ").split())


def box(chars: str | None) -> tuple[float, float, float, float] | None:
    """x, y, width and height; None where they are not given."""
    found = numbers(chars)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def matrix(chars: str | None) -> Matrix:
    """A CTM (a b c d e f); the identity where none is given."""
    found = numbers(chars)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) >= 6 else IDENTITY


def is_true(chars: str | None, default: bool) -> bool:
    """A boolean attribute."""
    return default if chars is None else chars.strip().lower() in ("true", "1")


def offsets(chars: str | None) -> Iterator[float]:
    """The offsets from one character to the next: `g 3 2.5` stands for 2.5 three times. The last goes on for ever.

    Yields nothing where no offset is given. Lazy, so that a repeat count costs nothing until it is used.
    """
    parts = (chars or "").replace(",", " ").split()
    at, last = 0, None
    while at < len(parts):
        if parts[at].lower() == "g" and at + 2 < len(parts):
            times, last = int(number(parts[at + 1])), number(parts[at + 2])
            at += 3
        else:
            times, last = 1, number(parts[at])
            at += 1
        for _ in range(times):
            yield last
    while last is not None:
        yield last


def is_white(color: etree._Element | None) -> bool:
    """Whether a FillColor is plainly white: grey, or red, green and blue, of 255 (or #FF) in the usual colour space."""
    if color is None or color.get("ColorSpace"):
        return False
    parts = (color.get("Value") or "").split()
    return len(parts) in (1, 3) and all(part.upper() in ("255", "#FF") for part in parts)
