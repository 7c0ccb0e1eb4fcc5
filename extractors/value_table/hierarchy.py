"""The levels of row names: which row holds which, by numbering (一、（一）1.) or by indent."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_RANKS = (
    (1, regex.compile(r"[一二三四五六七八九十]{1,3}[、.．]")),
    (2, regex.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
    (3, regex.compile(r"\d{1,2}[、.．](?!\d)")),
    (4, regex.compile(r"[（(]\d{1,2}[)）]|\d{1,2}[)）]")),
    (5, regex.compile(r"[①-⑳]")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """A metric that rows below may be parts of."""

    rank: int
    indent: int
    metric: str


def rank_of(name: str) -> int:
    """The depth of a name's numbering, 1 for 一、; 0 where it has none."""
    return next((rank for rank, pattern in _RANKS if pattern.match(name)), 0)


def holds(higher: Level, lower: Level) -> bool:
    """Whether rows of one level hold those of the other: by numbering where both are numbered, else by indent."""
    if higher.rank and lower.rank:
        return higher.rank < lower.rank
    return higher.indent < lower.indent
