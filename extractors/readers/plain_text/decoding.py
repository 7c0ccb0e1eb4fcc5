"""From the bytes of a text file to its lines, every character with its line and column."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import regex

from extractors.errors import Unreadable
from extractors.readers.limits import MAX_CELLS, MAX_TEXT_CHARS
from extractors.readers.readable import FREQUENT, TRADITIONAL_ENCODING
from extractors.text import LinePlace, Text

MOST_BYTES = 64 * 1024 * 1024
_LEAST_READABLE = 0.03
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FREQUENT = FREQUENT | frozenset("0123456789%. \t\n")
_LINE_END = regex.compile(r"\r\n|\r|\n")
_OUT_OF_THE_WAY = regex.compile(r"^ |[\x00-\x08\x0a-\x1f\x7f-\xa0\u00ad\u3000\ufeff\u200b\u200c\u200d\u2060]")
"""What a line has to be read for character by character; most lines have nothing of it."""
_SENTINELS = {"\u00ad": None, "\ufeff": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a text file: `text` without its end, `new_page` where the file shows a page to begin.

    A page begins at a form feed. Dumps that lost their form feeds show a single space in its place. `broad` are the
    indices of spaces as broad as an ideograph.
    """

    number: int
    text: Text
    new_page: bool
    broad: frozenset[int] = frozenset()

    @property
    def blank(self) -> bool:
        return not self.text.chars.strip()


def decode(data: bytes) -> tuple[str, frozenset[int]]:
    """The text of `data` and the indices of characters that could not be decoded (U+FFFD).

    UTF-8, UTF-16, GB18030 and Big5, with or without a byte order mark. Raises Unreadable("damaged") when none of them
    gives mostly readable text, Unreadable("too_large") over 64 MiB.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"{len(data) // 1024 // 1024} MB")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _marked(data[len(bom) :].decode(encoding, errors="replace"))
    if data.count(0) * 20 < len(data):
        try:
            return data.decode("utf-8"), frozenset()
        except UnicodeDecodeError:
            pass
    candidates = [
        data.decode(encoding, errors="replace")
        for encoding in ("utf-8", "gb18030", TRADITIONAL_ENCODING, "utf-16-le", "utf-16-be")
    ]
    best = max(candidates, key=_readable)
    if best.count("\ufffd") * 4 > len(best) or _readable(best) < _LEAST_READABLE:
        raise Unreadable("damaged", "文字编码无法识别")
    return _marked(best)


def source_lines(decoded: str, undecoded: frozenset[int] = frozenset()) -> tuple[SourceLine, ...]:
    """The lines of a decoded file; control characters are left out, their neighbours keep their columns.

    Raises Unreadable (too_large) where there is more than memory is meant for.
    """
    if len(decoded) > MAX_TEXT_CHARS:
        raise Unreadable("too_large", f"约有 {len(decoded) // 10_000} 万字")
    if (most := sum(map(decoded.count, "\n\t|│"))) > MAX_CELLS:
        raise Unreadable("too_large", f"约有 {most // 10_000} 万行或格")
    return tuple(_lines(decoded, undecoded))


def _lines(decoded: str, undecoded: frozenset[int]) -> Iterator[SourceLine]:
    start, number = 0, 1
    for end in (*_LINE_END.finditer(decoded), None):
        stop = end.start() if end else len(decoded)
        raw = decoded[start:stop]
        lost = frozenset(at for at in range(len(raw)) if start + at in undecoded) if undecoded else frozenset()
        yield _line(number, raw, lost)
        if end:
            start, number = end.end(), number + 1


def _line(number: int, raw: str, lost: frozenset[int]) -> SourceLine:
    if _OUT_OF_THE_WAY.search(raw) is None and not lost:
        return SourceLine(number, Text(raw, tuple(map(LinePlace, repeat(number), range(len(raw))))), False, frozenset())
    kept = [(char, column) for column, char in enumerate(raw) if _printed(char)]
    chars = "".join(" " if char in "\f\v\u3000\u00a0" else char for char, _ in kept)
    places = tuple(LinePlace(number, column) for _, column in kept)
    doubtful = frozenset(index for index, (_, column) in enumerate(kept) if column in lost)
    new_page = raw.startswith("\f") or (len(raw) > 1 and raw[0] == " " and not raw[1].isspace())
    broad = frozenset(index for index, (char, _) in enumerate(kept) if char == "\u3000")
    return SourceLine(number, Text(chars, places, doubtful), new_page, broad)


def _printed(char: str) -> bool:
    if char in "\t\f\v":
        return True
    return char >= " " and not "\x7f" <= char <= "\x9f" and char not in _SENTINELS


def _readable(text: str) -> float:
    """Share of frequent characters, less what could not be decoded."""
    sample = text[:20000]
    if not sample:
        return 0.0
    return (sum(char in _FREQUENT for char in sample) - 2 * sample.count("\ufffd")) / len(sample)


def _marked(text: str) -> tuple[str, frozenset[int]]:
    return text, frozenset(index for index, char in enumerate(text) if char == "\ufffd")
