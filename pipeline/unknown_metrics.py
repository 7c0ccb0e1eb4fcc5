"""The metrics that reports name and the catalogue does not know, by how often they occur."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select

from pipeline.judging.added_names import added_names
from pipeline.reconcile.metric_names import canonical, nature_of
from pipeline.store.connection import Store
from pipeline.store.contract import contract_select, table_named
from pipeline.store.key_portions import key_portions
from pipeline.store.views import IN_FORCE
from rules.metrics import catalogue

_RESEMBLES: Final = 0.6
"""The least likeness, by the letters two names share, at which a catalogued name is worth a look."""


@dataclass(frozen=True, slots=True)
class UnknownMetric:
    """One name that is in no line of the catalogue, over the current reports.

    `facts` and `reports` say how many there are; `kinds` and `units` are the codes of the contract, the most frequent
    first; `nature` is the guess (flow or stock) that reconciliation goes by meanwhile; `resembles` is a catalogued
    name that looks like it, or None; `example` is one of its facts, a row of the contract's table.
    """

    metric: str
    facts: int
    reports: int
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    nature: str
    resembles: str | None
    example: dict[str, Any]


@dataclass(slots=True)
class _Tally:
    kinds: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    example: str = ""


def unknown_metrics(store: Store, most: int | None = None) -> tuple[list[UnknownMetric], int]:
    """The `most` frequent of them (all by default), and how many there are; those added at the desk are known.

    Names that differ only in scope and function words (全市…, 累计…) are one; ties are ordered by the number of
    reports and then by name.
    """
    facts, reports = table_named("facts"), table_named("reports")
    # A completion column measures its row as a whole: its metric is the row's name.
    measured = or_(facts.c["column"].is_(None), facts.c["column"] != "completion")
    groups = (facts.c.metric, facts.c.kind, facts.c.unit, facts.c.report_id)
    statement = (
        select(*groups, func.count().label("times"), func.min(facts.c.fact_id).label("first"))
        .select_from(facts.join(reports, facts.c.report_id == reports.c.report_id))
        .where(facts.c.metric_code.is_(None), facts.c.metric != "", measured, IN_FORCE)
        .group_by(*groups)
    )
    tallies: dict[str, _Tally] = {}
    with store.reading() as connection:
        for row in connection.execute(statement):
            tally = tallies.setdefault(canonical(row.metric), _Tally())
            tally.kinds[row.kind] += row.times
            tally.units[row.unit or ""] += row.times
            tally.reports.add(row.report_id)
            tally.example = min(tally.example or row.first, row.first)
        for name in added_names(connection):
            tallies.pop(name, None)
        ranked = sorted(tallies, key=lambda name: (-tallies[name].kinds.total(), -len(tallies[name].reports), name))
        chosen = ranked[:most]
        examples: dict[str, dict[str, Any]] = {}
        wanted = [tallies[name].example for name in chosen]
        for portion in key_portions(wanted):
            these = contract_select("facts").where(facts.c.fact_id.in_(portion))
            examples.update((row["fact_id"], dict(row)) for row in connection.execute(these).mappings())
    known = sorted(catalogue().by_name)
    found = []
    for name in chosen:
        tally = tallies[name]
        alike = get_close_matches(name, known, n=1, cutoff=_RESEMBLES)
        found.append(
            UnknownMetric(
                metric=name,
                facts=tally.kinds.total(),
                reports=len(tally.reports),
                kinds=_ranked(tally.kinds),
                units=_ranked(tally.units),
                nature=nature_of(name),
                resembles=catalogue().by_name[alike[0]].name if alike else None,
                example=examples[tally.example],
            )
        )
    return found, len(ranked)


def last_judged(connection: Connection) -> str:
    """Equal as long as no run has begun or ended: facts change in no other way."""
    runs = table_named("runs")
    last = select(runs.c.run_id).order_by(runs.c.arrival.desc()).limit(1)
    return f"{connection.execute(last).scalar()} {connection.execute(select(func.count(runs.c.finished_at))).scalar()}"


def _ranked(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((name for name in counts if name), key=lambda name: (-counts[name], name)))
