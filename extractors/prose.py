"""The analysable string of a Text: half-width, without loose white space, every character still tied to its place."""

from __future__ import annotations

from dataclasses import dataclass

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

_LIST_INDEX = regex.compile(
    r"\d{1,2}[.、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[）)、]|（\d{1,2}）|[①-⑳]|[一二三四五六七八九]是|第[一二三四五六七八九十]+[，、]"
    r"|[●○■◆▪•·★☆-]"
)
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
    index: tuple[int, ...]

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
    chars = text.chars
    of_cells = chars.count("\n") >= _MANY_LINES
    kept: list[str] = []
    index: list[int] = []
    line_start = 0
    position = 0
    while position < len(chars):
        char = chars[position]
        if char.isspace() or char in "\u200b\u200c\u200d\ufeff\u2060\xad":
            end = position
            while end < len(chars) and (chars[end].isspace() or chars[end] in "\u200b\u200c\u200d\ufeff\u2060\xad"):
                end += 1
            gap = chars[position:end]
            if kept and end < len(chars):
                if "\n" in gap:
                    if _meant_break(kept, line_start, chars[end : end + 8], of_cells):
                        kept.append("\n")
                        index.append(position + gap.index("\n"))
                        line_start = len(kept)
                elif _half(chars[end]).isdigit() and (
                    kept[-1].isdigit() or (kept[-1] == "." and kept[-2:-1] and kept[-2].isdigit())
                ):
                    kept.append(" ")
                    index.append(position)
            position = end
            continue
        mapped = _half(char)
        if mapped == "," and not _groups_thousands(chars, position):
            mapped = "、" if _between_decimals(chars, position) else "，"
        kept.append(mapped)
        index.append(position)
        position += 1
    return Prose(text, "".join(kept), tuple(index))


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


def _meant_break(kept: list[str], start: int, following: str, of_cells: bool) -> bool:
    """Whether the author meant the break behind the line that is `kept[start:]`.

    It was meant where the line ends a sentence, a list entry begins behind it, or the line is short.
    """
    length = len(kept) - start
    if not length or kept[-1] in _ENDS_SENTENCE:
        return True
    if _LIST_INDEX.match("".join(map(_half, following))):
        return True
    if kept[-1] in "，、" or following[0] in "，、。；）%":
        return False
    if kept[-1].isdigit() and not _half(following[0]).isdigit():
        return False
    return length < _LONG_LINE and (of_cells or _LIST_INDEX.match("".join(kept[start:])) is not None)
