"""The outlines that a path's abbreviated data draw (S, M, L, Q, B, A, C)."""

from __future__ import annotations

from typing import Final

import regex

from extractors.readers.ofd.values import number
from extractors.readers.pdf.paths import Point

_PART: Final = regex.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TAKES: Final[dict[str, int]] = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each operator; the last two are where it ends."""


def outlines(data: str) -> list[list[Point]]:
    """The straight outlines in the object's own space (millimetres, y downwards).

    A curve or arc ends an outline and begins another, so that it is never taken for a line.
    """
    found: list[list[Point]] = []
    operator, arguments = "", list[float]()
    for part in _PART.findall(data):
        if part.isalpha():
            operator, arguments = part.upper(), []
            if operator == "C" and found and len(found[-1]) > 1:
                found[-1].append(found[-1][0])
            continue
        arguments.append(number(part))
        if len(arguments) == _TAKES.get(operator, -1):
            point = arguments[-2], arguments[-1]
            if operator == "L" and found:
                found[-1].append(point)
            else:
                found.append([point])
            arguments = []
    return found
