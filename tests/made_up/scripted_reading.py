"""An engine that reads what a test tells it, the lines that it is shown, and what is doubted of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.readers.scan.engine import LineReading, Place, Sign
from extractors.readers.scan.raster import Pixels
from extractors.readers.scan.reading import read_strips
from extractors.readers.scan.strips import Strip

EM = 20.0


def page(*blocks: tuple[int, int, int, int]) -> Pixels:
    """Ink (bool dots) in rectangles x0, top, x1, bottom."""
    dots = np.zeros((400, 600), dtype=bool)
    for x0, top, x1, bottom in blocks:
        dots[top:bottom, x0:x1] = True
    return dots


@dataclass
class Scripted:
    """An engine that gives the readings it is told, call by call."""

    calls: list[list[LineReading]]
    pictures: list[list[Pixels]] = field(default_factory=list)

    def find(self, grey: Pixels) -> list[Place]:
        raise AssertionError(f"not asked here, for {grey.shape}")

    def read(self, lines: Sequence[Pixels]) -> list[LineReading]:
        self.pictures.append(list(lines))
        answer = self.calls.pop(0)
        assert len(answer) == len(lines)
        return answer


def says(chars: str, change: Callable[[int, str], Sign | None] = lambda _index, _char: None) -> LineReading:
    """A line read so, evenly spaced; `change` gives signs that are otherwise."""
    step = 1 / max(1, len(chars))
    return LineReading(
        tuple(change(index, char) or Sign(char, (index + 0.5) * step, 0.99) for index, char in enumerate(chars))
    )


def trusted(chars: str) -> LineReading:
    """The same, trusted so much that it is not read again."""
    return says(chars, lambda index, char: Sign(char, (index + 0.5) / len(chars), 0.9999))


LINE = Strip(100.0, 100.0, 260.0, 118.0, EM, -1e6, 1e6)
GREY = np.full((400, 600), 245, np.uint8)


def doubted(first: LineReading, *again: LineReading) -> str:
    """What is made of a line that is first read so, then so; ? for what is doubtful."""
    (line,) = read_strips([LINE], GREY, Scripted([[first], list(again)]))
    return "".join("?" if sign.doubtful else sign.char for sign in line.signs)
