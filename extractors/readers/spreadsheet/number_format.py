"""A spreadsheet value as its number format displays it: 0.123 under 0.0% is 12.3%."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

import regex

from extractors.readers.spreadsheet.date_format import date_chars, is_date_code

_EXACT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_LARGEST: Final = 308
"""Power of ten of the largest numbers that spreadsheet programs hold."""
"""A spreadsheet keeps and shows no more than 15 digits: 0.1 + 0.2 is 0.3."""
_GENERAL_DIGITS: Final = 10
"""Digits of a fraction under General, in a cell that is wide enough for them."""
_TOKEN = regex.compile(
    r"""(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]
    |(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-])|(?P<fraction>[?#0]+/[?#0\d]+)|(?P<other>.)""",
    regex.VERBOSE | regex.DOTALL | regex.IGNORECASE,
)
_CONDITION = regex.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = regex.compile(r"\[(?:red|红色|颜色 ?\d+|color ?\d+)\]", regex.IGNORECASE)
_BRACKETED = regex.compile(r"\[[^\]]*\]|_.")
_SIGNED = regex.compile(r"[-－(（▼▽△▲↓负降减跌亏]")
_CURRENCY = regex.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
LOCAL_FORMATS: Final = {
    **dict.fromkeys((27, 36, 50, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
}
"""Built-in formats of the Chinese edition (ECMA-376 part 1, 18.8.30), which a file names by number only."""

Value = bool | int | float | Decimal | str | datetime | date | time | timedelta


def displayed(value: Value, number_format: str) -> str:
    """What the cell shows, without fill and padding. Money scaled by the format (`#,##0.0,`) shows scaled.

    Under General, integers are given in full and fractions to 10 significant digits; how many of them a narrow
    column would really show is not considered.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = _sections(number_format or "General")
    if isinstance(value, str):
        return _text_chars(value, sections)
    if isinstance(value, datetime | date | time | timedelta):
        return date_chars(value, sections[0])
    number = _EXACT.create_decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite() or number.adjusted() > _LARGEST:
        return str(number)  # no program can show it in a format
    return _number_chars(number, sections)


def is_date_format(number_format: str) -> bool:
    """Whether the format shows a date or a time of day."""
    return is_date_code(_sections(number_format)[0])


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[str, ...]:
    """The parts of a format between semicolons that are not quoted; never empty."""
    sections, current, index = [], "", 0
    while index < len(number_format):
        char = number_format[index]
        if char == '"':
            end = number_format.find('"', index + 1)
            end = len(number_format) - 1 if end < 0 else end
            current += number_format[index : end + 1]
            index = end + 1
        elif char in "\\!_*" and index + 1 < len(number_format):
            current += number_format[index : index + 2]
            index += 2
        elif char == ";":
            sections.append(current)
            current, index = "", index + 1
        else:
            current += char
            index += 1
    return (*sections, current)


def _text_chars(value: str, sections: tuple[str, ...]) -> str:
    """Text is shown by the fourth section, or by an only section with an @; else as it is."""
    section = sections[3] if len(sections) > 3 else sections[-1] if "@" in sections[-1] else None
    if section is None:
        return value
    return "".join(
        value if found["other"] == "@" else found["quoted"].strip('"') if found["quoted"] else found["escaped"] or ""
        for found in _TOKEN.finditer(section)
        if found["other"] == "@" or found["quoted"] or found["escaped"]
    )


def _number_chars(value: Decimal, sections: tuple[str, ...]) -> str:
    section, minus = _chosen(value, sections)
    chars = _parsed(section).chars(abs(value))
    return f"-{chars}" if value < 0 and minus and regex.search(r"[1-9]", chars) else chars


def _chosen(value: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """The section for a number, and whether the minus is to be put before it."""
    numeric = [section for section in sections[:3] if "@" not in section] or [sections[0]]
    conditions = [_CONDITION.search(section.split("]")[0] + "]" if "]" in section else "") for section in numeric]
    if any(conditions):
        for section, condition in zip(numeric, conditions, strict=True):
            if condition is None or _meets(value, condition[1], Decimal(condition[2])):
                return section, True
        return numeric[-1], True
    if value < 0 and len(numeric) > 1:
        # The format writes its own minus or brackets. One that is a colour only would be lost: it is written.
        return numeric[1], bool(_COLOUR.search(numeric[1])) and not _SIGNED.search(_BRACKETED.sub("", numeric[1]))
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], True


def _meets(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _general(value: Decimal) -> str:
    """A number without a format: in full, a fraction to the digits that fit."""
    if value == value.to_integral_value():
        return f"{value:f}".split(".")[0]
    shown = Context(prec=max(_GENERAL_DIGITS, value.adjusted() + 1), rounding=ROUND_HALF_UP).plus(value)
    chars = f"{shown:f}"
    return chars.rstrip("0").rstrip(".") if "." in chars else chars


@dataclass(frozen=True, slots=True)
class _NumberSection:
    """One section of a format: what stands before, among and after its digit places.

    `inserts` are literals among the places before the point, each with the number of places to its right (the usual
    trick to show 万: `0!.0,`). `general` is true where General stands for the places.
    """

    before: str
    after: str
    whole: str
    fraction: str
    exponent: str | None
    grouped: bool
    general: bool
    scale: int
    inserts: tuple[tuple[int, str], ...]

    def chars(self, value: Decimal) -> str:
        """The display of a value that is not negative."""
        scaled = value.scaleb(self.scale)
        if self.general:
            digits = _general(scaled)
        elif not self.whole and not self.fraction:
            digits = ""
        elif self.exponent is not None:
            digits = self._scientific(scaled)
        else:
            digits = self._plain(scaled)
        return (self.before + digits + self.after).strip()

    def _plain(self, value: Decimal) -> str:
        rounded = value.quantize(Decimal(1).scaleb(-len(self.fraction)), ROUND_HALF_UP, Context(prec=400))
        whole, _, fraction = f"{rounded:f}".partition(".")
        whole = whole.lstrip("0").rjust(self.whole.count("0"), "0")
        kept = len(self.fraction.rstrip("#?"))
        fraction = fraction[:kept] + fraction[kept:].rstrip("0")
        if self.grouped:
            whole = regex.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
        for places, literal in self.inserts:
            whole = whole.rjust(places, "0")
            whole = whole[: len(whole) - places] + literal + whole[len(whole) - places :]
        return f"{whole}.{fraction}" if self.fraction else whole

    def _scientific(self, value: Decimal) -> str:
        power = value.adjusted() if value else 0
        mantissa = self._plain(value.scaleb(-power))
        sign = "-" if power < 0 else "+" if self.exponent == "+" else ""
        return f"{mantissa}E{sign}{abs(power):02d}"


@lru_cache(maxsize=1024)
def _parsed(section: str) -> _NumberSection:
    """The section's parts. What has no decimal form (fractions, Chinese numerals) is shown as under General."""
    pieces: list[tuple[bool, str]] = []  # (is a digit place, character or literal), in order
    exponent: str | None = None
    general = "@" in section
    percents = 0
    for found in _TOKEN.finditer("" if general else section):
        if found["general"] or found["fraction"]:
            general = True
            pieces.append((True, ""))
        elif found["quoted"] or found["escaped"]:
            pieces.append((False, found["escaped"] or found["quoted"].strip('"')))
        elif found["bracket"]:
            currency = _CURRENCY.match(found["bracket"])
            pieces.append((False, currency[1] if currency else ""))
        elif found["exponent"]:
            exponent = found["exponent"][1]
        elif (char := found["other"]) is not None:
            if char in "0#?.,":
                if exponent is None:
                    pieces.append((True, char))
            else:
                percents += char == "%"
                pieces.append((False, char))
    at = [index for index, (is_place, _) in enumerate(pieces) if is_place]
    first, last = (at[0], at[-1] + 1) if at else (len(pieces), len(pieces))
    places = "".join(char for is_place, char in pieces if is_place)
    number = places.rstrip(",")
    whole, _, fraction = number.partition(".")
    return _NumberSection(
        before="".join(chars for _, chars in pieces[:first]),
        after="".join(chars for _, chars in pieces[last:]),
        whole=whole.replace(",", ""),
        fraction=regex.sub(r"[^0#?]", "", fraction),
        exponent=exponent,
        grouped="," in whole.strip(","),
        general=general,
        scale=2 * percents - 3 * (len(places) - len(number)),
        inserts=tuple(_inserts(pieces[first:last])),
    )


def _inserts(pieces: list[tuple[bool, str]]) -> Iterator[tuple[int, str]]:
    """Literals among the places before the point, from right to left, as they are put in."""
    point = next((index for index, piece in enumerate(pieces) if piece == (True, ".")), len(pieces))
    places = 0
    for is_place, chars in reversed(pieces[:point]):
        if is_place:
            places += chars in ("0", "#", "?")
        elif chars:
            yield places, chars
            places += len(chars)
