"""A month over all units: who has submitted, lights, and a metric compared; kept until the store has changed."""

from __future__ import annotations

import calendar
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, case, func, select

from pipeline.coverage.submitted import State, coverage
from pipeline.review.metric_year import SeriesName
from pipeline.series_cells import LEAST_TRUST
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.view_columns import FACTS, METRIC, REGION, REPORTS
from pipeline.store.views import IN_FORCE

MONTHS_SHOWN: Final = 12
_SETS_AIMS: Final = ("plan", "policy")
_KEPT: Final = 24
_REPORTS_ASKED: Final = 60


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a unit's report of a month; `state` is None where it was not owed by any list but is there."""

    state: State | None
    report_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """A unit's submissions by the first day of their months; of several reports of a month the worst."""

    unit: str
    months: Mapping[date, Submission]
    unmet: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit's figures of a metric in a month: amounts in yuan, rates in percent; None where nothing is told."""

    name: SeriesName
    month: Decimal | None
    cumulative: Decimal | None
    growth: Decimal | None
    target: Decimal | None
    target_growth: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthOverview:
    """The month (its first day) and the eleven before it: units with those first that owe most, how many submissions
    are in which state by month, `reports` in force and units that sent them, rows by light and unit."""

    month: date
    months: Sequence[date]
    has_lists: bool
    units: Sequence[UnitMonths]
    totals: Mapping[date, Mapping[str, int]]
    reports: int
    senders: int
    lights: Mapping[str, Mapping[str, int]]


Made = TypeVar("Made")

_cache: WeakKeyDictionary[Engine, OrderedDict[Any, Any]] = WeakKeyDictionary()
_lock = threading.Lock()
_RANK: Final[dict[State | None, int]] = {"missing": 0, "unreadable": 1, "late": 2, "awaited": 3, "on_time": 4, None: 5}


def months_of_reports(connection: Connection) -> list[date]:
    """First days of the months that reports in force are of, the latest first; those that only set aims come last."""
    asked = (
        select(REPORTS.c.period_end, func.min(case((REPORTS.c.kind.in_(_SETS_AIMS), 1), else_=0)))
        .where(IN_FORCE, REPORTS.c.period_end.is_not(None))
        .group_by(REPORTS.c.period_end)
    )
    found: dict[date, bool] = {}
    for end, only_aims in connection.execute(asked):
        first = end.replace(day=1)
        found[first] = found.get(first, True) and bool(only_aims)
    return sorted(found, key=lambda first: (found[first], -first.toordinal()))


def month_overview(store: Store, month: date, today: date) -> MonthOverview:
    """The month (its first day), as it is known on the day `today`."""
    with store.reading() as connection:
        return _kept(store, connection, ("month", month, today), lambda: _overview(connection, month, today))


def compared(store: Store, month: date, code: str) -> list[Compared]:
    """What units tell of a catalogued metric in the month, the largest sum to date first; of several scopes of a unit
    that with the largest."""
    with store.reading() as connection:
        return _kept(store, connection, ("metric", month, code), lambda: _compared(connection, month, code))


def usual_metric(connection: Connection, month: date) -> str | None:
    """The code of the metric that some of the month's reports tell amounts of most often; None if none does."""
    reports = select(REPORTS.c.report_id).where(IN_FORCE, REPORTS.c.period_end == _last_day(month))
    ids = list(connection.execute(reports.order_by(REPORTS.c.report_id).limit(_REPORTS_ASKED)).scalars())
    asked = (
        select(FACTS.c.metric_code, func.count(FACTS.c.report_id.distinct()).label("number"))
        .where(FACTS.c.report_id.in_(ids), FACTS.c.metric_code.is_not(None), FACTS.c.series_cell == "cumulative_fen")
        .group_by(FACTS.c.metric_code)
    )
    found = sorted((-row.number, row.metric_code) for row in connection.execute(asked))
    return found[0][1] if found else None


def _kept(store: Store, connection: Connection, key: Any, made: Callable[[], Made]) -> Made:
    """What was made for the key while the store was as it is now, else made and kept."""
    token = (key, _state_of(connection))
    with _lock:
        kept = _cache.setdefault(store.engine, OrderedDict())
        if token in kept:
            kept.move_to_end(token)
            there: Made = kept[token]
            return there
    found = made()
    with _lock:
        kept[token] = found
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return found


def _state_of(connection: Connection) -> tuple[Any, ...]:
    """What changes whenever what is kept here may: only runs change that, and what people have read again is one."""
    runs, quarantine = table_named("runs"), table_named("quarantine")
    asked = (
        select(func.count(), func.max(REPORTS.c.ingested_at), func.count(REPORTS.c.withdrawn_at)).select_from(REPORTS),
        select(func.count(), func.max(runs.c.finished_at)).select_from(runs),
        select(func.count()).select_from(quarantine),
    )
    return tuple(tuple(connection.execute(one).one()) for one in asked)


def _overview(connection: Connection, month: date, today: date) -> MonthOverview:
    months = [_before(month, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    found: dict[str, dict[date, Submission]] = {}
    totals: dict[date, Counter[str]] = {each: Counter() for each in months}
    last = _last_day(month)
    owed = coverage(connection, today, since=months[0])
    for one in owed:
        if one.period.end > last:
            continue
        first = one.period.end.replace(day=1)
        totals[first][one.state] += 1
        of_unit = found.setdefault(one.period.owed.unit, {})
        if first not in of_unit or _RANK[one.state] < _RANK[of_unit[first].state]:
            of_unit[first] = Submission(one.state, one.report_id)
    asked = select(REPORTS.c.unit, REPORTS.c.period_end, func.min(REPORTS.c.report_id)).where(
        IN_FORCE, REPORTS.c.unit.is_not(None), REPORTS.c.period_end.between(months[0], last),
        REPORTS.c.kind.not_in(_SETS_AIMS),
    )  # fmt: skip
    for unit, end, report_id in connection.execute(asked.group_by(REPORTS.c.unit, REPORTS.c.period_end)):
        first = end.replace(day=1)
        totals[first]["received"] += 1
        found.setdefault(unit, {}).setdefault(first, Submission(None, report_id))
    units = [
        UnitMonths(unit, of_unit, sum(one.state in {"missing", "unreadable"} for one in of_unit.values()))
        for unit, of_unit in found.items()
    ]
    units.sort(key=lambda one: (-one.unmet, one.unit))
    reports, senders = connection.execute(
        select(func.count(), func.count(REPORTS.c.unit.distinct())).where(
            IN_FORCE, REPORTS.c.period_end.between(month, last)
        )
    ).one()
    return MonthOverview(month, months, bool(owed), units, totals, reports, senders, _lights(connection, month))


def _lights(connection: Connection, month: date) -> dict[str, dict[str, int]]:
    items = table_named("items")
    unit = func.coalesce(REPORTS.c.unit, "未写明单位")
    asked = (
        select(unit, items.c.light, func.count())
        .select_from(REPORTS.join(items, items.c.report_id == REPORTS.c.report_id))
        .where(IN_FORCE, REPORTS.c.period_end.between(month, _last_day(month)), items.c.light.is_not(None))
        .group_by(unit, items.c.light)
    )
    found: dict[str, dict[str, int]] = {}
    for name, light, number in connection.execute(asked):
        found.setdefault(name, {})[light] = number
    return found


_CELLS: Final = ("month_fen", "cumulative_fen", "growth", "target_fen", "target_growth")


def _compared(connection: Connection, month: date, code: str) -> list[Compared]:
    last = _last_day(month)
    ends = (last, date(month.year, 12, 31))
    fields = [FACTS.c[name] for name in ("series_cell", "series_trust", "value", "unit")]
    whose = (REPORTS.c.unit.label("sender"), METRIC, func.coalesce(FACTS.c.series_scope, ""), func.coalesce(REGION, ""))
    asked = (
        select(*whose, *fields)
        .select_from(FACTS.join(REPORTS, FACTS.c.report_id == REPORTS.c.report_id))
        .where(
            FACTS.c.metric_code == code,
            FACTS.c.period_end.in_(ends),
            FACTS.c.series_cell.in_(_CELLS),
            FACTS.c.series_year == month.year,
            FACTS.c.series_month == month.month,
            IN_FORCE,
            REPORTS.c.unit.is_not(None),
        )
    )
    told: dict[tuple[str, str, str, str], dict[str, tuple[int, Decimal]]] = {}
    for sender, metric, scope, region, cell, trust, value, measure in connection.execute(asked):
        cells = told.setdefault((sender, metric, scope, region), {})
        shown = value * 100 if measure == "倍" else value
        standing = (LEAST_TRUST if trust is None else trust, shown)
        if cell not in cells or (standing[0], -standing[1]) < (cells[cell][0], -cells[cell][1]):
            cells[cell] = standing
    best: dict[str, Compared] = {}
    for (sender, metric, scope, region), cells in told.items():
        figures = [cells[cell][1] if cell in cells else None for cell in _CELLS]
        one = Compared(SeriesName(sender, metric, month.year, region or None, scope or None), *figures)
        if sender not in best or _size(one) > _size(best[sender]):
            best[sender] = one
    return sorted(best.values(), key=lambda one: (-_size(one), one.name.unit or ""))


def _size(one: Compared) -> Decimal:
    return max((abs(each) for each in (one.cumulative, one.month) if each is not None), default=Decimal(-1))


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _before(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
