"""A figure of a made report: what it means, its exact truth, and how it is printed, rightly or wrongly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from extractors.fact import Column, FactRole, Kind, PeriodKind
from rules.interval import Interval
from rules.printed import FACTORS, Printed

Wording = Literal["plain", "growth", "change", "signed", "revenue", "spending", "higher", "faster", "ahead"]
"""How the sign is told: not at all, by a minus before the digits, or by a pair of words."""

_PAIRS: Final[dict[Wording, tuple[str, str]]] = {
    "growth": ("增长", "下降"),
    "change": ("增加", "减少"),
    "revenue": ("增收", "减收"),
    "spending": ("增支", "减支"),
    "higher": ("提高", "下降"),
    "faster": ("提高", "回落"),
    "ahead": ("超时间进度", "低于时间进度"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """The time a figure is of."""

    start: date
    end: date
    kind: PeriodKind


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reader has to understand of the figure, in the words of the data contract."""

    metric: str
    kind: Kind
    span: Span
    role: FactRole = "actual"
    scope: str | None = None
    base: str | None = None
    per: str | None = None
    parent: str | None = None
    basis: str | None = None
    item: str | None = None
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is unique in its report. `truth` is exact, signed, in the base unit; `printed` shows its size only.

    `worth` is what one unit as printed is worth (10000 in a table in 万元). `down` is the sign that the words give.
    `exact` says that the printed digits are the whole truth (counts, prices), not rounded ones; `cut` that what did not
    fit was left out instead of rounded.
    """

    name: str
    meaning: Meaning
    truth: Fraction
    printed: Printed
    worth: Fraction
    down: bool
    wording: Wording
    exact: bool
    thousands: bool = False
    cut: bool = False

    @property
    def value(self) -> Fraction:
        """As printed, in the base unit, signed."""
        return (-1 if self.down else 1) * self.printed.value * self.worth

    @property
    def step(self) -> Fraction:
        """What one step of the last printed digit is worth, in the base unit."""
        return self.printed.last_place * self.worth

    @property
    def interval(self) -> Interval:
        """Every number that the printed form may stand for."""
        if self.cut and not self.exact:
            value, step = self.value, self.step
            return Interval(value - step * (value <= 0), value + step * (value >= 0))
        return self.read

    @property
    def read(self) -> Interval:
        """The same for a reader who does not know that digits were cut off."""
        half = Fraction(0) if self.exact else self.step / 2
        return Interval.exact(self.value).widened(half, half)

    @property
    def quantity(self) -> str:
        """The quantity as printed, without the words of its sign."""
        minus = "-" if self.down and self.wording == "signed" else ""
        digits = self.printed.digits
        if self.thousands:
            whole, point, rest = digits.partition(".")
            digits = f"{int(whole):,}{point}{rest}"
        return f"{minus}{digits}{self.printed.factor}{self.printed.unit}"

    @property
    def words(self) -> str:
        """The quantity with the word that tells its sign."""
        pair = _PAIRS.get(self.wording)
        return self.quantity if pair is None else f"{pair[self.down]}{self.quantity}"

    def standing(self, item: str, column: Column) -> Figure:
        """The same figure in a cell of a progress sheet."""
        return replace(self, meaning=replace(self.meaning, item=item, column=column))

    def plain(self) -> Figure:
        """The same figure where other words (上浮) tell its sign."""
        return replace(self, wording="plain")

    def misprinted(self, printed: Printed, down: bool) -> Figure:
        """The same figure with other digits, multiplier or sign; the truth stays."""
        return replace(self, printed=printed, down=down)


def rounded(
    amount: Fraction, decimals: int, factor: str, unit: str, worth: Fraction, strip: bool, cut: bool = False
) -> Printed:
    """The size of `amount` (base unit) with `decimals` digits after the point, half up, or `cut` off; `strip` drops
    ending zeros."""
    scaled = abs(amount) / worth / FACTORS[factor] * 10**decimals
    units = (2 * scaled.numerator + (0 if cut else scaled.denominator)) // (2 * scaled.denominator)
    whole, rest = divmod(units, 10**decimals)
    digits = f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)
    if strip and decimals:
        digits = digits.rstrip("0").rstrip(".")
    return Printed(digits, False, factor, unit)
