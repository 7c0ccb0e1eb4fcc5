"""Which characters of a line may have been read wrongly, told from the reading itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from extractors.readers.scan.engine import LineReading
from extractors.readers.scan.placing import half_width
from extractors.readers.scan.strips import Strip

FIGURE: Final = regex.compile(r"[\d.．,，%％‰+\-－—−·:：/]*\d[\d.．,，%％‰+\-－—−·:：/]*")
"""Digits and the marks among and around them."""

_RUN: Final = regex.compile(r"[\d.·,:]*\d[\d.·,:]*")
_NUMBER_OR_DAY: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\d{4}(?:\.\d{1,2}){1,2}"
_NUMBERED_HEADING: Final = r"\d{1,2}(?:\.\d{1,2}){1,3}"
_SOUND: Final = regex.compile(f"{_NUMBER_OR_DAY}|{_NUMBERED_HEADING}")
_OVER_THE_END: Final = regex.compile(_NUMBER_OR_DAY)
"""What may be written over the end of a line."""

_RUN_AT_END: Final = regex.compile(r"[\d.·,:]*\d[\d.·,:]*\s*$")
_RUN_AT_START: Final = regex.compile(r"^\s*[\d.·,:]*\d[\d.·,:]*")
_MARK_AND_SIGN: Final = regex.compile(r"\s*[.,·:]\s*-\s*[\d.,]*\d%?")
"""A figure with its sign that a mark leads at the start of a line: a speck, or a digit that was not read."""

_ITEM: Final = regex.compile(r"\d{1,2}\.")
"""The number of an item, which its text follows."""

_BEFORE_ITEM: Final = frozenset("。；;：:，,")
"""What the number of an item follows, if it does not begin a line."""

_MARKS: Final = ".,:%‰-—+/·"
_SAME: Final = str.maketrans({"．": ".", "％": "%", "－": "-", "−": "-", "：": ":", "，": ","})

_SURE: Final = 0.998
"""Trust in every sign of a figure from which it need not be read a second time: of 400 figures none that was trusted
so read otherwise."""

_SHORT: Final = 2
"""Signs of a figure that is read a second time in any case: it has few neighbours to bear it out."""

_BROKEN: Final = 0.6
"""Trust below which a character that is no digit is not taken for what was read."""

_LIKE_DIGITS: Final = frozenset("oOQDilI|丨〇口")
_LIKE_TEN_THOUSAND: Final = "方力乙忆"
"""Words that look like 万 and 亿."""

_LETTER: Final = regex.compile(
    r"(?<![A-Za-z])[A-Za-z|](?=\d)|(?<=\d)[acenosuxyzoOlIGSBZDQqgb|](?![A-Za-z])"
    rf"|(?<=\d)[º°˚\"'*{_LIKE_TEN_THOUSAND}]"
)
"""A lone letter that touches a digit (G20 and A4 are doubted too), but for those that are units; after a digit also
what is read of a broken percent sign, and words that look like 万 and 亿."""

_POINT_OR_COMMA: Final = regex.compile(r"(?<![\d.,])[1-9]\d{0,2}[.．]\d{3}(?![\d.,%％‰])")
"""Three digits after a point: as likely thousands whose comma has lost its tail."""

_COMMA_WITH_DUST: Final = regex.compile(r"(?<![\d.,])[1-9]\d{0,2}[;；]\d{3}(?!\d)[\d.,]*")
"""Three digits after a semicolon: thousands whose comma has dust above it. Items of a list have words between them."""

_NO_MONTH: Final = regex.compile(r"(?<!\d)(?:1[3-9]|[2-9]\d)(?=月)")
"""A month that there is not: two months whose hyphen was not read, or a wrong digit."""

_NUMBER_AT_END: Final = regex.compile(r"\d[\d.,]*$")

_LONE_MARK_AT_END: Final = regex.compile(r"(?<![\d%‰])\s*[.·\-]\s*$")
"""A mark that ends a line of words: dust, or a sign or point of the figure that begins the next line."""

_AFTER_PERCENT: Final = regex.compile(r"[%‰](?:\s+(?!\d{1,2}\.))?\.?\d[\d.,]*%?")
"""Digits that follow a percent sign: half of the sign, or half of a figure."""

_CLOSE: Final = 0.25
_ACROSS: Final = 0.35
"""Em from print to a wall, and to the print beyond it, within which the wall may be none and run through the print."""

_PERCENT: Final = 0.9
"""Em that a percent sign is wide."""

_DIGIT: Final = 0.74
"""Em that digits are tall: on a page of figures its em may be taken for less than it is."""

_LOW: Final = 0.42
"""Em below which no ink is tall enough for a digit, also of smaller print."""

_WIDER: Final = 0.38
"""Em by which the ink of a short line may be wider than its characters are."""


def surely_read(reading: LineReading, start: int, end: int) -> bool:
    """Whether the figure of characters `start` to `end` is trusted so much that no second reading is needed."""
    return end - start > _SHORT and trusted(reading, start, end)


def trusted(reading: LineReading, start: int, end: int) -> bool:
    """Whether the engine is sure of every sign of the figure of characters `start` to `end` and missed none in it."""
    missed = any(start - 1 <= before < end and sure > 1 - _SURE for before, _, sure in reading.missed)
    return not missed and all(sign.sure >= _SURE and sign.rival_sure <= 1 - _SURE for sign in reading.signs[start:end])


def misshapen(chars: str, above: str = "", below: str = "") -> set[int]:
    """The characters of figures that no number is written like: a point before or after it, two points, a colon.

    `above` and `below` are what the lines before and after say: a figure may go on over the end of a line.
    """
    plain = chars.translate(_SAME)
    leading = _MARK_AND_SIGN.match(plain)
    found = set(range(leading.end())) if leading else set()
    if _LONE_MARK_AT_END.search(above.translate(_SAME)) and (first := _RUN_AT_START.match(plain)):
        found |= set(range(*first.span()))
    for match in _AFTER_PERCENT.finditer(plain):
        found |= set(range(*match.span()))
    for match in _RUN.finditer(plain):
        end = match.end()
        while end > match.start() and chars[end - 1] in "，：":
            end -= 1
        if _is_sound(plain, match.start(), end):
            continue
        if _is_item_at_end(plain, match.start(), end, below):
            continue
        before = _RUN_AT_END.search(above.translate(_SAME)) if not plain[: match.start()].strip() else None
        after = _RUN_AT_START.match(below.translate(_SAME)) if not plain[match.end() :].strip() else None
        led = (before.group().strip() if before else "") + match.group()
        whole = led + (after.group().strip() + below[after.end() :] if after else plain[match.end() :])
        joined = len(led) + (len(after.group().strip()) if after else 0)
        if not (before or after) or not _OVER_THE_END.fullmatch(whole[:joined].rstrip(",:")):
            found |= set(range(*match.span()))
    return found


def cuts(strip: Strip, found: Sequence[Strip]) -> tuple[bool, bool]:
    """Whether a line goes on beyond its left and its right wall so close that the wall may run through its print."""
    before = strip.x0 - strip.left < _CLOSE * strip.em
    after = strip.right - strip.x1 < _CLOSE * strip.em
    if not before and not after:
        return False, False
    close = [
        other
        for other in found
        if other is not strip and min(strip.bottom, other.bottom) - max(strip.top, other.top) > 0.5 * strip.em
    ]
    return (
        before and any(0 <= strip.x0 - other.x1 < _ACROSS * strip.em for other in close),
        after and any(0 <= other.x0 - strip.x1 < _ACROSS * strip.em for other in close),
    )


def beside_cuts(chars: str, before: bool, after: bool) -> set[int]:
    """The figures at those ends of a line that may have been cut."""
    found: set[int] = set()
    for match in FIGURE.finditer(chars):
        if (before and not chars[: match.start()].strip()) or (after and not chars[match.end() :].strip()):
            found |= set(range(*match.span()))
    return found


def _is_sound(plain: str, start: int, end: int) -> bool:
    """Whether the digits and marks `plain[start:end]` are a number, a day or the number of an item."""
    run, after = plain[start:end], plain[end:].lstrip()[:1]
    if after:
        run = run.rstrip(",:")
    if start > 0:
        run = run.lstrip(",:")
    return bool(_SOUND.fullmatch(run) or (after and not after.isascii() and _ITEM.fullmatch(run)))


def _is_item_at_end(plain: str, start: int, end: int, below: str) -> bool:
    """Whether the line ends with the number of an item whose text begins the next line with a word."""
    led, text = plain[:start].rstrip()[-1:], below.lstrip()[:1]
    return (
        not plain[end:].strip()
        and (not led or led in _BEFORE_ITEM)
        and bool(_ITEM.fullmatch(plain, start, end))
        and text.isalpha()
        and not text.isascii()
    )


def lookalikes(chars: str, below: str = "") -> set[int]:
    """Letters where a digit, words where 万 or 亿, points and semicolons where a comma should stand, and no months.

    `below` is what the line after says: 万 may have gone over the end of a line.
    """
    found = {
        at
        for form in (_POINT_OR_COMMA, _COMMA_WITH_DUST, _NO_MONTH)
        for match in form.finditer(chars)
        for at in range(*match.span())
    }
    if below.lstrip().startswith(tuple(_LIKE_TEN_THOUSAND)) and (last := _NUMBER_AT_END.search(chars.rstrip())):
        found |= set(range(*last.span()))
    if chars and all(char in _LIKE_DIGITS or char in _MARKS or char.isdecimal() for char in chars):
        found |= {at for at, char in enumerate(chars) if char in _LIKE_DIGITS}
    for match in _LETTER.finditer(chars):
        found |= set(range(max(0, match.start() - 1), min(len(chars), match.end() + 1)))
    return found


def wider_than_read(reading: LineReading, strip: Strip) -> set[int]:
    """All characters of a short line of digits whose ink is wider than they are: one was not read."""
    signs = reading.signs
    if not signs or len(signs) > 4 or not all(sign.char.isascii() for sign in signs):
        return set()
    em = max(strip.em, (strip.bottom - strip.top) / _DIGIT)
    accounted = sum(_PERCENT if sign.char == "%" else 2 * half_width(sign.char) for sign in signs) * em
    return set(range(len(signs))) if strip.x1 - strip.x0 - accounted > _WIDER * em else set()


def shorter_than_digits(reading: LineReading, strip: Strip) -> set[int]:
    """All characters of a line with digits whose ink is far too low for any: dust, or what is left of a seal."""
    if strip.bottom - strip.top >= _LOW * strip.em or not any(sign.char.isdecimal() for sign in reading.signs):
        return set()
    return set(range(len(reading.signs)))


def beside_unsure(reading: LineReading) -> set[int]:
    """The figures that touch a character so badly read that it may have been part of them."""
    found: set[int] = set()
    for match in FIGURE.finditer(reading.chars):
        start, end = match.span()
        around = [*reading.signs[max(0, start - 1) : start], *reading.signs[end : end + 1]]
        if any(sign.sure < _BROKEN and sign.char.isalnum() for sign in around):
            found |= set(range(start, end))
    return found


def unsure(reading: LineReading) -> set[int]:
    """The characters of a line that the engine itself is not sure of."""
    found = set()
    for index, sign in enumerate(reading.signs):
        if sign.char.isdecimal() or sign.char in ".-%":
            if sign.sure < 0.9 or sign.rival_sure > 0.05:
                found.add(index)
        elif (sign.sure < _BROKEN and sign.char.isalnum()) or (sign.rival.isdecimal() and sign.rival_sure > 0.05):
            found.add(index)
    for before, _, sure in reading.missed:
        if sure > 0.1:
            beside = {index for index in (before, before + 1) if 0 <= index < len(reading.signs)}
            found |= {index for index in beside if reading.signs[index].char.isdecimal()}
    return found
