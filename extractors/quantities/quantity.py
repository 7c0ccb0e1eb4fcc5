"""A printed quantity before it has a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Dimension = Literal["money", "percent", "points", "multiple", "ratio", "count", "rank", "bare"]
_PLACES = Decimal("0.000001")
_ONE = Decimal(1)
_EXACT = Context(prec=100, traps=[])
"""Room for every number that may be printed, in any unit; nobody asks for its flags."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity printed in `string[start:end]`; values in the base unit (yuan, %, pp, 倍 or the classifier).

    `low`..`high` is what the printed digits allow; `exact` tells that the count is printed in full. A `bare` number
    has no unit of its own (a table cell, the first of 6.6、8个百分点); `scale` is its 万 or 亿, else 1. `more` is
    true for 余, 多, 几 inside the printed form (6000余个). `field` is the field that a rank is ranked in. A `spread`
    (3-5亿元) is one quantity: its value is the lower end, `low`..`high` both ends as printed.
    """

    start: int
    end: int
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    dimension: Dimension
    more: bool = False
    lost_decimal: bool = False
    per: str | None = None
    scale: int = 1
    field: str | None = None
    signed: bool = False
    spread: bool = False


def decimal(value: Fraction) -> Decimal:
    """The exact decimal of `value`, or, where it has none (2/3), the nearest with six places."""
    return quotient(value.numerator, value.denominator)


def times(value: Fraction, factor: Fraction, divided_by: int = 1) -> Decimal:
    """`value` times `factor` as `decimal` gives it, divided by a whole number."""
    return quotient(value.numerator * factor.numerator, value.denominator * factor.denominator * divided_by)


@lru_cache(maxsize=4096)
def quotient(numerator: int, denominator: int) -> Decimal:
    """`numerator` by a positive `denominator` as `decimal` gives it, several times as fast as by way of fractions."""
    places = denominator.bit_length() - 1
    shifted = numerator * 10**places
    if shifted % denominator == 0:
        return plain(_EXACT.scaleb(Decimal(shifted // denominator), -places))
    return plain(_EXACT.divide(Decimal(numerator), Decimal(denominator)).quantize(_PLACES, ROUND_HALF_EVEN, _EXACT))


def plain(value: Decimal) -> Decimal:
    """Without exponent or trailing zeros: 2.50E+3 becomes 2500."""
    normal = value.normalize(_EXACT)
    return normal.quantize(_ONE, context=_EXACT) if normal.as_tuple().exponent > 0 else normal  # type: ignore[operator]
