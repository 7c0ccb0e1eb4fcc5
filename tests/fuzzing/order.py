"""What holds of every fact, whatever the input: it stands in the text, and its value is what its digits say."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from extractors.fact import Fact
from extractors.report import ReportContent
from extractors.text import PagePlace, spans

_PLAIN: Final = re.compile(r"(?P<digits>\d{1,12}(?:\.\d{1,6})?)(?P<unit>亿元|万元|%|万户|万人|户|家)")
_TIMES: Final = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "万户": Decimal(10**4), "万人": Decimal(10**4)}
_MAY_DIFFER: Final = frozenset({"lost_decimal"})
"""A flag that says that the value is not what is printed."""


class OutOfOrder(Exception):
    """A fact that cannot be: the program's mistake, whatever the input."""


def require_order(content: ReportContent) -> None:
    """Raises OutOfOrder for the first fact that is wrong by itself."""
    for fact in content.facts:
        _in_the_text(fact)
        _as_its_digits_say(fact)


def _in_the_text(fact: Fact) -> None:
    said = "".join(span["text"] for span in spans(fact.quantity))
    if said != fact.printed:
        raise OutOfOrder(f"{fact.printed!r} stands nowhere, but {said!r} does")
    for place in fact.quantity.places:
        if isinstance(place, PagePlace) and not all(-0.01 <= edge <= 1.01 for edge in place.box):
            raise OutOfOrder(f"{fact.printed!r} stands outside of its page: {place.box}")


def _as_its_digits_say(fact: Fact) -> None:
    plain = _PLAIN.fullmatch(fact.printed)
    if plain is None or _MAY_DIFFER & set(fact.flags):
        return
    value = Decimal(plain["digits"]) * _TIMES.get(plain["unit"], Decimal(1))
    if abs(fact.value) != value:
        raise OutOfOrder(f"{fact.printed!r} is taken for {fact.value}")
