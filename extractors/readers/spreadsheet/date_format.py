"""A date or time as its spreadsheet format displays it: yyyy"年"m"月" is 2021年6月."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import regex

_TOKEN = regex.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]
    |(?P<half>AM/PM|A/P|上午/下午)|(?P<code>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+)|(?P<other>.)""",
    regex.VERBOSE | regex.DOTALL | regex.IGNORECASE,
)
_WEEKDAYS: Final = "一二三四五六日"
_DIGITS: Final = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
_ZERO_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no time zone
_SHORT_DATE: Final = {
    "mm-dd-yy": "yyyy/m/d",
    "m/d/yy h:mm": "yyyy/m/d h:mm",
    "m/d/yy": "yyyy/m/d",
    "m/d/yyyy": "yyyy/m/d",
}
"""The system's short date is stored in its American form, and shown in the reader's own: here the Chinese one."""


def is_date_code(section: str) -> bool:
    """Whether a format section shows a date or a time (General and colours hold such letters, but are none)."""
    if regex.search(r"General|G/通用格式", section, regex.IGNORECASE):
        return False
    return any(found["code"] or found["elapsed"] for found in _TOKEN.finditer(section))


def date_chars(value: datetime | date | time | timedelta, section: str) -> str:
    """The display of a date, time of day or duration; ISO-like where the format shows no date."""
    if isinstance(value, timedelta):
        moment, elapsed = _ZERO_DAY + value, value
    elif isinstance(value, time):
        moment = datetime.combine(_ZERO_DAY.date(), value)
        elapsed = moment - _ZERO_DAY
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        elapsed = moment - _ZERO_DAY
    if not is_date_code(section):
        section = "yyyy/m/d" if moment.time() == time() else "yyyy/m/d h:mm"
    return "".join(_pieces(moment, elapsed, _SHORT_DATE.get(section.split(";")[0].lower(), section)))


def _pieces(moment: datetime, elapsed: timedelta, section: str) -> list[str]:
    tokens = list(_TOKEN.finditer(section))
    twelve_hours = any(token["half"] for token in tokens)
    numerals = next((found[1] for found in regex.finditer(r"\[DBNum([123])\]", section, regex.IGNORECASE)), None)
    pieces: list[str] = []
    last_unit = ""
    for index, token in enumerate(tokens):
        if token["quoted"]:
            pieces.append(token["quoted"].strip('"'))
        elif token["escaped"]:
            pieces.append(token["escaped"])
        elif token["elapsed"]:
            last_unit = token["elapsed"][0].lower()
            seconds = int(elapsed.total_seconds())
            pieces.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[last_unit]).rjust(len(token["elapsed"]), "0"))
        elif token["half"]:
            pieces.append("上午" if moment.hour < 12 else "下午")
        elif token["code"]:
            code = token["code"].lower()
            minutes = code[0] == "m" and (last_unit == "h" or _next_unit(tokens, index) == "s")
            chars = _unit(moment, code, minutes, twelve_hours)
            pieces.append(_numerals(chars, numerals, code[0] in "ye"))
            last_unit = "minute" if minutes else code[0]
        elif token["other"]:
            pieces.append(token["other"])
    return pieces


def _next_unit(tokens: list[regex.Match[str]], index: int) -> str:
    return next((token["code"][0].lower() for token in tokens[index + 1 :] if token["code"]), "")


def _unit(moment: datetime, code: str, minutes: bool, twelve_hours: bool) -> str:
    size = len(code)
    match code[0]:
        case "y":
            return f"{moment.year % 100:02d}" if size <= 2 else f"{moment.year:04d}"
        case "e":
            return str(moment.year)
        case "m" if minutes:
            return str(moment.minute).rjust(min(size, 2), "0")
        case "m":
            return moment.strftime("%b") if size == 3 else str(moment.month).rjust(min(size, 2), "0")
        case "d" if size <= 2:
            return str(moment.day).rjust(size, "0")
        case "d" | "a":
            return ("星期" if size == 4 else "周") + _WEEKDAYS[moment.weekday()]
        case "h":
            hour = (moment.hour % 12 or 12) if twelve_hours else moment.hour
            return str(hour).rjust(min(size, 2), "0")
        case _:
            whole = code.partition(".")[0]
            return str(moment.second).rjust(min(len(whole), 2), "0")


def _numerals(chars: str, numerals: str | None, year: bool) -> str:
    """In Chinese digits under [DBNum…]: a year digit by digit, other numbers as they are said (十二)."""
    if numerals is None or not chars.isdigit():
        return chars
    digits = _DIGITS[numerals]
    number = int(chars)
    if year or numerals == "3" or number < 10 or number > 99:
        return "".join(digits[int(char)] for char in (chars if year or numerals == "3" else str(number)))
    ten = "十" if numerals == "1" else "拾"
    tens, ones = divmod(number, 10)
    lead = "" if tens == 1 and numerals == "1" else digits[tens]
    return lead + ten + (digits[ones] if ones else "")
