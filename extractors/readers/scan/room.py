"""Figures that take more room than what was read of them: a digit or a point among strokes of a seal was not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from extractors.readers.scan.engine import Sign

_USUAL: Final = 0.55
"""Em that a digit advances on a page that does not tell."""

_FEWEST: Final = 12
"""Neighbouring digits that tell it."""

_POINT: Final = 0.15
"""Em that a figure is longer at least when it has a point more; the engine tells a middle to within a tenth."""

_DIGIT: Final = 0.3
"""Em between a figure and the word beside it that are more than the room which is often left between them."""


def digit_advance(lines: Iterable[tuple[Sequence[Sign], float, float]]) -> float:
    """Em from one digit of a figure to the next, told from all `lines` of a page: signs, width of their picture, em."""
    room, count = 0.0, 0
    for signs, width, em in lines:
        for sign, after in pairwise(signs):
            if sign.char.isdecimal() and after.char.isdecimal():
                room += (after.at - sign.at) * width / em
                count += 1
    return room / count if count >= _FEWEST else _USUAL


def takes_more_room(signs: Sequence[Sign], start: int, end: int, width: float, em: float, advance: float) -> bool:
    """Whether between the digits of the figure `start` to `end`, or between it and the words beside it, there is room
    for a sign more. The picture of the line is `width` dots wide, a digit advances by `advance` em."""
    places = [sign.at * width / em for sign in signs]
    at = start
    while at < end:
        last = at
        while last + 1 < end and signs[at].char.isdecimal() and signs[last + 1].char.isdecimal():
            last += 1
        if places[last] - places[at] > (last - at) * advance + _POINT:
            return True
        at = last + 1
    beside = (0.5 + advance / 2) + _DIGIT
    if (
        start
        and _is_word(signs[start - 1])
        and signs[start].char.isdecimal()
        and places[start] - places[start - 1] > beside
    ):
        return True
    return (
        end < len(signs)
        and _is_word(signs[end])
        and signs[end - 1].char.isdecimal()
        and places[end] - places[end - 1] > beside
    )


def _is_word(sign: Sign) -> bool:
    return sign.char.isalpha() and not sign.char.isascii()
