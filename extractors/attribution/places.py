"""Places named where a metric would stand: 吉川市12.3亿元，增长5%; 增幅最大的是吉川市."""

from __future__ import annotations

import regex

from rules.words import words

_PLACE = regex.compile(r"(?P<name>\p{Han}{1,6})(?:自治州|自治县|市|县|区|州|旗|镇|乡|街道)")
_NAMED = regex.compile(r".*(?:的是|依次是|依次为|分别是|分别为)(?P<named>[^，；：]{2,40})$")


def is_place(phrase: str) -> bool:
    """Whether `phrase` is the name of one place and nothing else (小区 and 城市 are none)."""
    if not _PLACE.fullmatch(phrase) or len(phrase) > 8 or phrase in words().scopes:
        return False
    return not phrase.endswith(words().not_places)


def named_in(clause: str) -> str:
    """What a clause like 降幅最大的是景陶市 names at its end; '' where it is none."""
    match = _NAMED.match(clause)
    return match["named"] if match else ""
