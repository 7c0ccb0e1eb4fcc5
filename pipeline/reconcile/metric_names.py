"""The one name by which a metric is joined, whatever words a report uses for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rules.metrics import Catalogue, catalogue
from rules.words import any_of, words

_SPACE_AND_QUOTES = re.compile(r"[\s“”\"'《》]")
# Words around a metric that do not make it another one.
_NEUTRAL = re.compile(
    r"^(?:其中|累计|共|已|完成|实现|当月|当年|本年|全年|本月|今年|同期|用于|\d+(?:[-—~至]\d+)?月份?|\d{4}年|的)+"
    r"|(?:累计|总额|总计|合计|共计|完成|实现|执行数|达到|达|为)+$"
)
_STOCK_WORDS = re.compile("余额|结余|存量|库存|在建|储备|限额|保有量|累计|总数")


@dataclass(frozen=True, slots=True)
class MetricNames:
    """`metric`, `base` and `parent` of each fact in the same words; `catalogued` where the metric wholly is one of
    the catalogue's; `nature` flow or stock."""

    metric: pd.Series[Any]
    base: pd.Series[Any]
    parent: pd.Series[Any]
    catalogued: NDArray[np.bool_]
    nature: NDArray[np.object_]

    @classmethod
    def of(cls, table: pd.DataFrame) -> MetricNames:
        known = catalogue()
        printed = {text: canonical(text, known) for text in _distinct(table, "metric", "base", "parent_metric")}
        metric = table["metric"].map(printed).astype(object)
        catalogue_names = {entry.name for entry in known.by_code.values()}
        natures = {entry.name: entry.nature for entry in known.by_code.values()}
        judged = {name: natures.get(name) or nature_of(name) for name in metric.dropna().unique()}
        return cls(
            metric,
            table["base"].map(printed).astype(object),
            table["parent_metric"].map(printed).astype(object),
            metric.isin(catalogue_names).to_numpy(dtype=bool),
            metric.map(judged).to_numpy(dtype=object),
        )


def canonical(printed: str, known: Catalogue) -> str:
    """The catalogue's name where `printed` means one of its metrics as a whole, otherwise `printed` without scope.

    A longer phrase that only ends in a catalogued name (民间固定资产投资) is another metric and stays as it is.
    """
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


def nature_of(name: str) -> str:
    """Flow or stock of a metric that is not in the catalogue, by its words."""
    return "stock" if _STOCK_WORDS.search(name) else "flow"


def _scopes() -> re.Pattern[str]:
    return re.compile(f"^(?:{any_of(words().scopes)})+(?:级|的)?")


def _distinct(table: pd.DataFrame, *columns: str) -> set[str]:
    return {str(text) for column in columns for text in table[column].dropna().unique()}
