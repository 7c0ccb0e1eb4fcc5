"""The lines below the heads of a dump, cut into pieces: each a cell or a paragraph of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractors.readers.plain_text.decoding import SourceLine
from extractors.readers.plain_text.widths import display_width, ends_sentence, entry_number, last_entry_number
from extractors.text import Text, join

PERCENT = regex.compile(r"[-+]?[0-9０-９]{1,4}(?:[.．][0-9０-９]{1,2})?\s*[%％]")
TINY = 6
"""Half-width columns of the longest line of a narrow column, whose text runs down the cell."""
_NEVER_FIRST = "，。、；：！？）》”％,.;:!?)%"
_WORD = regex.compile(r"(?:[0-9A-Za-z.,%+=>-]+|.)[，。、；：！？）》”％,;:!?)%]*")
_BETWEEN_WORDS = regex.compile(r"(?<=[\p{Han}）)%％])\s+(?=[\p{Han}（(])")
_CLOSING_PERCENT = regex.compile(r"(?<=[。；;！])\s+(?=[0-9０-９.．]{1,5}[%％]\s*$)")
_PUNCTUATION = regex.compile(r"[，,。；;：]")


@dataclass(frozen=True, slots=True)
class Wrap:
    """A line that the width of its column ended, in half-width columns.

    `width` is the line's own, without punctuation that hangs over the edge; `fitted` the width that it would have had
    with the next word, which did not fit.
    """

    width: int
    fitted: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive lines of one cell; `new_page` where a page begins with it.

    `compact` is its text without white space, `widths` those of its lines, `wraps` its lines but the last;
    `vertical` where it runs down a narrow cell: at least two lines, none longer than three characters; `percent`
    where it is a bare percentage; `ended` where it ends as a sentence does; `first_entry` and `last_entry` are the
    numbers of the list entries that it begins with and that it comes to.
    """

    lines: tuple[Text, ...]
    new_page: bool
    compact: str = field(init=False)
    widths: tuple[int, ...] = field(init=False)
    wraps: tuple[Wrap, ...] = field(init=False)
    vertical: bool = field(init=False)
    percent: bool = field(init=False)
    ended: bool = field(init=False)
    first_entry: int | None = field(init=False)
    last_entry: int | None = field(init=False)

    def __post_init__(self) -> None:
        compact = "".join(line.compact() for line in self.lines)
        widths = tuple(display_width(line.chars) for line in self.lines)
        for name, value in (
            ("compact", compact),
            ("widths", widths),
            ("wraps", tuple(_wrap(line.chars, after.chars) for line, after in pairwise(self.lines))),
            ("vertical", len(widths) > 1 and max(widths) <= TINY),
            ("percent", PERCENT.fullmatch(compact) is not None),
            ("ended", ends_sentence(self.lines[-1].chars)),
            ("first_entry", entry_number(self.lines[0].chars)),
            ("last_entry", last_entry_number("\n".join(line.chars for line in self.lines))),
        ):
            object.__setattr__(self, name, value)

    def text(self) -> Text:
        """The lines joined: soft wraps vanish, words of Latin letters keep a space between them."""
        parts: list[Text] = []
        for line in self.lines:
            if parts and _words_meet(parts[-1].chars, line.chars):
                parts.append(Text(" ", (None,)))
            parts.append(line)
        return join(parts)


def _wrap(line: str, after: str) -> Wrap:
    hanging = 2 if line[-1:] in _NEVER_FIRST else 0
    width = display_width(line)
    word = _WORD.match(after)
    return Wrap(width - hanging, width + (display_width(word[0]) if word else 0))


def _words_meet(before: str, after: str) -> bool:
    a, b = before[-1:], after[:1]
    return a.isascii() and b.isascii() and a.isalpha() and b.isalpha()


def pieces_of(lines: Sequence[SourceLine]) -> list[Piece]:
    """The pieces of `lines`, cut at blank lines and new pages, around bare percentages and vertical labels."""
    pieces: list[Piece] = []
    for block, new_page in _blocks(lines):
        cut = [part for stretch in _stretches(block) for part in _words(stretch)]
        pieces.extend(Piece(tuple(part), new_page and index == 0) for index, part in enumerate(cut))
    return pieces


def _blocks(lines: Sequence[SourceLine]) -> Iterator[tuple[list[Text], bool]]:
    block: list[Text] = []
    new_page = began_page = False
    for line in lines:
        if block and (line.blank or line.new_page):
            yield block, began_page
            block = []
        if line.new_page:
            new_page = True
        if not line.blank:
            if not block:
                began_page, new_page = new_page, False
            block.append(line.text.strip())
    if block:
        yield block, began_page


def _stretches(block: list[Text]) -> Iterator[list[Text]]:
    """Cuts a block where its lines change kind: a bare percentage, a run of tiny lines, lines of text."""
    stretch: list[Text] = []
    for index, line in enumerate(block):
        if stretch and _changes(stretch, line, block[index + 1 : index + 3]):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _changes(stretch: Sequence[Text], line: Text, following: Sequence[Text]) -> bool:
    tiny = [display_width(text.chars) <= TINY and not PERCENT.fullmatch(text.compact()) for text in (*stretch, line)]
    if PERCENT.fullmatch(stretch[-1].compact()) and len(stretch) == 1:
        return True
    if PERCENT.fullmatch(line.compact()):
        return ends_sentence(stretch[-1].chars) or all(tiny[:-1])
    if len(stretch) > 1 and all(tiny[:-1]) and not tiny[-1]:
        return True
    begins_run = tiny[-1] and len(following) == 2 and all(display_width(text.chars) <= TINY for text in following)
    return begins_run and not any(tiny[:-1]) and ends_sentence(stretch[-1].chars)


def _words(stretch: list[Text]) -> Iterator[list[Text]]:
    """Cuts cells that were set side by side on one line: 完成市定任务 市商务局, or a percentage after a sentence."""
    last = stretch[-1]
    found = _CLOSING_PERCENT.search(last.chars)
    if found:
        yield [*stretch[:-1], last[: found.start()].strip()]
        yield [last[found.end() : len(last)].strip()]
        return
    if len(stretch) > 1 or _PUNCTUATION.search(last.chars) or not _BETWEEN_WORDS.search(last.chars):
        yield stretch
        return
    start = 0
    for gap in _BETWEEN_WORDS.finditer(last.chars):
        yield [last[start : gap.start()].strip()]
        start = gap.end()
    yield [last[start : len(last)].strip()]
