"""The one name by which a metric is joined, whatever words a report uses for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from rules.metrics import catalogue
from rules.words import any_of, words

_SPACE_AND_QUOTES = re.compile(r"[\s“”\"'《》]")
# Words around a metric that do not make it another one.
_NEUTRAL = re.compile(
    r"^(?:其中|累计|共|已|完成|实现|当月|当年|本年|全年|本月|今年|同期|用于|\d+(?:[-—~至]\d+)?月份?|\d{4}年|的)+"
    r"|(?:累计|总额|总计|合计|共计|完成|实现|执行数|达到|达|为)+$"
)


def canonical(printed: str) -> str:
    """The catalogue's name where `printed` means one of its metrics as a whole, otherwise `printed` without scope.

    A longer phrase that only ends in a catalogued name (民间固定资产投资) is another metric and stays as it is.
    """
    known = catalogue()
    plain = _SPACE_AND_QUOTES.sub("", printed)
    for _ in range(3):
        entry = known.named(plain)
        if entry is not None:
            return entry.name
        shorter = _NEUTRAL.sub("", _scopes().sub("", plain))
        if shorter == plain or not shorter:
            break
        plain = shorter
    entry = known.named(plain)
    return entry.name if entry is not None else plain


def whole_in_catalogue(printed: str) -> str | None:
    """The name of the metric that the catalogue says `printed` is part of."""
    known = catalogue()
    entry = known.named(canonical(printed))
    return known.by_code[entry.of].name if entry is not None and entry.of is not None else None


def is_catalogued(name: str) -> bool:
    """Whether a canonical name is one of the catalogue's, and says by itself what it is of."""
    known = catalogue().named(name)
    return name in _natures() and not (known is not None and known.general)


def nature_of(name: str) -> str:
    """Flow or stock of a metric by its canonical name: the catalogue's word, else by the words in the name."""
    is_stock = _stock_words().search(name) and not _flow_words().search(name)
    return _natures().get(name) or ("stock" if is_stock else "flow")


def tells_of_flow(text: str) -> bool:
    """Whether `text` says that something is done with a stock, which adds up month by month."""
    return _flow_words().search(text) is not None


@cache
def _stock_words() -> re.Pattern[str]:
    return re.compile(any_of(words().stock_words))


@cache
def _flow_words() -> re.Pattern[str]:
    # What is done with a stock month by month adds up: 盘活存量资金, 化解债务余额.
    return re.compile(any_of(words().flow_words))


@cache
def _scopes() -> re.Pattern[str]:
    return re.compile(f"^(?:{any_of(words().scopes)})+(?:级|的)?")


@cache
def _natures() -> Mapping[str, str]:
    return {entry.name: entry.nature for entry in catalogue().by_code.values()}
