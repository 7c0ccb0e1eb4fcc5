"""Finds the printed quantities of a string: number, scale, unit and printed precision."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import regex

from extractors.quantities.numerals import (
    CHINESE_NUMERAL,
    LONGEST_INTEGER,
    Number,
    arabic_figure,
    chinese,
    chinese_fraction,
)
from extractors.quantities.quantity import Dimension, Quantity, decimal, plain, times
from rules.not_quantities import not_quantities
from rules.units import Unit, units

_ARABIC = (
    r"(?:(?<![\p{Latin}\d.)）亿万千百%元])[+-]|(?<=增长|增速|增幅|同比|环比|[为是达至])负(?=\d))?(?:\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++\.\d++"
    r"|(?:(?<=(?:19|20)\d{2} )|(?<!\d ))(?P<lost>0 \d{1,3}|\d{1,3} \d{1,2})(?![\d.,]| \d)|\d++)"
)
_LIST_INDEX = regex.compile(
    r"(?:^|(?<=[\n。；：;！]))"
    r"(?:\d{1,2}[.、](?!\d)|\d{1,2}\.(?=(?:19|20)\d{2}年)|\d{1,2} (?=\p{Han})|（\d{1,2}）|\d{1,2}）|[①-⑳])"
)
_RANK = regex.compile(
    r"(?:在(?P<field>[^，。；：、第前\d]{0,8}\d{1,3}个[^，。；：、第前\d]{1,12}?)中(?:排[名位在]?+|名列|位?[列居]|位于)|(?:位?[列居]|排[名位]?+|排在|名列|稳居|位于|保持|跃居|进入|跻身|升至|取得|实现|达到)(?P<field>(?!由|从)(?:[^，。；、第前\d]|\d{1,3}个){0,16}?))?"
    r"(?:(?<=[列居名在于位排持身入至得现到由从]|[列居名在于]\p{Han}{0,6}\d{1,3}个\p{Han}{1,12}|第\d{1,3}[位名](?:和|、|与|及)"
    r"|居\p{Han}{1,16}|[列名在于持身入至得现到]\p{Han}{1,16}|全[国省市州县区]|第[一二三四五六七八九十][、和])"
    r"(?P<place>第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名|(?=[，。；、）\n]|$))|首位|榜首|之首)"
    r"|(?P<strong>前\s?(?P<within>\d{1,3})\s?[强位名]"
    r"|(?<=[列居入进][^，。；：第前\d]{0,12})前(?P<within>[一二三五十]{1,3})[强位名]?(?=[，。；、）\n]|$)))"
)
_COMPETING = regex.compile(r"\d个(?!全)")
_MORE = "余多几"
_HAS_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万亿零]")
_HAS_RANK = re.compile("[第首榜前]")


@dataclass(frozen=True, slots=True)
class _Grammar:
    scales: dict[str, int]
    units: dict[str, Unit]
    tail: regex.Pattern[str]
    begins_tail: frozenset[str]
    quantity: regex.Pattern[str]
    foreign: tuple[tuple[str, str], ...]
    """Words of foreign money that may also stand before the number (港币8000万元), with their unit."""
    foreign_ends: frozenset[str]


@cache
def _grammar() -> _Grammar:
    known = units()
    scales = {scale.word: scale.factor for scale in known.scales}
    measured = {unit.word: unit for unit in known.units}
    unit = "|".join(_guarded(word, known.not_before) for word in _longest_first([*measured, *known.counters]))
    scale = _alternatives(scales)
    tail = regex.compile(
        rf"\s?(?P<more>[{_MORE}])?(?P<scale>{scale})?(?P<more2>[{_MORE}])?\s?\n?(?P<unit>{unit})?"
        rf"(?:(?<=[元人个件张份吨次本人米时])/(?P<per>\p{{Han}}{{1,3}}(?:[·/]\p{{Han}}{{1,2}})?))?"
    )
    words = "|".join(_guarded(word, known.not_before) for word in _longest_first([*measured, *known.counters]))
    quantity = regex.compile(
        rf"(?P<fraction>{CHINESE_NUMERAL}分之{CHINESE_NUMERAL})|(?P<arabic>{_ARABIC})"
        rf"|(?P<chinese>(?<![第零一二两三四五六七八九十百千万亿几数])[一二两三四五六七八九十][零一二三四五六七八九十百千万亿]{{0,24}}"
        rf"(?:点[零一二三四五六七八九]{{1,12}})?)(?P<chinese_more>[余多])?(?=个?(?:{words}))"
    )
    begins_tail = frozenset(word[0] for word in (*scales, *measured, *known.counters, *_MORE))
    foreign = tuple((unit.word, unit.base) for unit in known.units if unit.class_ == "money" and unit.base != "CNY")
    return _Grammar(scales, measured, tail, begins_tail, quantity, foreign, frozenset(word[-1] for word, _ in foreign))


def _guarded(word: str, not_before: dict[str, tuple[str, ...]]) -> str:
    following = not_before.get(word)
    return regex.escape(word) + (f"(?![{''.join(following)}])" if following else "")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in _longest_first(words))


def scan(string: str, occupied: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The quantities of `string`, left to right; `occupied` parts (times) are passed over."""
    ranked = list(_RANK.finditer(string)) if _HAS_RANK.search(string) else []
    ranks = [quantity for match in ranked if (quantity := _rank(match))]
    grammar = _grammar()
    first = grammar.quantity.search(string) if _HAS_NUMERAL.search(string) else None
    if first is None:
        return tuple(ranks)
    fields = (match.span("field") for match in ranked if match["field"] and _COMPETING.search(match["field"]))
    taken = sorted([*occupied, *((q.start, q.end) for q in ranks), *fields])
    blocked: list[tuple[int, int]] = []
    found: list[Quantity] = list(ranks)
    position, block, known_until = first.start(), 0, 0
    while match := grammar.quantity.search(string, position):
        start = match.start()
        if start >= known_until:
            begins, known_until = _sentence_around(string, start, known_until)
            blocked, block = _blocked(string, begins, known_until, taken), 0
        while block < len(blocked) and blocked[block][1] <= start:
            block += 1
        if block < len(blocked) and blocked[block][0] <= start:
            position = blocked[block][1]
            continue
        quantity = _read(string, match, grammar)
        if quantity is None or any(a < quantity.end and start < b for a, b in blocked[block : block + 3]):
            position = match.end() if match.end() > start else start + 1
            continue
        found.append(quantity)
        position = quantity.end
    return _shared_units(string, sorted(found, key=lambda quantity: quantity.start), grammar)


def _sentence_around(string: str, position: int, from_: int) -> tuple[int, int]:
    """The full stop before `position` (not before `from_`), and the end of the one behind it."""
    end = string.find("。", position)
    return string.rfind("。", from_, position) + 1 or from_, end + 1 if end >= 0 else len(string)


def _blocked(string: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What in a sentence is no quantity, in order: what is `taken`, list indices, and the writings of the rules.

    Most sentences of a report have no figure, so that only those that may have one are searched for these.
    """
    inside = taken[bisect_left(taken, (start, 0)) : bisect_left(taken, (end, 0))]
    indices = (match.span() for match in _LIST_INDEX.finditer(string, start, end))
    writings = (match.span() for match in not_quantities().finditer(string, start, end))
    return sorted([*inside, *indices, *writings])


_HALF = Decimal("0.5")
_JOINED = regex.compile(r"(?P<range>[-—~～至到]|--)|[、，和与及]|以及")


def _shared_units(string: str, found: list[Quantity], grammar: _Grammar) -> tuple[Quantity, ...]:
    """Give the unit of the last quantity of a list to those before it: 6.6、8个百分点; 0.6个和4.4个百分点; 3-5亿元."""
    handed_on: tuple[int, Decimal] | None = None
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        joint = string[this.end : following.start]
        match = _JOINED.fullmatch(joint)
        from_behind, handed_on = handed_on, None
        if match is None or following.dimension in ("bare", "rank"):
            continue
        if match["range"] and _is_range(string, this, following, match["range"]):
            found[index] = replace(this, end=following.end, low=this.value, high=following.value, spread=True)
            del found[index + 1]
            continue
        if this.dimension != "bare" and not (following.dimension == "points" and this.unit == "个"):
            continue
        if this.dimension == "bare" and match["range"] is None and joint in "，" and this.scale == 1:
            continue
        scale, unit_factor = handed_on = from_behind or (following.scale, _base_factor(string, following, grammar))
        factor = Decimal(scale if this.scale == 1 else 1) * unit_factor
        found[index] = replace(
            this, value=plain(this.value * factor), low=plain(this.low * factor), high=plain(this.high * factor),
            unit=following.unit, dimension=following.dimension, per=following.per,
        )  # fmt: skip
        if match["range"] and found[index].value < following.value:
            found[index] = replace(
                found[index], end=following.end, low=found[index].value, high=following.value, spread=True
            )
            del found[index + 1]
    return tuple(found)


_FROM_A_LEVEL = regex.compile(r"[由从自][^，；：。]{0,16}$")


def _is_range(string: str, first: Quantity, last: Quantity, joint: str) -> bool:
    """Whether two figures with a unit each are the ends of one range: 4%-6%, 3亿元至5亿元; 由4%到6% is a movement."""
    if first.dimension in ("bare", "rank") or first.spread or last.spread or first.per or last.per:
        return False
    if first.unit != last.unit or first.dimension != last.dimension or not 0 <= first.value < last.value:
        return False
    return joint not in "至到" or not _FROM_A_LEVEL.search(string, max(0, first.start - 18), first.start)


def _base_factor(string: str, quantity: Quantity, grammar: _Grammar) -> Decimal:
    """What the unit word of `quantity` multiplies by beyond its scale (‰ and 成 in percent)."""
    printed = string[quantity.start : quantity.end]
    for word, unit in grammar.units.items():
        if unit.factor != 1 and printed.endswith(word):
            return decimal(unit.factor)
    return Decimal(1)


def _read(string: str, match: regex.Match[str], grammar: _Grammar) -> Quantity | None:
    start = match.start()
    if words := match["fraction"]:
        share = chinese_fraction(words)
        return _quantity(start, match.end(), share, Fraction(1), "%", "percent") if share else None
    if match["arabic"]:
        return _arabic_quantity(string, match, grammar)
    number = chinese(match["chinese"])
    tail = grammar.tail.match(string, match.end())
    if number is None or tail is None or not tail["unit"]:
        return None
    unit = grammar.units.get(tail["unit"])
    written_in_full = len(match["chinese"]) > 1 and number.value >= 10
    if unit is None and not written_in_full:
        return None  # 两个, 三本, 四大: words of style rather than figures
    return _with_unit(start, number, tail, grammar, more=bool(match["chinese_more"]))


def _arabic_quantity(string: str, match: regex.Match[str], grammar: _Grammar) -> Quantity | None:
    digits, end, lost = match["arabic"], match.end("arabic"), bool(match["lost"])
    if digits.isdigit() and not _may_go_on(match.string, end, grammar):
        return _bare_integer(match.start(), end, digits)
    tail = grammar.tail.match(string, end)
    assert tail is not None  # every part of the tail is optional
    unlike_decimal = lost and not (tail["unit"] or tail["scale"] or digits.startswith("0 "))
    if unlike_decimal:
        digits, lost = digits.split(" ")[0], False
        end = match.start() + len(digits)
        tail = grammar.tail.match(string, end)
        assert tail is not None
    number = arabic_figure(digits.replace("负", "-"))
    if number is None:
        return None
    return _with_unit(match.start(), number, tail, grammar, lost=lost, signed=digits[0] in "+-负")


def _may_go_on(string: str, end: int, grammar: _Grammar) -> bool:
    """Whether what stands behind the digits may belong to them; nothing does in most cells of a table."""
    following = string[end : end + 1]
    return following in grammar.begins_tail or following.isspace()


def _bare_integer(start: int, end: int, digits: str) -> Quantity | None:
    """A whole number without unit, as `_with_unit` makes it, in a third of the time."""
    if len(digits) > LONGEST_INTEGER:
        return None
    value = Decimal(int(digits))
    return Quantity(start, end, value, value - _HALF, value + _HALF, "", "bare")


def _with_unit(
    start: int, number: Number, tail: regex.Match[str], grammar: _Grammar,
    *, lost: bool = False, more: bool = False, signed: bool = False,
) -> Quantity:  # fmt: skip
    scale = grammar.scales.get(tail["scale"] or "", 1)
    word, per = tail["unit"], tail["per"]
    more = more or bool(tail["more"] or tail["more2"] or (word and word.startswith(("个多", "个余"))))
    if word is None:
        end = tail.end("more2") if tail["more2"] else tail.end("scale") if tail["scale"] else tail.end("more")
        end = end if end > 0 and (tail["scale"] or tail["more"]) else tail.start()
        return _quantity(
            start, end, number, Fraction(scale), "", "bare", more=more, lost=lost, scale=scale, signed=signed
        )
    unit = grammar.units.get(word)
    dimension: Dimension = unit.class_ if unit else "count"
    factor = scale * (unit.factor if unit else Fraction(1))
    end = tail.end("per") if per else tail.end("unit")
    base = unit.base if unit else word
    if base == "CNY" and tail.string[start - 1 : start] in grammar.foreign_ends:
        base = next((other for word, other in grammar.foreign if tail.string.endswith(word, 0, start)), base)
    return _quantity(
        start, end, number, factor, base, dimension,
        more=more, lost=lost, per=per, scale=scale, signed=signed,
    )  # fmt: skip


def _quantity(
    start: int, end: int, number: Number, factor: Fraction, unit: str, dimension: Dimension,
    *, more: bool = False, lost: bool = False, per: str | None = None, scale: int = 1, signed: bool = False,
) -> Quantity:  # fmt: skip
    value = times(number.value, factor)
    half = times(number.ulp, factor, 2) if number.ulp else Decimal(0)
    printed_in_full = dimension == "count" and scale == 1 and number.ulp == 1
    slack = Decimal(0) if printed_in_full else half
    return Quantity(
        start, end, value, value - slack, value + slack, unit, dimension, more, lost, per, scale, None, signed
    )


def _rank(match: regex.Match[str]) -> Quantity | None:
    written = match["n"] or match["within"] or "1"
    number = arabic_figure(written) if written.isdigit() else chinese(written)
    if number is None:
        return None
    start = match.start("place") if match["place"] else match.start("strong")
    value = decimal(number.value)
    return Quantity(start, match.end(), value, value, value, "位", "rank", field=(match["field"] or "").strip() or None)
