"""A quantity as printed (1079.87亿元): its digits, multiplier and unit, and how to print another like it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from rules.interval import Interval

FACTORS: Final[dict[str, int]] = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_FORM = re.compile(
    r"[^\d+\-.]*?(?P<sign>[+-]?)(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<factor>万亿|千亿|百亿|十亿|十万|百万|千万|百|千|万|亿)?(?P<unit>.*)",
    re.S,
)
_DROPPED = "余多左右约来近逾超"


@dataclass(frozen=True, slots=True)
class Printed:
    """`digits` without separators, `factor` the multiplier word, `unit` what follows (元, %, 家)."""

    digits: str
    negative: bool
    factor: str
    unit: str

    @property
    def decimals(self) -> int:
        """How many digits stand after the point."""
        return len(self.digits.partition(".")[2])

    @property
    def steps(self) -> int:
        """The digits as a whole number: the value in steps of the last printed place, without its sign."""
        return int(self.digits.replace(".", ""))

    @property
    def value(self) -> Fraction:
        """In the base unit, signed as printed."""
        return (-1 if self.negative else 1) * Fraction(self.digits) * FACTORS[self.factor]

    @property
    def last_place(self) -> Fraction:
        """What one step of the last printed digit is worth, in the base unit."""
        return Fraction(FACTORS[self.factor], 10**self.decimals)

    @property
    def interval(self) -> Interval:
        """Every number that rounds to what is printed."""
        return Interval.exact(self.value).widened(self.last_place / 2, self.last_place / 2)

    @property
    def interval_if_cut(self) -> Interval:
        """Every number that rounds to what is printed, or of which it is the beginning."""
        below, above = (1, Fraction(1, 2)) if self.negative else (Fraction(1, 2), 1)
        return Interval.exact(self.value).widened(below * self.last_place, above * self.last_place)

    def with_digits(self, digits: str) -> Printed:
        return replace(self, digits=digits)

    def __str__(self) -> str:
        return f"{'-' if self.negative else ''}{self.digits}{self.factor}{self.unit}"


class _Plain(dict[int, str]):
    """What each character is read as: white space as nothing, full-width signs as the plain ones."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = "" if character.isspace() else unicodedata.normalize("NFKC", character).replace("−", "-")
        self[code] = plain
        return plain


_PLAIN: Final = _Plain()
_LONGEST_FIRST: Final = sorted(FACTORS, key=len, reverse=True)


@lru_cache(maxsize=1 << 16)
def read_printed(text: str) -> Printed | None:
    """The quantity in `text`, or None where it is not written with Arabic digits (三分之二)."""
    form = _FORM.fullmatch(text.translate(_PLAIN))
    if form is None:
        return None
    rest = form["unit"].strip(_DROPPED)
    factor, unit = form["factor"] or "", rest
    for word in _LONGEST_FIRST:
        # 3余万户: the multiplier stands behind the dropped word.
        if not factor and word and rest.startswith(word):
            factor, unit = word, rest.removeprefix(word)
    return Printed(form["digits"].replace(",", ""), form["sign"] == "-", factor, unit)


def with_stated_unit(printed: Printed, value: Fraction, unit: str) -> Printed:
    """`printed` with the multiplier and unit that stand elsewhere, as 单位：万元 over a table does.

    `value` is what the figure is in the base unit `unit`. A form with a unit of its own, or whose multiplier has no
    word, stays as it is.
    """
    if printed.factor or printed.unit.strip(")） ") or not printed.value:
        return printed
    worth = abs(value / printed.value)
    factor = next((word for word, factor in FACTORS.items() if factor == worth), None)
    if factor is None:
        return printed
    return replace(printed, factor=factor, unit={"CNY": "元", "pp": "个百分点"}.get(unit, unit))


def print_like(value: Fraction, model: Printed | None, unit: str, extra: int = 0) -> str:
    """`value` (base unit) in the multiplier and decimals of `model`; a few more decimals where they come out even.

    `unit` is the base unit where there is no model. `extra` decimals are added when rounding hides a difference.
    """
    if model is None:
        model = Printed("0", False, "", "元" if unit == "CNY" else unit)
    scaled = value / FACTORS[model.factor]
    decimals = model.decimals + extra
    for more in range(3):
        if (scaled * 10 ** (decimals + more)).denominator == 1:
            decimals += more
            break
    return f"{plain_decimal(scaled, decimals)}{model.factor}{model.unit}"


def plain_decimal(value: Fraction, decimals: int) -> str:
    """`value` rounded half up to at most `decimals` digits after the point, without trailing zeros."""
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # By hand, not by Decimal: its context would round long numbers.
    whole, fraction = divmod(units, 10**decimals)
    ending = f"{fraction:0{decimals}d}".rstrip("0") if decimals else ""
    text = f"{whole}.{ending}" if ending else str(whole)
    return f"-{text}" if value < 0 and units else text
