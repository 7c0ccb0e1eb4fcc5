"""Keeps the id of a finding that a person has decided for as long as one of its equations stays violated.

The id of a finding is that of its suspect's series. With more reports another figure may turn out to be the suspect, or
one cause become two: what was accepted, or asked of a unit, must not come again as something new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, select

from pipeline.reconcile.finding import Finding
from pipeline.report_rows import Row
from pipeline.store.contract import table_named
from pipeline.store.key_portions import key_portions

_Key = tuple[Any, ...]

_SERIES: Final = ("item", "metric", "scope", "basis", "kind", "role", "column", "period_start", "period_end")
"""What tells which figure of a report a fact is, whatever its amount and its place."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings, those that are still a decided one under its id; and the decided ones that still stand although
    none of the findings has their id."""

    findings: tuple[Finding, ...]
    standing: frozenset[str]


def keep_identities(
    connection: Connection,
    findings: Collection[Finding],
    decided: Collection[str],
    judged: Collection[str],
    current: Mapping[str, str],
) -> Kept:
    """`decided` are the statuses that a person gave; `judged` the reports that were judged, `current` says which report
    is in the place of one that is not judged itself."""
    made = {finding.finding_id for finding in findings}
    known, those_judged = _decided(connection, decided), set(judged)
    own = {row["finding_id"] for row in known} & made
    gone = [row for row in known if row["finding_id"] not in own and _was_judged(row, those_judged, current)]
    if not gone:
        return Kept(tuple(findings), frozenset())
    wanted = {fact_id for row in gone for fact_id in row["fact_ids"]}
    wanted |= {fact_id for finding in findings for equation in finding.equations for fact_id in equation}
    keys = _keys(connection, wanted, current)
    by_key: dict[_Key, list[Finding]] = {}
    for finding in findings:
        for key in {keys[fact_id] for equation in finding.equations for fact_id in equation if fact_id in keys}:
            by_key.setdefault(key, []).append(finding)
    names: dict[str, str] = {}
    standing = set()
    for row in gone:
        told = {keys[fact_id] for fact_id in row["fact_ids"] if fact_id in keys}
        near = {finding.finding_id: finding for key in told for finding in by_key.get(key, ())}.values()
        shared = {each.finding_id: _shared(each.equations, told, keys) for each in near}
        still = sorted((-number, finding_id) for finding_id, number in shared.items() if number)
        free = [finding_id for _, finding_id in still if finding_id not in own and finding_id not in names]
        if free:
            names[free[0]] = row["finding_id"]
        elif still:
            standing.add(row["finding_id"])
    return Kept(
        tuple(replace(each, finding_id=names.get(each.finding_id, each.finding_id)) for each in findings),
        frozenset(standing),
    )


def _shared(equations: Iterable[Sequence[str]], told: Collection[_Key], keys: Mapping[str, _Key]) -> int:
    """How many of the equations are about nothing but figures that are `told`."""
    return sum(bool(each) and all(keys.get(fact_id) in told for fact_id in each) for each in equations)


def _decided(connection: Connection, statuses: Collection[str]) -> list[Row]:
    """The findings with one of the statuses, by id."""
    table = table_named("findings")
    fields = table.c.finding_id, table.c.fact_ids, table.c.report_ids
    rows = connection.execute(select(*fields).where(table.c.status.in_(sorted(statuses))).order_by(table.c.finding_id))
    return [dict(row) for row in rows.mappings()]


def _was_judged(finding: Row, judged: Collection[str], current: Mapping[str, str]) -> bool:
    """Whether one of its reports was, or what is in that one's place."""
    return any(current.get(report_id, report_id) in judged for report_id in finding["report_ids"])


def _keys(connection: Connection, fact_ids: Collection[str], current: Mapping[str, str]) -> dict[str, _Key]:
    """By fact: the current report in place of its own, and which figure it is there."""
    facts = table_named("facts")
    rows = select(*(facts.c[name] for name in ("fact_id", "report_id", *_SERIES)))
    keys: dict[str, _Key] = {}
    for portion in key_portions(sorted(fact_ids)):
        for fact_id, report_id, *series in connection.execute(rows.where(facts.c.fact_id.in_(portion))):
            keys[fact_id] = (current.get(report_id, report_id), *series)
    return keys
