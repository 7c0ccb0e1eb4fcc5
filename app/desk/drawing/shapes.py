"""The shapes of a drawing. Lengths are dots of a drawing shown at its own size, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dashed` where it stands for an aim and not for a figure."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle. `tip` is told to those who point at it, `link` is where a click goes."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""
    tip: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle around a point, or a diamond, filled or hollow, with `tip` and `link` as a bar has."""

    x: float
    y: float
    radius: float
    colour: str
    filled: bool = True
    diamond: bool = False
    tip: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A line of text whose base line is at `y`; one with a `halo` stays legible on lines that it crosses."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "#1f2933"
    anchor: Anchor = "start"
    bold: bool = False
    halo: bool = False


Shape = Line | Track | Bar | Dot | Word


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are laid over each other; `described` says in words what they show."""

    width: int
    height: int
    title: str
    described: str
    shapes: tuple[Shape, ...]


def text_width(text: str, size: float) -> float:
    """About how wide a text is: Chinese characters are as wide as high, others little more than half."""
    return size * sum(1.0 if east_asian_width(each) in "WFA" else 0.58 for each in text)


def fitting(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room`."""
    if text_width(text, size) <= room:
        return text
    kept = ""
    for each in text:
        if text_width(kept + each + "…", size) > room:
            break
        kept += each
    return kept + "…"
