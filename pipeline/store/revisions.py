"""Which report repeats another and which replaces another, of those of one unit, period and kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, bindparam, func, or_, select, update

from pipeline.report_rows import DOUBTFUL, fact_signature
from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions
from pipeline.store.loading import stored_rows


@dataclass(frozen=True, slots=True)
class Version:
    """What of a report decides its standing among others."""

    report_id: str
    source_name: str
    unit: str | None
    period: tuple[date | None, date | None, str | None]
    kind: str
    issued_on: date | None
    arrival: int
    scanned: bool
    facts_digest: str
    has_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A report's place: `same_as` the report that stands for it, or itself one in a line of revisions (from 1)."""

    revision: int = 1
    supersedes: str | None = None
    superseded_by: str | None = None
    same_as: str | None = None


SameBut = Callable[[Version, Version], bool]
"""Whether two reports state the same facts but for figures whose recognition is doubtful."""


def settle_revisions(connection: Connection) -> None:
    """Bring the standing of every report up to date; rows whose standing has not changed are not touched.

    Reports that were withdrawn stand in no line: what one replaced is current again.
    """
    reports = table_named("reports")
    # A report alone of its unit, period and kind stands in no line; most do.
    several = _not_alone(connection)
    before = _standing_now(connection, several)
    versions: list[Version] = []
    for portion in key_portions(several):
        few = select(reports).where(reports.c.report_id.in_(portion))
        versions += [_version(row) for row in connection.execute(few).mappings()]
    after = standings(versions, _compare_with(connection))
    alone = (1, None, None, None)
    changed = [
        {"id": report_id, **dict(zip(_STANDING_FIELDS, now, strict=True))}
        for report_id, was in before.items()
        if (now := _in_order(after[report_id]) if report_id in after else alone) != was
    ]
    if changed:
        assignments: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "id"}
        connection.execute(update(reports).where(reports.c.report_id == bindparam("id")).values(assignments), changed)


_Told = tuple[int, str | None, str | None, str | None]
_STANDING_FIELDS: Final = ("revision", "supersedes", "superseded_by", "same_as")


def _in_order(standing: Standing) -> _Told:
    return standing.revision, standing.supersedes, standing.superseded_by, standing.same_as


def _not_alone(connection: Connection) -> list[str]:
    """The reports that are not the only ones of their unit, period and kind; withdrawn ones do not count."""
    reports = table_named("reports")
    alike = [reports.c[name] for name in ("unit", "period_start", "period_end", "period_kind", "kind")]
    counted = (
        select(reports.c.report_id, func.count().over(partition_by=alike).label("alike"))
        .where(reports.c.withdrawn_at.is_(None))
        .subquery()
    )
    return list(connection.execute(select(counted.c.report_id).where(counted.c.alike > 1)).scalars())


def _standing_now(connection: Connection, report_ids: Sequence[str]) -> dict[str, _Told]:
    """The standing, as it is kept in the order of `_STANDING_FIELDS`, of these reports and of all in some line."""
    reports = table_named("reports")
    told = [reports.c[name] for name in _STANDING_FIELDS]
    asked = select(reports.c.report_id, *told)
    rows = list(connection.execute(asked.where((reports.c.revision != 1) | or_(*(f.is_not(None) for f in told[1:])))))
    for portion in key_portions(report_ids):
        rows += connection.execute(asked.where(reports.c.report_id.in_(portion)))
    return {report_id: (revision, over, under, same) for report_id, revision, over, under, same in rows}


def in_force_at(connection: Connection, moment: datetime) -> list[str]:
    """Ids of the reports that were current at that moment, of those that had been taken in and not withdrawn by then.

    What they say is what the readers of today make of them.
    """
    reports = table_named("reports")
    known = select(reports).where(
        reports.c.ingested_at < moment, or_(reports.c.withdrawn_at.is_(None), reports.c.withdrawn_at >= moment)
    )
    versions = [_version(row) for row in connection.execute(known).mappings()]
    then = standings(versions, _compare_with(connection))
    return sorted(
        report_id for report_id, standing in then.items() if not standing.superseded_by and not standing.same_as
    )


def _version(row: RowMapping) -> Version:
    period = (row["period_start"], row["period_end"], row["period_kind"])
    return Version(**{name: row[name] for name in _VERSION_FIELDS}, period=period)


_VERSION_FIELDS: Final = (
    "report_id",
    "source_name",
    "unit",
    "kind",
    "issued_on",
    "arrival",
    "scanned",
    "facts_digest",
    "has_doubtful",
)


def standings(versions: Iterable[Version], same_but_doubtful: SameBut) -> dict[str, Standing]:
    """The standing of each report, by its id. The order of `versions` does not matter.

    Reports with equal facts are one version; the digital one, then the first by name, stands for it. Versions follow
    each other by the day of issue, then digital after scan, then arrival, then name. Without unit or period nothing
    is replaced.
    """
    groups: dict[tuple[object, ...], list[Version]] = defaultdict(list)
    for version in versions:
        groups[version.unit, version.period, version.kind].append(version)
    found: dict[str, Standing] = {}
    for group in groups.values():
        key = _order(group)
        # Of equal reports the latest tells where their version stands in the line.
        line = sorted(_equal(group, same_but_doubtful), key=lambda equal: max(key(version) for version in equal))
        heads = [equal[0].report_id for equal in line]
        in_line = group[0].unit is not None and group[0].period[1] is not None
        for place, equal in enumerate(line):
            standing = Standing()
            if in_line:
                standing = Standing(
                    revision=place + 1,
                    supersedes=heads[place - 1] if place else None,
                    superseded_by=heads[place + 1] if place + 1 < len(heads) else None,
                )
            for version in equal:
                same_as = None if version is equal[0] else heads[place]
                found[version.report_id] = replace(standing, same_as=same_as)
    return found


def _order(group: Sequence[Version]) -> Callable[[Version], tuple[date, bool, int, str]]:
    """Later in this order replaces earlier. A report without a date counts as issued on the latest day that was
    known of its fellows when it arrived."""

    def day(version: Version) -> date:
        known = [other.issued_on for other in group if other.issued_on and other.arrival <= version.arrival]
        return version.issued_on or max(known, default=date.min)

    return lambda version: (day(version), not version.scanned, version.arrival, version.source_name)


def _equal(group: Sequence[Version], same_but_doubtful: SameBut) -> list[list[Version]]:
    """The group in parts with equal facts, in each the one first that stands for the others."""
    parts: list[list[Version]] = []
    for version in sorted(group, key=lambda one: (one.scanned, one.has_doubtful, one.source_name)):
        for part in parts:
            head = part[0]
            if version.facts_digest and version.facts_digest == head.facts_digest:
                part.append(version)
                break
            if (version.has_doubtful or head.has_doubtful) and same_but_doubtful(version, head):
                part.append(version)
                break
        else:
            parts.append([version])
    return parts


def _compare_with(connection: Connection) -> SameBut:
    signatures: dict[str, tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]] = {}

    def of(version: Version) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
        if version.report_id not in signatures:
            rows = stored_rows(connection, "facts", report_id=version.report_id)
            sure = Counter(fact_signature(row) for row in rows if DOUBTFUL not in row["flags"])
            doubtful = Counter(fact_signature(row) for row in rows if DOUBTFUL in row["flags"])
            signatures[version.report_id] = (sure, doubtful)
        return signatures[version.report_id]

    return lambda one, other: same_but_doubtful_facts(*of(one), *of(other))


def same_but_doubtful_facts(
    sure: Counter[tuple[str, ...]],
    doubtful: Counter[tuple[str, ...]],
    other_sure: Counter[tuple[str, ...]],
    other_doubtful: Counter[tuple[str, ...]],
) -> bool:
    """Whether what is not shared by two reports is made up by doubtful figures in the same rows and columns."""
    shared = (sure + doubtful) & (other_sure + other_doubtful)
    left = (sure + doubtful) - shared
    other_left = (other_sure + other_doubtful) - shared
    if not shared or left.total() != other_left.total():
        return False
    place = _by_place(left)
    return place == _by_place(other_left) and all(
        # A difference is excused by the side on which the figure is doubtful.
        _by_place(left & doubtful)[cell] + _by_place(other_left & other_doubtful)[cell] >= count
        for cell, count in place.items()
    )


def _by_place(signatures: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """How many of the facts stand in each row and column."""
    places: Counter[tuple[str, ...]] = Counter()
    for signature, count in signatures.items():
        places[signature[:2]] += count
    return places
