"""What a figure would have been before a slip: every single slip undone, as it would have been printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from pipeline.reconcile.finding import Slip
from rules.interval import Interval
from rules.interval_array import IntervalArray
from rules.printed import FACTORS, Printed

_UNIT_SHIFTS = (4, -4, 8, -8)
_POINT_SHIFTS = (1, -1, 2, -2, 3, -3)
_MONEY_KINDS = frozenset({"amount", "change"})
_SIGNED_KINDS = frozenset({"growth", "change", "change_pp", "gap_pp"})
_MOST_DIGITS = 16
_FLOAT_ERROR = 1e-14


@dataclass(frozen=True, slots=True)
class Undone:
    """One slip undone: the form in which the figure would have been printed; `turned` where only its sign changes,
    `far` where its unit is 10^8 off: 元 for 亿元 happens, but seldom."""

    slip: Slip
    form: Printed
    turned: bool = False
    far: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure with one slip undone: its value (signed, base unit), what it can mean, and its printed form."""

    slip: Slip
    value: Fraction
    interval: Interval
    printed: str
    decimals: int
    chance: Fraction
    """How likely a slip of this kind, once made, turns just this figure into the printed one."""
    half: Fraction
    """Half a step of its last digit, in the base unit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may hold a slip.

    `value` is the fact's (its sign may come from words: 下降3%), `exact` says that it was not rounded, `kind` is the
    fact's, `cut` says that its digits were cut off instead of rounded. The printed form and the value tell what one
    unit as printed is worth (‰ is a tenth of a %).
    """

    printed: Printed
    value: Fraction
    exact: bool
    kind: str
    cut: bool = False

    def slips_undone(self) -> list[Undone]:
        """All single slips undone. Repeats of one value under several slips are all listed, likelier slips first."""
        undone: list[Undone] = []
        if self.kind in _MONEY_KINDS:
            forms = ((shift, self._with_other_unit(shift)) for shift in _UNIT_SHIFTS)
            undone.extend(Undone("unit_slip", form, far=abs(shift) > 4) for shift, form in forms if form is not None)
        if self.kind in _SIGNED_KINDS:
            undone.append(Undone("sign", self.printed, turned=True))
        if len(self.printed.digits) <= _MOST_DIGITS:
            digits = _other_digits(self.printed.digits)
            undone.extend(Undone(slip, self.printed.with_digits(other)) for slip, other in digits)
        return undone

    def intervals(self, undone: Sequence[Undone]) -> IntervalArray:
        """What each would mean, in floating point."""
        worth = float(self._worth)
        middle = np.array([float(one.form.digits) * FACTORS[one.form.factor] for one in undone]) * worth
        signs = np.array([-1.0 if (self.value < 0) != one.turned else 1.0 for one in undone])
        half = np.array([float(one.form.last_place) for one in undone]) * (0.0 if self.exact else worth / 2)
        value = signs * (middle + half) if self.cut else signs * middle
        return IntervalArray(value - half, value + half, np.abs(middle) * _FLOAT_ERROR)

    def repair(self, undone: Undone) -> Repair:
        """The same exactly."""
        form = undone.form
        amount = abs(form.value) * self._worth
        signed = -amount if (self.value < 0) != undone.turned else amount
        half = form.last_place * self._worth / 2
        shown = str(form)
        if undone.turned:
            shown = shown.removeprefix("-") if form.negative else f"-{shown}"
        interval = self._meant(signed, half)
        return Repair(undone.slip, signed, interval, shown, form.decimals, _chance(undone), half)

    def as_computed(self, value: Fraction, slip: Slip, chance: Fraction) -> Repair:
        """The figure as it follows from the others: `value` (base unit) in its own printed form."""
        form = self.printed.with_digits(self._digits_of(value))
        shown = str(form)
        if (value < 0) != (self.value < 0):
            shown = shown.removeprefix("-") if form.negative else f"-{shown}"
        interval = self._meant(value, self.step / 2)
        return Repair(slip, value, interval, shown, form.decimals, chance, self.step / 2)

    def _meant(self, value: Fraction, half: Fraction) -> Interval:
        """What `value` with a last digit of twice `half` can stand for."""
        if self.exact:
            return Interval.exact(value)
        if self.cut:
            value += -half if value < 0 else half
        return Interval.exact(value).widened(half, half)

    def _digits_of(self, value: Fraction) -> str:
        """`value` with as many decimals as are printed."""
        steps = round(abs(value) / self.step)
        decimals = self.printed.decimals
        whole, fraction = divmod(steps, 10**decimals)
        return f"{whole}.{fraction:0{decimals}d}" if decimals else str(whole)

    @property
    def step(self) -> Fraction:
        """What one step of the last printed digit is worth, in the base unit."""
        return self.printed.last_place * self._worth

    @property
    def digits(self) -> int:
        """How many digits are printed, from the first that is not 0."""
        return len(self.printed.digits.replace(".", "").lstrip("0")) or 1

    def _with_other_unit(self, shift: int) -> Printed | None:
        """The figure as it would stand in a unit `shift` powers of ten larger; in a table, whose head says the unit,
        the point moves instead."""
        printed = self.printed
        if not printed.factor and not printed.unit.strip():
            return printed.with_digits(_with_point_moved(printed.digits, shift))
        worth = Fraction(FACTORS[printed.factor]) * Fraction(10) ** shift
        for word, factor in FACTORS.items():
            if factor == worth and word in ("", "万", "亿", "万亿"):
                return Printed(printed.digits, printed.negative, word, printed.unit)
        return None

    @property
    def _worth(self) -> Fraction:
        # Of nothing, only a rate's unit is known: one percent is one percent.
        return abs(self.value / self.printed.value) if self.printed.value else Fraction(1)


def _chance(undone: Undone) -> Fraction:
    """Of all that a slip of this kind can make of the right figure, the printed one is one."""
    digits = len(undone.form.digits.replace(".", ""))
    match undone.slip:
        case "unit_slip":
            return Fraction(1, 20) if undone.far else Fraction(9, 20)
        case "decimal_point":
            return Fraction(1, 2 * max(digits - 1, 1))
        case "digit":
            return Fraction(1, 9 * digits)
        case "transposition":
            return Fraction(1, max(digits - 1, 1))
        case "missing_digit":
            return Fraction(1, digits)
        case "extra_digit":
            return Fraction(1, 10 * (digits + 1))
        case _:
            return Fraction(1)


def _other_digits(digits: str) -> Iterator[tuple[Slip, str]]:
    seen = {digits}
    for slip, other in _all_other_digits(digits):
        # Nobody prints 030 for 30, or a bare point: no slip is made of such a figure.
        plain = other.rstrip(".")
        if plain in seen or not plain or plain.startswith(".") or _has_idle_zero(plain):
            continue
        seen.add(plain)
        yield slip, plain


def _has_idle_zero(digits: str) -> bool:
    return digits.startswith("0") and not digits.startswith("0.")


def _all_other_digits(digits: str) -> Iterator[tuple[Slip, str]]:
    places = [index for index, mark in enumerate(digits) if mark != "."]
    for first, second in pairwise(places):
        marks = list(digits)
        marks[first], marks[second] = marks[second], marks[first]
        yield "transposition", "".join(marks)
    for place in places:
        for mark in "0123456789":
            if mark != digits[place]:
                yield "digit", digits[:place] + mark + digits[place + 1 :]
    for shift in _POINT_SHIFTS:
        yield "decimal_point", _with_point_moved(digits, shift)
    for place in places:
        yield "extra_digit", digits[:place] + digits[place + 1 :]
    for place in range(len(digits) + 1):
        for mark in "0123456789":
            yield "missing_digit", digits[:place] + mark + digits[place:]


def _with_point_moved(digits: str, shift: int) -> str:
    """The point `shift` places further right (left where negative)."""
    whole, _, fraction = digits.partition(".")
    marks = whole + fraction
    at = len(whole) + shift
    if at <= 0:
        return f"0.{'0' * -at}{marks}"
    if at >= len(marks):
        return marks + "0" * (at - len(marks))
    return f"{marks[:at].lstrip('0') or '0'}.{marks[at:]}"
