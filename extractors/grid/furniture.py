"""Running heads, running feet and page numbers: print that belongs to the page, not to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import regex

from extractors.grid.lines import Line

_ZONE: Final = 0.12
"""Part of the page's height, above and below, where running print stands."""

_PAGE_NUMBER: Final = regex.compile(
    r"[-—–－·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})\s*(?:页)?\s*(?:[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·•\s]*"
)
_DIGITS: Final = regex.compile(r"\d+")


def furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[frozenset[int]]:
    """For each page (its height in points and its lines outside tables) the indices of the lines that are furniture.

    A line is furniture where it stands in the page's margin and is a page number, or comes again, but for its digits,
    at the same height on another page.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for height, lines in pages:
        seen.update({_key(line, height) for line in lines if _in_margin(line, height)})
    found = []
    for height, lines in pages:
        marked = frozenset(
            index
            for index, line in enumerate(lines)
            if _in_margin(line, height) and (_is_page_number(line, lines) or _comes_again(line, height, seen))
        )
        found.append(marked)
    return found


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _ZONE * height or line.top > (1 - _ZONE) * height


def _key(line: Line, height: float) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text.compact()), round(20 * (line.top + line.bottom) / height)


def _comes_again(line: Line, height: float, seen: Counter[tuple[str, int]]) -> bool:
    text, at = _key(line, height)
    return sum(seen[text, near] for near in (at - 1, at, at + 1)) > 1


def _is_page_number(line: Line, lines: Sequence[Line]) -> bool:
    """A page number by its form, and the outermost line of its page."""
    if _PAGE_NUMBER.fullmatch(line.chars) is None:
        return False
    others = [other for other in lines if other is not line]
    return all(line.top >= other.top for other in others) or all(line.bottom <= other.bottom for other in others)
