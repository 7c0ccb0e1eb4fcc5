"""Mutations of what is written: marks, numbers, words and whole lines, in place of each other and pumped up."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

from fuzzing.of_bytes import part_of

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_MOST: Final = 200_000

NUMBERS: Final = (
    "0", "-0", "00", ".5", "5.", "1e9", "1,234,56", "12 345", "9" * 40, "0." + "0" * 40 + "1", "１２．５", "三分之二",
    "一百二十亿", "十几", "12.3.4", "2024", "13", "-1.2", "−1.2", "+3", "1/3", "3：1", "½", "٣", "百分之五", "二〇二四",
    "１，２３４．５", "负1.2", "约3", "零点五", "①", "½%", "1~5", "5-3", "1．2",
)  # fmt: skip

PIECES: Final = (
    "\0", "\u200b", "\u2028", "\u202e", "\ufeff", "\ufffe", "\U0001f4c8", "\ud7ff", "\ue000", "\u2f00", "⻓",
    "\t", "\n",
    "\r\n", "\x0c", "（", "）", "((", "，" * 30, "。", "、", "：", "；", "“", "％", "%", "‰", "亿元", "万",
    "亿亿", "个百分点",
    "同比", "其中", "分别为", "均", "比重", "单位：万元", "<p>", "|", "=SUM(A1)", "{{7*7}}", "<script>", "../",
    "续表", "目\n标",
    "1-6月", "13月", "2月30日", "0000年", "截至", "力争", "不低于", "由", "到", "至", "比上年", "　", "\u0301" * 20,
)  # fmt: skip


def _number_in_place(text: str, random: Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text + random.choice(NUMBERS)
    one = random.choice(found)
    return text[: one.start()] + random.choice(NUMBERS) + text[one.end() :]


def _piece_put_in(text: str, random: Random) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(PIECES) + text[place:]


def _left_out(text: str, random: Random) -> str:
    start, end = part_of(text, random, 200)
    return text[:start] + text[end:]


def _pumped(text: str, random: Random) -> str:
    """What stands there, again and again: patterns that try every way to part it take long."""
    start, end = part_of(text, random, 40)
    return text[:end] + text[start:end] * random.choice((1, 3, 50, 300)) + text[end:]


def _lines_moved(text: str, random: Random) -> str:
    lines = text.split("\n")
    start, end = part_of(lines, random, 4)
    cut = lines[start:end]
    del lines[start:end]
    place = random.randrange(len(lines) + 1)
    return "\n".join(lines[:place] + cut * random.choice((0, 1, 2)) + lines[place:])


def _moved(text: str, random: Random) -> str:
    start, end = part_of(text, random, 60)
    rest = text[:start] + text[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + text[start:end] + rest[place:]


def _without_breaks(text: str, _: Random) -> str:
    return text.replace("\n", "")


def _broken_everywhere(text: str, random: Random) -> str:
    every = random.choice((1, 2, 5, 20))
    return "\n".join(text[place : place + every] for place in range(0, len(text), every))


MUTATIONS: Final[tuple[Callable[[str, Random], str], ...]] = (
    *(_number_in_place, _piece_put_in, _left_out, _pumped, _lines_moved, _moved) * 4,
    _without_breaks,
    _broken_everywhere,
)


def mutated(text: str, random: Random, most: int = _MOST) -> str:
    """The text with up to ten things wrong with it, at most `most` characters of it."""
    for _ in range(random.randint(1, 10)):
        text = random.choice(MUTATIONS)(text, random)[:most]
    return text
