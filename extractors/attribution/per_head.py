"""What is counted by the head, the household or the thousand."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.attribution.reading import Reading

_RATIO = regex.compile(
    r"(?:每|平均每)(?:\p{Han}|\d){0,6}(?:人|户|万人|千人|百人|平方公里|公里|亩|名)[^，；。]{0,20}$|人均[^，；。]{0,16}$|(?<![\d.])万人(?=\p{Han}{2,16}(?:量|数)(?:达到|达|为)?$)|户均[^，；。]{0,16}$|(?:亩|单)产[^，；。]{0,4}$"
)


def per_head(reading: Reading, metric: str) -> Reading:
    """A figure of a metric that is by name per head is a price or a ratio, also where the name is inherited."""
    if reading.kind == "count" and per_something(metric):
        return replace(reading, kind="ratio")
    if reading.kind == "amount" and "人均" in metric:
        return replace(reading, kind="unit_price", per="人")
    return reading


def per_something(said: str) -> bool:
    """Whether a metric is counted per head or per thousand: 每千人床位数, 人均体育场地面积, 万人发明专利拥有量."""
    return bool(_RATIO.search(said)) and "寿命" not in said
