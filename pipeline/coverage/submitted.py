"""Who has submitted and who has not: the reports that are owed against those that arrived."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Final, Literal, cast

from sqlalchemy import Connection, delete, insert, select

from pipeline.coverage.owed_reports import Every, OwedPeriod, OwedReport, owed_periods
from pipeline.intake.hints import parse_period
from pipeline.store.contract import Row, table_named

State = Literal["on_time", "late", "unreadable", "missing", "awaited"]
"""`late`: a run after the due day had not found it yet, or it was issued after that day; `unreadable`: only a file
that could not be read is there; `missing`: nothing is, and the day is past; `awaited`: the day is still to come."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of one owed report. `report_id` and `source_name` are those of the first report that met the duty;
    of an unreadable one `source_name` alone. `arrived` is the day on which it was first taken in, `issued` the day that
    it gives itself."""

    period: OwedPeriod
    state: State
    report_id: str | None = None
    source_name: str | None = None
    arrived: date | None = None
    issued: date | None = None


def keep_owed_reports(connection: Connection, inbox: str, listed: Sequence[OwedReport] | None) -> tuple[str, ...]:
    """Keep what the list of this inbox says now. A list that is not there any more goes on counting, and the warning
    (Chinese) says so: a lost mount must not make duties go away."""
    table = table_named("owed_reports")
    if listed is None:
        known = connection.execute(select(table.c.position).where(table.c.inbox == inbox).limit(1)).first()
        return ("应报清单不在收件夹里了，仍按上次的清单判断；不再需要时放一份只有表头的清单。",) if known else ()
    connection.execute(delete(table).where(table.c.inbox == inbox))
    rows = [
        {
            "inbox": inbox,
            "position": position,
            "unit": owed.unit,
            "other_names": list(owed.other_names),
            "kind": owed.kind,
            "every": owed.every,
            "due_days": owed.due_days,
            "first": owed.first,
            "last": owed.last,
            "skipped": [day.isoformat() for day in owed.skipped],
        }
        for position, owed in enumerate(listed or ())
    ]
    if rows:
        connection.execute(insert(table), rows)
    return ()


def stored_owed_reports(connection: Connection) -> list[OwedReport]:
    """What is owed by the lists of all inboxes, in their order."""
    table = table_named("owed_reports")
    rows = connection.execute(select(table).order_by(table.c.inbox, table.c.position)).mappings()
    return [
        OwedReport(
            row["unit"],
            tuple(row["other_names"]),
            row["kind"],
            cast(Every, row["every"]),
            row["due_days"],
            row["first"],
            row["last"],
            tuple(date.fromisoformat(day) for day in row["skipped"]),
        )
        for row in rows
    ]


def coverage(
    connection: Connection, today: date, units: Collection[str] | None = None, since: date | None = None
) -> list[Coverage]:
    """What is owed for periods that ended before `today`, in the order of the lists, earliest period first; only by
    `units`, and for periods that ended on `since` or later, where these are given."""
    owed = [one for one in stored_owed_reports(connection) if units is None or not one.names.isdisjoint(units)]
    if not owed:
        return []
    arrived = _arrived(connection, since)
    refused = list(connection.execute(select(table_named("quarantine").c.source_name)).scalars())
    looks = _Looks.of(connection)
    found = []
    for duty in owed:
        unread = [name for name in refused if any(called in name for called in duty.names)]
        found += [
            _state(period, arrived, unread, looks, today)
            for period in owed_periods(duty, today)
            if since is None or period.end >= since
        ]
    return found


@dataclass(frozen=True, slots=True)
class _Arrival:
    report_id: str
    source_name: str
    kind: str
    issued_on: date | None
    batch: int
    day: date


def _arrived(connection: Connection, since: date | None) -> dict[tuple[str, date], list[_Arrival]]:
    """Every report that was not withdrawn, also one that another has replaced, by unit and last day of its period."""
    reports = table_named("reports")
    names = ("report_id", "source_name", "unit", "kind", "period_end", "issued_on", "arrival", "ingested_at")
    statement = (
        select(*(reports.c[name] for name in names))
        .where(reports.c.withdrawn_at.is_(None), reports.c.unit.is_not(None), reports.c.period_end.is_not(None))
        .order_by(reports.c.arrival, reports.c.source_name)
    )
    if since is not None:
        statement = statement.where(reports.c.period_end >= since)
    found: dict[tuple[str, date], list[_Arrival]] = defaultdict(list)
    for row in connection.execute(statement):
        one = _Arrival(row.report_id, row.source_name, row.kind, row.issued_on, row.arrival, _day(row.ingested_at))
        found[row.unit, row.period_end].append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Looks:
    """The runs that came to their end: their batches in order, and of each the last day of a run up to it."""

    batches: tuple[int, ...]
    days: tuple[date, ...]

    @staticmethod
    def of(connection: Connection) -> _Looks:
        runs = table_named("runs")
        statement = select(runs.c.started_at, runs.c.arrival).where(runs.c.finished_at.is_not(None))
        looked = sorted((row.arrival, _day(row.started_at)) for row in connection.execute(statement))
        days = accumulate((day for _, day in looked), max)
        return _Looks(tuple(batch for batch, _ in looked), tuple(days))

    def last_before(self, batch: int) -> date | None:
        """The last day on which a run of an earlier batch looked."""
        earlier = bisect_left(self.batches, batch)
        return self.days[earlier - 1] if earlier else None


def _state(
    period: OwedPeriod,
    arrived: dict[tuple[str, date], list[_Arrival]],
    refused: Iterable[str],
    looks: _Looks,
    today: date,
) -> Coverage:
    kind = period.owed.kind
    met = [
        one
        for name in sorted(period.owed.names)
        for one in arrived.get((name, period.end), ())
        if kind is None or one.kind == kind
    ]
    if met:
        first = min(met, key=lambda one: (one.batch, one.source_name))
        looked = looks.last_before(first.batch)
        late = (looked is not None and looked > period.due) or (
            first.issued_on is not None and first.issued_on > period.due
        )
        return Coverage(
            period, "late" if late else "on_time", first.report_id, first.source_name, first.day, first.issued_on
        )
    unread = next((name for name in refused if _seems_to_be(name, period)), None)
    if unread is not None:
        return Coverage(period, "unreadable", source_name=unread)
    return Coverage(period, "missing" if period.due < today else "awaited")


def _seems_to_be(source_name: str, period: OwedPeriod) -> bool:
    """Whether the path of an unread file, which names the unit, names the period."""
    ends = [found[0].end for part in PurePosixPath(source_name).parts if (found := parse_period(part))]
    return bool(ends) and ends[-1] == period.end


def _day(moment: datetime) -> date:
    """The day of a moment on this machine's calendar."""
    return moment.astimezone().date()


UNMET: Final[frozenset[State]] = frozenset({"missing", "unreadable"})
"""States of what is owed still."""


def coverage_row(one: Coverage) -> Row:
    """The fields of COVERAGE_FIELDS, for files and programs."""
    owed, period = one.period.owed, one.period
    told = (owed.unit, owed.kind, period.start, period.end, period.due, one.state, one.arrived)
    return dict(zip(COVERAGE_FIELDS, (*told, one.report_id, one.source_name), strict=True))


COVERAGE_FIELDS: Final = (
    "unit", "kind", "period_start", "period_end", "due", "state", "arrived", "report_id", "source_name"
)  # fmt: skip
