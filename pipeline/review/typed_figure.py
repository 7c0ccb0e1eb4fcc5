"""A figure as a person typed it in place of one that was read: what it says, in the unit of the one it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import regex

from extractors.attribution.comparator import flipped
from extractors.attribution.fact_maker import means_its_digits
from extractors.prose import prose
from extractors.quantities.quantity import Quantity, decimal
from extractors.quantities.scanner import scan
from extractors.text import Text

LONGEST_TYPED: Final = 60

_NUMBER: Final = regex.compile(r"^[+-]?[\d,]*\d(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """What was typed, in the base unit of the figure that it stands for; `low`..`high` is what its digits allow."""

    printed: str
    comparator: str
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class NotTyped:
    """Why what was typed cannot stand for the figure, in Chinese, with what to type."""

    message: str


def typed_figure(typed: str, read: dict[str, Any]) -> TypedFigure | NotTyped:
    """The figure that `typed` says in place of `read`, a row of the table `facts`.

    A number alone takes the unit of the one that was read. The sign is that of the one that was read where that is
    told by words (下降3.2%), unless one is typed. Exact and rounded figures are told apart as by the readers.
    """
    if len(typed) > LONGEST_TYPED:
        return NotTyped(f"数字太长（最多 {LONGEST_TYPED} 个字）。")
    text, before = plain_figure(typed), plain_figure(read["printed"])
    if not text:
        return NotTyped("请填写报告上印的数字，例如 12.3万元。")
    old = _only(before)
    found = _only(text)
    if found is not None and found.dimension == "bare" and old is not None and old.dimension != "bare":
        text += _NUMBER.sub("", before)
        found = _only(text)
    if found is None:
        return NotTyped(f"“{typed.strip()}”看不出是一个数字。请照报告上印的填，例如 12.3万元、5.6%、30户。")
    factor, unit = Fraction(1), found.unit
    if found.dimension == "bare" and unit != read["unit"]:
        told = _factor(old, read)
        if told is None:
            return NotTyped(f"请连单位一起填，例如 {text}万元。")
        factor, unit = told, read["unit"]
    if unit != read["unit"]:
        return NotTyped(
            f"单位不同：读到的是“{read['printed']}”，填的是“{text}”。单位或含义读错的，请在疑点里选“误报（读取有误）”。"
        )
    low, value, high = (_times(part, factor) for part in (found.low, found.value, found.high))
    if means_its_digits(found, read["role"], read["kind"]):
        low = high = value
    comparator = _comparator(read["comparator"], old, found)
    by_words = old is None or not old.signed
    if by_words and not found.signed and read["value"] < 0 < value:
        low, value, high = -high, -value, -low
        comparator = flipped(comparator) if found.more else comparator  # type: ignore[arg-type]
    return TypedFigure(text, comparator, value, low, high, unit)


def plain_figure(written: str) -> str:
    """Half-width and without white space, as the readers see a figure."""
    return "".join(prose(Text(written, (None,) * len(written))).string.split())


def _only(text: str) -> Quantity | None:
    """The quantity that the whole of `text` is; None where it is none, or more than one."""
    found = scan(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0]
    return None


def _factor(old: Quantity | None, read: dict[str, Any]) -> Fraction | None:
    """What a number without a unit is to be taken by, as the one that was read was: the column's head names it."""
    if old is None or old.dimension != "bare" or not old.value or not read["value"]:
        return None
    return abs(Fraction(read["value"]) / Fraction(old.value))


def _times(value: Decimal, factor: Fraction) -> Decimal:
    return decimal(Fraction(value) * factor)


def _comparator(read: str, old: Quantity | None, found: Quantity) -> str:
    """余 and 多 within the figure say more than; without them one that said it for that reason says no more."""
    if found.more:
        return "gt"
    return "eq" if old is not None and old.more else read
