"""Units of measure as heads and captions print them: （万元）, 单位：亿元、%, 元/人."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import regex

from extractors.quantities.quantity import Dimension
from rules.units import Unit, units
from rules.words import any_of

_LABELLED = regex.compile(r"(?:金额|计量|数量|货币|人民币|面积)?单位[：:]\s*(?P<units>[^。；;（(）)]{1,24})")
_JOINT = regex.compile(r"[、，,;；/／和及|]|\s+")
_PER = regex.compile(r"(?P<what>[百千万亿]*元)[/／每](?P<per>\p{Han}{1,4})")


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """A unit that bare numbers are in: one of them is `factor` of `base` (万元: 10000 CNY)."""

    base: str
    factor: Fraction
    dimension: Dimension
    per: str | None = None

    @property
    def scale(self) -> int:
        """The whole factor as a word of scale would give it (万: 10000), else 1."""
        return int(self.factor) if self.factor.denominator == 1 else 1


PERCENT = MeasureUnit("%", Fraction(1), "percent")
POINTS = MeasureUnit("pp", Fraction(1), "points")
PLACES = MeasureUnit("位", Fraction(1), "rank")


@cache
def unit_named(word: str) -> MeasureUnit | None:
    """The unit that `word` as a whole names: 万元, %, 万人次, 元/人; None for any other word."""
    word = "".join(word.split()).replace("％", "%").replace("／", "/").strip("±:：")
    word = regex.sub(r"^(?:人民币|计量单位|单位)[：:]?", "", word)
    if match := _PER.fullmatch(word):
        money = unit_named(match["what"])
        return money and MeasureUnit(money.base, money.factor, "money", match["per"])
    match = _grammar().fullmatch(word)
    if match is None:
        return None
    known = units()
    scale = next((entry.factor for entry in known.scales if entry.word == match["scale"]), 1)
    unit: Unit | None = next((entry for entry in known.units if entry.word == match["unit"]), None)
    if unit is None:
        return MeasureUnit(match["unit"], Fraction(scale), "count")
    return MeasureUnit(unit.base, scale * unit.factor, unit.class_)


def scale_named(word: str) -> int | None:
    """What a word of scale alone multiplies by: 万, 百万; None for any other word."""
    return next((entry.factor for entry in units().scales if entry.word == word), None)


def units_stated(words: str) -> tuple[MeasureUnit, ...]:
    """The units behind 单位： in `words`, in order (单位：万元、%); none where a 单位 of another sense is named."""
    plain = words.replace("％", "%")
    found: list[MeasureUnit] = []
    for match in _LABELLED.finditer(plain):
        whole = unit_named(match["units"])
        parts = [whole] if whole else [unit_named(part) for part in _JOINT.split(match["units"]) if part]
        found.extend(unit for unit in parts if unit is not None)
    return tuple(dict.fromkeys(found))


@cache
def _grammar() -> regex.Pattern[str]:
    known = units()
    scale = any_of(entry.word for entry in known.scales)
    return regex.compile(rf"(?P<scale>{scale})?(?P<unit>{any_of([*(u.word for u in known.units), *known.counters])})")
