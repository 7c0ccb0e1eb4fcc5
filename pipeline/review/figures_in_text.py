"""Finds the printed figures in the text of a cell or a clause again, so that each can be a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.store.contract import Row

_POINTS: Final = frozenset({".", ",", "．"})
"""Signs within numbers: what stands behind one and a digit goes on with the number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding that rests on a figure; `suspect` where the figure is the one that is most likely wrong."""

    finding_id: str
    severity: str
    status: str
    family: str
    message: str
    suspect: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact in its place: `fact` is its row, `start` where its quantity begins in the text that was read."""

    fact: Row
    block: str
    start: int
    marks: tuple[Mark, ...] = ()

    @property
    def fact_id(self) -> str:
        found: str = self.fact["fact_id"]
        return found

    @property
    def printed(self) -> str:
        found: str = self.fact["printed"]
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, or a printed quantity with the figures that it was read as, in their order."""

    text: str
    figures: tuple[Figure, ...] = ()


def block_and_start(locator: str) -> tuple[str, int]:
    """The block and the offset in it at which a fact's quantity begins: `i1.target:12-17` is (i1.target, 12)."""
    block, _, span = locator.rpartition(":")
    start, _, _ = span.partition("-")
    return block, int(start) if start.isdigit() else 0


def pieces(text: str, figures: Iterable[Figure]) -> tuple[tuple[Piece, ...], tuple[Figure, ...]]:
    """The text cut into pieces, and the figures that do not stand in it as printed.

    The text is shown with white space closed up, so offsets only say how far right a quantity can stand at most, and
    quantities stand one behind the other.
    """
    closed, places = _closed_up(text)
    found: list[Piece] = []
    lost: list[Figure] = []
    at = end = shift = 0
    ordered = sorted(figures, key=lambda each: (each.start, each.fact["index_at_locator"]))
    for start, group in groupby(ordered, key=lambda each: each.start):
        of_quantity = tuple(group)
        printed = "".join(of_quantity[0].printed.split())
        place = _place(closed, printed, end, max(end, start - shift)) if printed else None
        if place is None:
            lost.extend(of_quantity)
            continue
        shift = max(shift, start - place)
        end = place + len(printed)
        left, right = places[place], places[end - 1] + 1
        if text[at:left]:
            found.append(Piece(text[at:left]))
        found.append(Piece(text[left:right], of_quantity))
        at = right
    if text[at:]:
        found.append(Piece(text[at:]))
    return tuple(found), tuple(lost)


def _closed_up(text: str) -> tuple[str, Sequence[int]]:
    """The text without white space, and where each of its characters stands in the text."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return "".join(text[place] for place in places), places


def _place(closed: str, printed: str, after: int, hinted: int) -> int | None:
    """Where the quantity stands, no earlier than `after`: as near before `hinted` as possible, else behind it."""
    last = closed.rfind(printed, after, hinted + len(printed))
    while last >= 0 and not _stands_alone(closed, printed, last):
        last = closed.rfind(printed, after, last + len(printed) - 1)
    if last >= 0:
        return last
    first = closed.find(printed, after)
    while first >= 0 and not _stands_alone(closed, printed, first):
        first = closed.find(printed, first + 1)
    return first if first >= 0 else None


def _stands_alone(closed: str, printed: str, place: int) -> bool:
    """Whether it is no part of a longer number: the 5% of 15% and of 1.5% is none."""
    before, behind = closed[max(0, place - 2) : place], closed[place + len(printed) :][:2]
    joined = before[-1:].isdecimal() or (before[-1:] in _POINTS and before[:-1].isdecimal())
    goes_on = behind[:1].isdecimal() or (behind[:1] in _POINTS and behind[1:].isdecimal())
    return not (printed[0].isdecimal() and joined) and not (printed[-1].isdecimal() and goes_on)
