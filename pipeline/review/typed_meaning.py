"""What a person says that a figure is about, in place of what was read: its metric, its period, its role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import regex

from extractors.fact import Period
from pipeline.intake.set_hints import set_period
from pipeline.review.typed_figure import NotTyped
from pipeline.store.contract import Row
from pipeline.wording.labels import ROLE
from rules.metrics import catalogue

_LONGEST: Final = 60
_DAY: Final = r"(?P<{0}_year>(?:19|20)\d\d)[-.年/](?P<{0}_month>\d\d?)(?:[-./月](?P<{0}_day>\d\d?)日?|月)?"
_TO: Final = r"(?:至|到|[~～—－–-]{1,2})"
_RANGES: Final = (
    regex.compile(_DAY.format("from") + _TO + _DAY.format("to")),
    regex.compile(r"(?P<from_year>(?:19|20)\d\d)年(?P<from_month>\d\d?)月?" + _TO + r"(?P<to_month>\d\d?)月"),
)
_INSTANT: Final = regex.compile(r"(?P<to_year>(?:19|20)\d\d)[-.年/](?P<to_month>\d\d?)[-./月](?P<to_day>\d\d?)日?")


@dataclass(frozen=True, slots=True)
class TypedMeaning:
    """What was typed: the name or code of a metric, a period (2024-06, 2024Q2, 2024年1-6月, 2024-06-30), the code of a
    role. What is empty is as it was read."""

    metric: str = ""
    period: str = ""
    role: str = ""


AS_READ: Final = TypedMeaning()


def meant(typed: TypedMeaning, read: Row) -> Row | NotTyped:
    """The fields of a fact that are otherwise than in `read`, a row of the table `facts`; days as text."""
    fields: Row = {}
    if name := "".join(typed.metric.split()):
        if len(name) > _LONGEST:
            return NotTyped(f"指标名称太长（最多 {_LONGEST} 个字）。")
        known = catalogue().by_code.get(name) or catalogue().named(name)
        if known is None and name != read["metric"]:
            fields |= {"metric": name, "metric_name": None, "metric_code": None}
        elif known is not None and known.code != read["metric_code"]:
            fields |= {"metric": known.name, "metric_name": known.name, "metric_code": known.code}
    if typed.period.strip():
        period = _period(typed.period)
        if period is None:
            how = "请写成 2024-06、2024Q2、2024年1-6月 或 2024-06-30（时点）。"
            return NotTyped(f"看不懂的时期“{typed.period.strip()[:_LONGEST]}”。{how}")
        days = {"period_start": _text(period.start), "period_end": _text(period.end)}
        if days != {name: _text(read[name]) for name in days}:
            fields |= {**days, "period_kind": period.kind, "period_source": "explicit"}
    if typed.role and typed.role != read["role"]:
        if typed.role not in ROLE:
            return NotTyped("没有这种角色。")
        fields["role"] = typed.role
    return fields


def _period(typed: str) -> Period | None:
    plain = "".join(typed.split())
    found = set_period(plain)
    if found is not None:
        return found
    for pattern in _RANGES:
        if match := pattern.fullmatch(plain):
            first, last = _day(match, "from", last=False), _day(match, "to", last=True)
            return None if first is None or last is None or first > last else Period(first, last, _kind(first, last))
    if match := _INSTANT.fullmatch(plain):
        day = _day(match, "to", last=True)
        return None if day is None else Period(None, day, "instant")
    return None


def _day(match: regex.Match[str], name: str, last: bool) -> date | None:
    told: dict[str, Any] = match.groupdict()
    year, month = told.get(f"{name}_year") or told["from_year"], told[f"{name}_month"]
    try:
        if told.get(f"{name}_day"):
            return date(int(year), int(month), int(told[f"{name}_day"]))
        first = date(int(year), int(month), 1)
    except ValueError:
        return None
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else first


def _kind(first: date, last: date) -> Any:
    """Of a span from day to day: of whole months those that reports know, else a range."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
        return "range"
    months = first.month, last.month
    if months == (1, 12):
        return "year"
    if months[0] == months[1]:
        return "month"
    return "ytd" if first.month == 1 else "quarter" if months in {(4, 6), (7, 9), (10, 12)} else "range"


def _text(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day
