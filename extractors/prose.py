"""The analysable string of a Text: half-width, without loose white space, every character still tied to its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from extractors.text import Text
from rules.traditional import simplified_characters

_FULL_WIDTH_KEPT = "，；：！？（）～"
_ONE_TO_ONE = {
    **{
        chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _FULL_WIDTH_KEPT
    },
    ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "~": "～",
    "−": "-", "﹣": "-", "﹢": "+", "–": "—", "―": "—", "─": "—",
    "﹪": "%", "µ": "μ", "³": "3", "〇": "零", "﹑": "、", "､": "、",
    **simplified_characters(),
}  # fmt: skip

_WIDE_GROUP: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
"""A comma between thousands that is as wide as its digits: ３，６１８．５."""
_MAPPED: Final = re.compile(f"[{''.join(map(re.escape, _ONE_TO_ONE))}]")
_WHITE: Final = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
# All white space there is, written out: so it is found three times as fast as by its class.
_BLANK: Final = f"[{re.escape(_WHITE)}\u200b\u200c\u200d\ufeff\u2060\xad]"
_GAP: Final = re.compile(f"{_BLANK}+")
_RAISED: Final = re.compile("[¹²³⁰⁴-⁹⁽⁾]")
_GAP_OR_NOTE: Final = re.compile(
    # Raised digits are the mark of a note: 12.5¹亿元 says 12.5. After a letter they are part of a unit (m²), after 10 a
    # power of ten, of which nothing is made.
    rf"(?:{_BLANK}|(?<![A-Za-zμµ])(?<!(?<!\d)10){_RAISED.pattern}+)+"
)

_LIST_INDEX = regex.compile(
    r"\d{1,2}[.、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[）)、]|（\d{1,2}）|[①-⑳]|[一二三四五六七八九]是|第[一二三四五六七八九十]+[，、]"
    r"|[●○■◆▪•·★☆-]"
)
_BEGINS_INDEX = frozenset(char for char in _LIST_INDEX.pattern if _LIST_INDEX.match(char, partial=True))
"""What a list index may begin with, besides a digit: looked up before the pattern is tried."""
_ENDS_SENTENCE = "。！？；：…"
_LONG_LINE = 12
_MANY_LINES = 8
"""From so many lines on, short ones are taken for cells that a dump has put one under another, not for soft wraps."""


@dataclass(frozen=True, slots=True)
class Prose:
    """`string[i]` was printed as `text.chars[index[i]]`.

    White space is gone, except one space between two digits of one line (a decimal point may have been lost
    there) and a line break (`\\n`) where the author seems to have meant one.
    """

    text: Text
    string: str
    index: Sequence[int]

    def cut(self, start: int, end: int) -> Text:
        """The part of the original text that was printed for `string[start:end]`."""
        while start < end and self.string[start] in " \n":
            start += 1
        if start >= end:
            return self.text[0:0]
        return self.text[self.index[start] : self.index[end - 1] + 1]

    def part(self, start: int, end: int) -> Prose:
        """The prose of `string[start:end]` (places are kept)."""
        return Prose(self.text, self.string[start:end], self.index[start:end])


def prose(text: Text) -> Prose:
    """Map `text` character by character; nothing is inserted, so offsets never drift."""
    mapped = _known if len(text.chars) <= _REMEMBERED else _mapped
    return Prose(text, *mapped(text.chars))


def _mapped(chars: str) -> tuple[str, Sequence[int]]:
    """The analysable string of `chars`, and where in `chars` each of its characters stands."""
    half = _MAPPED.sub(_mapped_char, chars)
    plain = _with_marks(chars, half)
    gaps = _GAP_OR_NOTE if _RAISED.search(chars) else _GAP
    if gaps.search(chars) is None:
        return plain, range(len(chars))
    of_cells = chars.count("\n") >= _MANY_LINES
    kept: list[str] = []
    index: list[int] = []
    line = 0  # where in `kept` the line began
    start, length = 0, len(chars)
    for gap in gaps.finditer(chars):
        begin, end = gap.span()
        if begin > start:
            kept.append(plain[start:begin])
            index.extend(range(start, begin))
        start = end
        if not kept or end == length:
            continue
        newline = chars.find("\n", begin, end)
        if newline >= 0:
            if line == len(kept) or _meant_break(kept, line, chars[end], half[end : end + 8], of_cells):
                kept.append("\n")
                line = len(kept)
                index.append(newline)
        elif half[end].isdigit() and (
            kept[-1][-1].isdigit() or (kept[-1][-1] == "." and "".join(kept[-2:])[-2:-1].isdigit())
        ):
            kept.append(" ")
            index.append(begin)
    kept.append(plain[start:])
    index.extend(range(start, len(chars)))
    return "".join(kept), tuple(index)


# The same paragraph is asked for by the headings, by the tables of yearly targets and by the attribution, in turn.
_REMEMBERED: Final = 10_000
_known = lru_cache(maxsize=32)(_mapped)


def _with_marks(chars: str, half: str) -> str:
    """`half` with every comma that does not group thousands as the mark of a list or of a clause."""
    if _WIDE_GROUP.search(chars):
        half = "".join("," if _WIDE_GROUP.match(chars, at) else char for at, char in enumerate(half))
    if "," not in half:
        return half
    marked = list(half)
    at = half.find(",")
    while at >= 0:
        if not _groups_thousands(chars, at):
            marked[at] = "、" if _between_decimals(chars, at) else "，"
        at = half.find(",", at + 1)
    return "".join(marked)


def _mapped_char(match: re.Match[str]) -> str:
    return _ONE_TO_ONE[match[0]]


def _half(char: str) -> str:
    return _ONE_TO_ONE.get(char, char)


def _groups_thousands(chars: str, position: int) -> bool:
    """Whether the comma at `position` stands between thousands: 1,234 or １，２３４."""
    before = chars[max(0, position - 3) : position]
    after = chars[position + 1 : position + 5]
    if not before or not _half(before[-1]).isdigit():
        return False
    digits = [_half(char).isdigit() for char in after]
    return len(digits) >= 3 and all(digits[:3]) and not (len(digits) > 3 and digits[3])


def _between_decimals(chars: str, position: int) -> bool:
    """Whether the comma at `position` parts two numbers of a list: 4125.49,4143.91."""
    before = regex.search(r"\.\d+$", "".join(map(_half, chars[max(0, position - 8) : position])))
    return before is not None and position + 1 < len(chars) and _half(chars[position + 1]).isdigit()


def _meant_break(kept: list[str], line: int, following: str, beginning: str, of_cells: bool) -> bool:
    """Whether the author meant the break behind the line `kept[line:]`; `following` is the next character,
    `beginning` how the next line begins, in half width.

    It was meant where the line ends a sentence, a list entry begins behind it, or the line is short.
    """
    last, first = kept[-1][-1], beginning[0]
    if last in _ENDS_SENTENCE or ((first.isdigit() or first in _BEGINS_INDEX) and _LIST_INDEX.match(beginning)):
        return True
    if last in "，、" or following in "，、。；）%":
        return False
    if last.isdigit() and not first.isdigit():
        return False
    words = kept[line] if line + 1 == len(kept) else "".join(kept[line:])
    if len(words) >= _LONG_LINE:
        return False
    return of_cells or _LIST_INDEX.match(words) is not None
