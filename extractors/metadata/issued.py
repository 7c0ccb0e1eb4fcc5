"""When a report was issued: a date that stands for itself at its head or its end, or behind a label."""

from __future__ import annotations

from datetime import date

import regex

from extractors.metadata.title import prose_of
from extractors.quantities.numerals import chinese

DATE = regex.compile(
    r"(?P<y>(?:19|20)\d{2})(?:\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
    r"|(?P<mark>[-/.])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})(?!\d))"
)
_DATE_LABEL = regex.compile(r"(?:发布|成文|印发|公开|生成)?(?:日期|时间)[：:]?")
_DATE_IN_CHARACTERS = regex.compile(
    r"（?(?P<y>[二一][〇○零O九一二三四五六七八]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日）?"
)
_ZEROS = str.maketrans("○零O", "〇〇〇")
_SPOKEN = regex.compile(r"（?[—\-]*20\d\d年\d{1,2}月\d{1,2}日在.*(?:会议|大会)上?）?")
"""When a report was given before a congress: ——2024年7月26日在…会议上."""


def issued_on(head: list[str], tail: list[str]) -> date | None:
    """When a report was issued, by its first lines, else by its last ones; None where it does not say."""
    for line in [*head[:8], *reversed(tail)]:
        plain = prose_of(line)
        if written := _DATE_IN_CHARACTERS.fullmatch(plain):
            plain = _in_digits(written)
        match = DATE.search(line) or DATE.search(plain)  # 2024-09-12 10:30 must keep its space
        if match and (len(plain) - len(match.group()) <= 14 or _DATE_LABEL.search(plain) or _SPOKEN.fullmatch(plain)):
            try:
                return date(int(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
            except ValueError:
                continue
    return None


def _in_digits(written: regex.Match[str]) -> str:
    """二〇二四年三月八日 as 2024年3月8日; a month or day that is none stays as it is."""
    year = "".join(str("〇一二三四五六七八九".index(each)) for each in written["y"].translate(_ZEROS))
    return f"{year}年{_value(written['m'])}月{_value(written['d'])}日"


def _value(numeral: str) -> int:
    number = chinese(numeral)
    return int(number.value) if number else 0
