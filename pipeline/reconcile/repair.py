"""What a figure would have been before a slip: every single slip undone, as it would have been printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pipeline.reconcile.finding import Slip
from rules.interval import Interval
from rules.printed import FACTORS, Printed

_UNIT_SHIFTS = (4, -4, 8, -8)
_POINT_SHIFTS = (1, -1, 2, -2, 3, -3)
_SIGNED_KINDS = frozenset({"growth", "change", "change_pp", "gap_pp"})
_MOST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure with one slip undone: its value (signed, base unit), what it can mean, and its printed form."""

    slip: Slip
    value: Fraction
    interval: Interval
    printed: str


def repairs(printed: Printed, value: Fraction, width: Fraction, kind: str, factor: Fraction) -> Iterator[Repair]:
    """All single slips undone for a figure printed so.

    `value` is the fact's (its sign may come from words: 下降3%), `width` that of its interval (0 for exact
    figures), `factor` what one unit as printed is worth in the base unit (‰ is a tenth of a %).
    """
    negative = value < 0

    def repaired(slip: Slip, form: Printed, turned: bool = False) -> Repair:
        amount = abs(form.value) * factor
        signed = -amount if negative != turned else amount
        half = abs(form.last_place * factor) / 2 if width else Fraction(0)
        shown = str(form)
        if turned:
            shown = shown.removeprefix("-") if form.negative else f"-{shown}"
        return Repair(slip, signed, Interval.exact(signed).widened(half, half), shown)

    seen = {value}
    for repair in _all_repairs(printed, kind, repaired):
        if repair.value not in seen:
            seen.add(repair.value)
            yield repair


def _all_repairs(printed: Printed, kind: str, repaired: Callable[..., Repair]) -> Iterator[Repair]:
    if kind == "amount":
        for shift in _UNIT_SHIFTS:
            form = _with_other_unit(printed, shift)
            if form is not None:
                yield repaired("unit_slip", form)
    if len(printed.digits) <= _MOST_DIGITS:
        for slip, digits in _other_digits(printed.digits):
            yield repaired(slip, printed.with_digits(digits))
    if kind in _SIGNED_KINDS:
        yield repaired("sign", printed, turned=True)


def _with_other_unit(printed: Printed, shift: int) -> Printed | None:
    worth = Fraction(FACTORS[printed.factor]) * Fraction(10) ** shift
    for word, factor in FACTORS.items():
        if factor == worth and word in ("", "万", "亿", "万亿"):
            return Printed(printed.digits, printed.negative, word, printed.unit)
    return None


def _other_digits(digits: str) -> Iterator[tuple[Slip, str]]:
    seen = {digits}
    for slip, other in _all_other_digits(digits):
        plain = (other.lstrip("0") if not other.startswith("0.") else other).rstrip(".")
        if plain in seen or not plain or (plain.startswith("0") and not plain.startswith("0.")):
            continue
        if plain.startswith("."):
            plain = f"0{plain}"
        seen.add(plain)
        yield slip, plain


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
    for place in [*places, len(digits)]:
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
