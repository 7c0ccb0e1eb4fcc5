"""Running heads, running feet and page numbers: print that belongs to the page, not to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from extractors.grid.lines import Line

_ZONE: Final = 0.12
"""Part of the page's height, above and below, where running print stands."""

_LEAST_ZONE: Final = 54.0
"""Points of it at least: on a low page the margins are as broad as on others."""

_PAGE_NUMBER: Final = regex.compile(
    r"[-—–－·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})\s*(?:页)?\s*(?:[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·•\s]*"
)
_DIGITS: Final = regex.compile(r"\d+")
_UNIT: Final = regex.compile(r"单位\s*[：:]\s*\S*[元户人家个项％%]")
_LARGE: Final = 1.15


@dataclass(frozen=True, slots=True)
class Margins:
    """What is needed of a page: its height and usual em in points, and its lines outside tables."""

    height: float
    size: float
    lines: Sequence[Line]


def furniture(pages: Sequence[Margins]) -> list[frozenset[int]]:
    """For each page the indices of the lines that are furniture.

    A line is furniture where it stands in the page's margin and is a page number, or comes again, but for its digits,
    at the same height on another page. A caption that the program repeats on every page (large print, 单位：万元) is
    no furniture where it comes first: it names the table.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_key(line, page.height) for line in page.lines if _in_margin(line, page.height)})
    captions: set[str] = set()
    found = []
    for page in pages:
        marked = set()
        for index, line in enumerate(page.lines):
            if not _in_margin(line, page.height):
                continue
            if _is_page_number(line, page.lines):
                marked.add(index)
            elif _comes_again(line, page.height, seen):
                if _is_caption(line, page) and line.text.compact() not in captions:
                    captions.add(line.text.compact())
                else:
                    marked.add(index)
        found.append(frozenset(marked))
    return found


def _is_caption(line: Line, page: Margins) -> bool:
    return line.top < page.height / 2 and (line.size >= _LARGE * page.size or _UNIT.search(line.chars) is not None)


def _in_margin(line: Line, height: float) -> bool:
    zone = max(_ZONE * height, _LEAST_ZONE)
    return line.bottom < zone or line.top > height - zone


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
