"""Scopes as they are written: 全国, 全市, 市本级, 中央, 各区县 …"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from rules.words import any_of, words


@dataclass(frozen=True, slots=True)
class ScopeMention:
    """A scope written in `string[start:end]`."""

    start: int
    end: int
    scope: str


@cache
def _scopes() -> regex.Pattern[str]:
    known = words()
    weak = set(known.weak_scopes)
    strong = [scope for scope in known.scopes if scope not in weak]
    follows = any_of(known.weak_scope_needs)
    return regex.compile(
        rf"{any_of(strong)}|(?<!党|补助|下达|转贷|返还|上解|上划|对){any_of(weak)}(?=(?:[、和与及]{any_of(known.scopes)})*(?:{follows}|$))(?!税收返还|补助|转移支付)"
    )


@cache
def _payers() -> regex.Pattern[str]:
    levels = any_of({*words().scopes, *words().places_at_large})
    return regex.compile(rf"(?P<level>{levels})(?:财政)?(?:配套|自筹|匹配|分担)")


def level_that_pays(phrase: str) -> str | None:
    """The level whose own share an amount is (市级安排3.2亿元、[县区]配套5.6亿元); None where it tells of none."""
    match = _payers().match(phrase)
    return match["level"] if match else None


def scope_mentions(string: str) -> tuple[ScopeMention, ...]:
    """All scopes written in `string`, left to right."""
    return tuple(ScopeMention(match.start(), match.end(), match.group()) for match in _scopes().finditer(string))
