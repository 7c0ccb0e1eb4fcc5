"""Percentages that a ranking before them makes growth: 增长最快的是…32.1%; 增幅前三位的是：吉川市5.1%、赣水市4.4%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.attribution.places import is_place
from extractors.attribution.reading import Reading
from extractors.attribution.sentences import Clause
from extractors.attribution.subject import noun_phrase
from extractors.attribution.written import Written
from extractors.quantities.quantity import Quantity

_RANKED_BY = regex.compile(
    r"(?:增长|增幅|增速|涨幅|上升|下降|降幅|跌幅)[^，；：]{0,6}?(?:最[快高大低慢]|前[\d一二三四五]|居前|靠前|依次|分别)"
)
_IS_SHARE = regex.compile(r"占|比重|比例|率")


def as_growth(
    reading: Reading | None,
    text: Written,
    clause: Clause,
    quantity: Quantity,
    earlier: Sequence[Clause],
    falling: bool | None,
) -> tuple[Reading | None, bool | None]:
    """The reading as growth, where the clause before ranks by growth, and whether its list is one of decline.

    So are the figures in brackets behind what the clause itself ranks: 增幅前三位的是青坞（[12.1%]）、桐源（[11.4%]）.

    `falling` is what was given back for the figure before in the sentence, None where there is no such list.
    """
    if reading is None or reading.kind != "share" or reading.base or reading.word:
        return reading, falling
    if not reading.left and text.in_brackets(quantity):
        before = text.string[clause.start : quantity.start]
        if (ranked := _RANKED_BY.search(before)) and not _IS_SHARE.search(before):
            falling = "降" in ranked.group() or "跌" in ranked.group()
        return (reading, falling) if falling is None else (replace(reading, kind="growth", negative=falling), falling)
    if not earlier:
        return reading, falling
    last = earlier[-1]
    said = text.string[last.start : last.end]
    ranked = None if text.quantities_in(last.start, last.end) else _RANKED_BY.search(said)
    if ranked and not _IS_SHARE.search(text.string[clause.start : clause.end]):
        falling = "降" in ranked.group() or "跌" in ranked.group()
    if falling is None or not (ranked or is_place(noun_phrase(reading.left))):
        return reading, falling
    return replace(reading, kind="growth", negative=falling), falling
