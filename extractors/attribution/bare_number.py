"""The unit of a number that is printed without one, told by the metric before it."""

from __future__ import annotations

import regex

from extractors.attribution.comparator import Compared
from extractors.attribution.fact_maker import catalogued
from extractors.attribution.reading import Reading
from extractors.attribution.subject import noun_phrase
from extractors.quantities.quantity import Quantity

_ZERO_OF = regex.compile(r"(?:结余|结余数|收入|支出|资金|余额|赤字|差额|净额)$")


def amount_by_name(quantity: Quantity, compared: Compared) -> Reading | None:
    """A bare number behind a sign of comparison (>=0) is of the unit of the metric before it."""
    if quantity.dimension != "bare" or not compared.stated:
        return None
    phrase = noun_phrase(compared.left)
    money = catalogued(phrase) is not None or _ZERO_OF.search(phrase)
    return Reading("amount", compared.left) if money else None
