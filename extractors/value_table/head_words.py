"""Reads the words of a head or a row name: what is measured, how, when, where, in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.attribution.scopes import scope_mentions
from extractors.periods import TimeMention
from extractors.prose import prose
from extractors.text import Text
from extractors.time_words import time_mentions
from extractors.value_table.measure_unit import PERCENT, POINTS, MeasureUnit, unit_named, units_stated
from rules.metrics import catalogue
from rules.phrasings import phrasings
from rules.table_heads import Measure, table_heads
from rules.words import any_of, words

_BRACKET = regex.compile(r"[（(\[【〔]([^（）()\[\]【】〔〕]*)[）)\]】〕]")
_FORMULA = regex.compile(r"[\dA-Za-z①-⑳甲乙丙丁()（）=＝+\-*/÷×]*")
_TRAILING_MONEY = regex.compile(r"[，,、：:/／]?([百千万亿]*元)$|[，,、：:/／](%|‰|[百千万亿]?\p{Han}{1,2})$")
_NUMBERING = regex.compile(
    r"[（(][一二三四五六七八九十]{1,3}[)）]、?|[一二三四五六七八九十]{1,3}[、.．]|[（(]\d{1,2}[)）]|\d{1,2}[、.．)）](?!\d)|[①-⑳]|[*＊★●○■◆▪•·]+"
)
_PART = regex.compile(r"^(?:其\s*中|其)?[：:](?=.)|^其中[：:，、]?")
_PLACE = regex.compile(
    r"\p{Han}{1,8}?(?:省|市|区|县|州|盟|旗|镇|乡|街道|街道办|办事处|管委会|园区|林场|农场)(?:本级|级|直)?|\p{Han}{2,8}(?:新区|开发区|高新区|经开区)"
)
_NO_PLACE = regex.compile(r"地区|社区|城乡|全部|小区|园区类|灾区")
_PERCENT_SIGN = regex.compile(r"(?<!\d)%")
_EDGE = "，。、：:；;,.-—–·~～ /／"


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What a head says. `phrase` names the metric ('' where it does not), `above` that of the levels over it.

    `current` and `cumulative` tell which of the two the words are; `percent` that they print a percent sign;
    `part` that 其中 stands before; `total` that it is a sum; `whole_is_scope` that nothing but the scope is named.
    """

    text: str
    phrase: str = ""
    above: str = ""
    scope: str | None = None
    unit: MeasureUnit | None = None
    measure: Measure | None = None
    base: str | None = None
    time: TimeMention | None = None
    current: bool = False
    cumulative: bool = False
    percent: bool = False
    part: bool = False
    total: bool = False
    basis: str | None = None


def read_head(levels: Sequence[str], *, cells_in_percent: bool = False) -> HeadWords:
    """The meaning of a head of several levels, from the top down. `cells_in_percent`: its figures print %."""
    return _read(tuple(levels), cells_in_percent)


@lru_cache(maxsize=8192)
def _read(levels: tuple[str, ...], cells_in_percent: bool) -> HeadWords:
    kept = [level for number, level in enumerate(levels) if level and level not in levels[:number]]
    unit: MeasureUnit | None = None
    basis: str | None = None
    plain: list[str] = []
    for level in kept:
        string, found = _without_units(level)
        unit = found or unit
        for code, said in phrasings().basis_in_heads:
            if said.compiled.search(string):
                basis = basis or code
                string = regex.sub(r"（[\s，、]*）", "", said.compiled.sub("", string))
        plain.append(string)
    part = any(_PART.match(string) for string in plain)
    plain = [without_number(string) for string in plain]
    joined = "".join(plain)
    found_measure = table_heads().measure(joined, percent=cells_in_percent)
    if found_measure and found_measure.measure.kind == "amount" and _protected(joined, found_measure.start):
        found_measure = None
    taken: list[tuple[int, int]] = []
    if found_measure and not found_measure.measure.keep:
        taken.append((found_measure.start, found_measure.end))
    times = [time for time in time_mentions(joined) if not _overlaps(taken, time.start, time.end)]
    own = [time for time in times if time.relation == "own"]
    taken.extend((time.start, time.end) for time in times)
    vocabulary = table_heads().words
    cumulative = _mark(joined, vocabulary.cumulative, taken)
    current = _mark(joined, vocabulary.current, taken)
    scope = _scope(joined, plain, taken)
    phrases = [phrase for phrase in _phrases(plain, taken) if phrase]
    above, phrase = _metric_of(phrases)
    percent_sign = bool(_PERCENT_SIGN.search(joined))
    if unit is None and "百分点" in joined:
        unit = POINTS
    if unit is None and percent_sign:
        unit = PERCENT
    return HeadWords(
        "".join(kept), phrase, above, scope, unit,
        found_measure.measure if found_measure else None,
        found_measure.base if found_measure else None,
        own[-1] if own else None,
        current and not cumulative, cumulative, percent_sign or cells_in_percent, part, _is_total(plain), basis,
    )  # fmt: skip


def without_number(name: str) -> str:
    """A row name without its numbering and 其中： （一）税收收入 → 税收收入."""
    before = None
    while before != name:
        before = name
        name = _PART.sub("", name)
        if match := _NUMBERING.match(name):
            name = name[match.end() :]
        name = name.lstrip(_EDGE)
    return name


@lru_cache(maxsize=8192)
def place_named(name: str) -> str | None:
    """`name` where it is nothing but a scope or the name of a place (市本级, 青江区); None where it is not."""
    plain = without_number(_without_units("".join(name.split()))[0])
    plain = _stripped(plain, (), table_heads().words.totals) or plain
    if plain in words().scopes or plain in ("本级", "县市合计", "区县合计"):
        return plain
    if plain in catalogue().by_name or _NO_PLACE.search(plain):
        return None
    return plain if _PLACE.fullmatch(plain) else None


def is_generic(phrase: str) -> bool:
    """Whether `phrase` is too general to be a metric by itself (收入, 支出)."""
    return phrase in table_heads().words.generics or phrase in _fillers()


def _without_units(level: str) -> tuple[str, MeasureUnit | None]:
    """The head in half-width without its unit of measure; a bracketed % or 百分点 stays as a word."""
    stated = units_stated(level)
    level = regex.sub(r"(?:金额|计量|数量)?单位[：:][^）)]*", "", level) if stated else level
    string = prose(Text(level, (None,) * len(level))).string.replace("\n", "").replace(" ", "")
    unit: MeasureUnit | None = stated[0] if stated else None

    def resolved(match: regex.Match[str]) -> str:
        nonlocal unit
        inside = match[1].strip()
        if "百分点" in inside:
            return "百分点"
        named = unit_named(inside)
        if named is not None and named.dimension != "percent":
            unit = named
            return ""
        if named is not None or regex.fullmatch(r"[±+/\-]*%", inside):
            return "%"
        if "%" in inside and table_heads().measure(inside):
            return inside
        if not inside or _FORMULA.fullmatch(inside):
            return "" if not _NUMBERING.match(match[0]) else match[0]
        if _all_time(inside):
            return inside
        return match[0]

    string = _BRACKET.sub(resolved, string)
    if match := _TRAILING_MONEY.search(string):
        named = unit_named(match[1] or match[2])
        if named is not None and match.start():
            unit = unit or named
            string = string[: match.start()] + ("%" if named.dimension == "percent" else "")
    return string, unit


def _all_time(inside: str) -> bool:
    times = time_mentions(inside)
    known = table_heads().words
    return (bool(times) and sum(time.end - time.start for time in times) >= len(inside) - 2) or inside in (
        *known.cumulative, *known.current,
    )  # fmt: skip


def _protected(joined: str, start: int) -> bool:
    """Whether the words of a measure begin inside a catalogued metric's name."""
    return any(match.start() < start < match.end() for match in catalogue().names.finditer(joined))


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < until and begin < end for begin, until in taken)


def _mark(joined: str, listed: Sequence[str], taken: list[tuple[int, int]]) -> bool:
    found = False
    for match in regex.finditer(any_of(listed), joined):
        taken.append(match.span())
        found = True
    return found


def _scope(joined: str, plain: Sequence[str], taken: list[tuple[int, int]]) -> str | None:
    found: str | None = None
    start = 0
    for level in plain:
        if place := place_named(level):
            taken.append((start, start + len(level)))
            found = place
        start += len(level)
    if found:
        return found
    for mention in scope_mentions(joined):
        if not _overlaps(taken, mention.start, mention.end):
            taken.append((mention.start, mention.end))
            found = mention.scope
    return found


def _phrases(plain: Sequence[str], taken: Sequence[tuple[int, int]]) -> list[str]:
    """What is left of each level when measures, times and scopes are taken out."""
    left: list[str] = []
    start = 0
    for level in plain:
        chars = [
            char for offset, char in enumerate(level, start) if not any(begin <= offset < end for begin, end in taken)
        ]
        left.append(_phrase("".join(chars)))
        start += len(level)
    return left


def _phrase(string: str) -> str:
    string = _PERCENT_SIGN.sub("", regex.sub(r"（[\s，、]*）", "", string)).strip(_EDGE)
    string = string.replace("（", "(").replace("）", ")") if string.count("（") != string.count("）") else string
    string = string.strip("()") if string.count("(") != string.count(")") else string
    if string in catalogue().by_name:
        return string
    known = table_heads().words
    string = _stripped(string, known.leads, known.tails).strip(_EDGE)
    if regex.fullmatch(r"（[^（）]*）", string):
        return ""
    if string.endswith("数") and string[:-1] in known.generics:
        string = string[:-1]
    return "" if string in _fillers() or len(string) < 2 else string


def _stripped(string: str, leads: Sequence[str], tails: Sequence[str]) -> str:
    """`string` without words of `leads` and `tails` at its ends, as far as they are not part of a metric's name."""
    changed = True
    while changed and string not in catalogue().by_name:
        changed = False
        for tail in tails:
            if string.endswith(tail) and len(string) > len(tail):
                string, changed = string[: -len(tail)], True
                break
        for lead in leads:
            if string.startswith(lead) and len(string) > len(lead) + 1:
                string, changed = string[len(lead) :], True
                break
    return string


def _metric_of(phrases: Sequence[str]) -> tuple[str, str]:
    """The metric over the lowest level's, and the metric itself; general words lean on what stands over them."""
    if not phrases:
        return "", ""
    *over, phrase = phrases
    above = over[-1] if over else ""
    if is_generic(phrase) and above:
        stem = regex.sub(r"(?:收支|收入和支出|收入支出)$", "", above)
        return (over[-2] if len(over) > 1 else ""), stem if stem.endswith(phrase) else stem + phrase
    return above, phrase


def _is_total(plain: Sequence[str]) -> bool:
    totals = table_heads().words.totals
    return bool(plain) and plain[-1].endswith(tuple(totals))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(table_heads().words.fillers)
