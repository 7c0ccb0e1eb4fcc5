"""How wide printed text is, and how its lines end and begin: what shows where a paragraph or a cell is torn."""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

TERMINAL = "。！？；!?;：:…"
"""Characters that may end a paragraph, a cell or a sentence, closing quotes and brackets aside."""

_CLOSERS = "”’」』）)】〕》〉\"'"
LIST_MARK = regex.compile(
    r"\s*(?:"
    r"[（(]\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[)）]"
    r"|[一二三四五六七八九十]{1,3}\s*[、．.]"
    r"|[一二三四五六七八九十]{1,2}是"
    r"|第[一二三四五六七八九十]{1,3}[章节条]"
    r"|[0-9０-９]{1,2}\s*(?:[、．](?![0-9０-９])|\.(?![0-9]))"
    r"|[0-9０-９]{1,2}[)）]"
    r"|[①-⑳]"
    r"|[—－-]{2,}(?=[^\s—－-])"
    r"|[●◆■▪•·★☆]"
    r")"
)
_NUMBERED = regex.compile(r"\s*[（(]?([0-9０-９]{1,2})(?:[、．)）](?![0-9０-９])|\.(?![0-9]))|\s*([①-⑳])")


def display_width(text: str) -> int:
    """Width in half-width columns; ideographs, full-width forms and Chinese punctuation count two."""
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """Looked up once for each character there is."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS: Final = _Widths()


def ends_sentence(text: str) -> bool:
    """Whether the text ends in punctuation that may close a paragraph or a cell."""
    bare = text.rstrip().rstrip(_CLOSERS)
    return bare[-1:] != "" and bare[-1] in TERMINAL


def begins_entry(text: str) -> bool:
    """Whether the text begins with the mark of a list entry or a heading: 一、 （一） 1. ① 一是."""
    return LIST_MARK.match(text) is not None


def entry_number(text: str) -> int | None:
    """The number of the list entry that the text begins with, if it begins with a number: 2 for `2.推进…`."""
    found = _NUMBERED.match(text)
    if not found:
        return None
    if found[1]:
        return int(found[1])
    return ord(found[2]) - ord("①") + 1


def last_entry_number(text: str) -> int | None:
    """The number of the last list entry in the text, also within a line after sentence punctuation."""
    numbers = [
        int(found[1])
        for found in regex.finditer(
            r"(?:^|(?<=[。；;\n]))\s*([0-9]{1,2})(?:、|\.(?![0-9]))", text, flags=regex.MULTILINE
        )
    ]
    return numbers[-1] if numbers else None
