"""Words of a page whose codes cannot be trusted, taken from the page as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors.grid.lines import side_by_side
from extractors.grid.page import Glyph, PrintedPage
from extractors.text import PagePlace

_FEWEST: Final = 2
"""Doubtful characters side by side that are a word; a lone one is a bullet or an ornament."""

_GAP: Final = 0.5
_WITHIN: Final = frozenset("0123456789.,%-")
"""What may stand within a word of doubtful characters: a font may name its points and lose its digits."""

Word = tuple[Glyph, ...]


def doubtful_words(page: PrintedPage) -> list[Word]:
    """The stretches of print in which characters cannot be trusted."""
    if sum(glyph.doubtful for glyph in page.glyphs) < _FEWEST:
        return []
    return [word for line in side_by_side(page.glyphs) for word in _words(line)]


def _words(line: Sequence[Glyph]) -> Iterator[Word]:
    run: list[Glyph] = []
    for glyph in [*line, None]:
        joins = glyph is not None and (glyph.doubtful or glyph.char in _WITHIN)
        near = not run or (glyph is not None and glyph.x0 - run[-1].x1 < _GAP * glyph.size)
        if glyph is not None and joins and near:
            run.append(glyph)
            continue
        if sum(each.doubtful for each in run) >= _FEWEST:
            yield tuple(run)
        run = [glyph] if glyph is not None and joins else []


def mended(page: PrintedPage, words: Sequence[Word], drawn: PrintedPage) -> tuple[PrintedPage, int]:
    """The page with `words` as they are read in the page as drawn, and how many of them could not be read.

    What was read stays doubtful, so that facts say so.
    """
    unread = 0
    dropped: set[int] = set()
    added: list[Glyph] = []
    for word in words:
        found = [glyph for glyph in drawn.glyphs if _stands_in(glyph, word) and not glyph.char.isspace()]
        if not found:
            unread += 1
            continue
        dropped.update(id(glyph) for glyph in word)
        added += [_placed(glyph, page) for glyph in found]
    kept = [glyph for glyph in page.glyphs if id(glyph) not in dropped]
    return replace(page, glyphs=(*kept, *added)), unread


def _stands_in(glyph: Glyph, word: Word) -> bool:
    places = [each.place for each in word if isinstance(each.place, PagePlace)]
    if not places or not isinstance(glyph.place, PagePlace):
        return False
    x0, top, x1, bottom = glyph.place.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    across = min(place.box[0] for place in places) <= x <= max(place.box[2] for place in places)
    return across and min(place.box[1] for place in places) <= y <= max(place.box[3] for place in places)


def _placed(glyph: Glyph, page: PrintedPage) -> Glyph:
    """A character of the drawn page where it stands among those of the page's text layer."""
    assert isinstance(glyph.place, PagePlace)
    x0, top, x1, bottom = glyph.place.box
    width, height = page.page.width, page.page.height
    return replace(glyph, x0=x0 * width, top=top * height, x1=x1 * width, bottom=bottom * height, doubtful=True)
