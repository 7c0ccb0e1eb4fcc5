"""Joins printed lines into the text that was wrapped: soft breaks vanish, breaks that the author made stay."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import regex

from extractors.grid.lines import CLOSING, OPENING, Line, is_latin
from extractors.text import EMPTY, Text, join

_SENTENCE_END: Final = frozenset("。；;：:！!？?")

_ENUMERATOR: Final = regex.compile(
    r"\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|\d{1,2}(?:[、．)）]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[①-⑳]|第[一二三四五六七八九十]{1,3}[条章节])"
)

_BINDING: Final = OPENING | frozenset("-－−–—~～+＋±/／＝=＜<＞>≤≥、，,×")

_MOST_PADDING: Final = 8.0

_WIDEST_DIGIT: Final = 0.64
"""Em that a digit takes at most: half in Song, 0.56 in many sans-serif faces, and what the padding is misjudged by."""


def cell_text(lines: Sequence[Line], left: float, right: float) -> Text:
    """The text of a cell whose inner edges stand at `left` and `right` (points).

    A column so narrow that every line holds one character is read downwards as one word. Elsewhere a line break stays
    (as a line feed) only where the line ended although the next word had room.
    """
    if not lines:
        return EMPTY
    if len(lines) > 1 and all(line.count == 1 for line in lines):
        return join([line.text for line in lines])
    padding = min(max(0.0, min(line.x0 for line in lines) - left), _MOST_PADDING)
    parts = [lines[0].text]
    for before, after in pairwise(lines):
        parts.append(_separator(before, after, right - padding))
        parts.append(after.text)
    return join(parts)


def wrapped_text(lines: Sequence[Line], right: float) -> Text:
    """The text of one paragraph, whose every line break is a soft one."""
    parts = [lines[0].text]
    for before, after in pairwise(lines):
        parts.append(soft_join(before, after, right - before.x1))
        parts.append(after.text)
    return join(parts)


def breaks(before: Line, after: Line, right: float) -> bool:
    """Whether the author ended the line: what begins the next one would have had room in it.

    Never where the line's last mark or the next one's first binds them: a minus, an opening or a closing mark.
    """
    if before.chars[-1] in _BINDING or after.chars[0] in CLOSING:
        return False
    room = right - before.x1 - after.lead
    if room <= 0.5 * before.size:
        return False
    if room > 2 * before.size:
        return True
    return before.chars[-1] in _SENTENCE_END or starts_point(after)


def starts_point(line: Line) -> bool:
    """Whether the line begins with the number of a point: 1. （二） 三、 ①."""
    return _ENUMERATOR.match(line.chars) is not None


def _separator(before: Line, after: Line, right: float) -> Text:
    if breaks(before, after, right):
        return _LINE_FEED
    return soft_join(before, after, right - before.x1)


def soft_join(before: Line, after: Line, room: float) -> Text:
    """What stands between two wrapped lines: nothing between ideographs, a space between Latin words.

    Two digits are one number only where the line was full (`room` in points is less than the next digit takes, with
    the marks that must not begin a line and so drew it down: 9%，); else they are two.
    """
    end, start = before.chars[-1], after.chars[0]
    if not (is_latin(end) and is_latin(start)):
        return EMPTY
    if end.isdigit() and start.isdigit():
        return EMPTY if room < _drawn_down(after.chars) * before.size else _LINE_FEED
    return _SPACE


def _drawn_down(chars: str) -> float:
    """Em that the first digit of a line takes together with the closing marks behind it."""
    marks = 1
    while marks < len(chars) and chars[marks] in CLOSING:
        marks += 1
    return _WIDEST_DIGIT + sum(0.3 if mark in ".,:;" else 1.0 for mark in chars[1:marks])


_LINE_FEED: Final = Text("\n", (None,))
_SPACE: Final = Text(" ", (None,))
