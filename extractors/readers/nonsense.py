"""Text layers that say what nobody writes: a font's codes shifted or mixed up still give characters, but no Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final

from rules.traditional import simplified_characters

_FEWEST_IDEOGRAPHS: Final = 15
_COMMON_SHARE: Final = 0.85
"""Chinese text, lists of names too, is of common characters but for a few in a hundred; of characters taken at random,
two in three are not."""

_FEWEST_LETTERS: Final = 20
_FOREIGN_SHARE: Final = 0.15
_WEAK_SHARE: Final = 0.5
_FEW_IDEOGRAPHS: Final = 0.25

_GREEK: Final = range(0x370, 0x400)
_FULL_WIDTH: Final = range(0xFF00, 0xFFF0)
_MARKS: Final = frozenset(".,%-+:;()/<>=~ ")
"""ASCII that stands beside figures."""


class Sense(Enum):
    """Whether characters read as a report: a `STRANGE` page may be in another language, a `NONSENSE` one is none."""

    PLAIN = 0
    STRANGE = 1
    NONSENSE = 2


def sense_of(chars: Iterable[str]) -> Sense:
    """How the visible characters of a page read."""
    counts = Counter(chars)
    every = counts.total()
    common = _total(counts, lambda char: char in _COMMON)
    ideographs = _total(counts, _is_ideograph)
    if ideographs >= _FEWEST_IDEOGRAPHS and common < _COMMON_SHARE * ideographs:
        return Sense.NONSENSE
    foreign = _total(counts, _is_foreign)
    if foreign >= _FEWEST_LETTERS and foreign > _FOREIGN_SHARE * every:
        return Sense.STRANGE
    weak = foreign + _total(counts, lambda char: char.isascii() and not char.isdigit() and char not in _MARKS)
    if weak >= _FEWEST_LETTERS and weak > _WEAK_SHARE * every and common < _FEW_IDEOGRAPHS * every:
        return Sense.STRANGE
    return Sense.PLAIN


def common_ideographs(chars: Iterable[str]) -> int:
    """How many of them are characters in common use, simplified or traditional."""
    return _total(Counter(chars), lambda char: char in _COMMON)


def _total(counts: Counter[str], fits: Callable[[str], bool]) -> int:
    return sum(count for char, count in counts.items() if fits(char))


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def _is_foreign(char: str) -> bool:
    return (
        char.isalpha()
        and not char.isascii()
        and not _is_ideograph(char)
        and ord(char) not in _GREEK
        and ord(char) not in _FULL_WIDTH
    )


def _encoded(encoding: str, first: int, last: int) -> frozenset[str]:
    """The ideographs of the rows `first` to `last` of a national standard, which list the common ones first."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = (bytes([lead, trail]) for lead in range(first, last + 1) for trail in trails)
    return frozenset(filter(_is_ideograph, "".join(code.decode(encoding, "ignore") for code in codes)))


_COMMON: Final = _encoded("gb2312", 0xB0, 0xD7) | _encoded("big5", 0xA4, 0xC6) | frozenset(simplified_characters())
