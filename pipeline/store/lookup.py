"""Answers single questions about the store: one fact, one finding, or the list of findings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from pipeline.store.connection import Store
from pipeline.store.contract import Row, contract_select, table_named
from pipeline.store.corrected_figures import corrections_of
from pipeline.store.finding_ranks import RankedFinding, ranked


@dataclass(frozen=True)
class FactDetail:
    """A fact with the report and the item that it stands in (None in running text), the findings that cite it, and
    what people corrected in its reading."""

    fact: Row
    report: Row
    item: Row | None
    findings: tuple[Row, ...]
    corrections: tuple[Row, ...] = ()


@dataclass(frozen=True)
class FindingDetail:
    """A finding with its facts (those still in the store), reports, changes of status and decisions, oldest first;
    `about_unit` is whom it is about where no report says it, as of one that is missing."""

    finding: Row
    facts: tuple[Row, ...]
    items: tuple[Row, ...]
    reports: tuple[Row, ...]
    history: tuple[Row, ...]
    reviews: tuple[Row, ...]
    about_unit: str | None = None
    corrections: tuple[Row, ...] = ()
    """What people corrected in the readings of its facts, the oldest first."""


def find_fact(store: Store, fact_id: str) -> FactDetail | None:
    """The fact of that id, or None."""
    facts = table_named("facts")
    with store.reading() as connection:
        fact = _first(connection, contract_select("facts").where(facts.c.fact_id == fact_id))
        if fact is None:
            return None
        report = _first(connection, _by_id("reports", "report_id", [fact["report_id"]]))
        position = connection.execute(select(facts.c.item_position).where(facts.c.fact_id == fact_id)).scalar()
        items = table_named("items")
        item = _first(
            connection,
            contract_select("items").where(items.c.report_id == fact["report_id"], items.c.position == position),
        )
        findings, links = table_named("findings"), table_named("finding_facts")
        naming = select(links.c.finding_id).where(links.c.fact_id == fact_id)
        corrections = tuple(corrections_of(connection, [fact_id]))
        citing = ranked(
            connection, _all(connection, contract_select("findings").where(findings.c.finding_id.in_(naming)))
        )
    assert report is not None  # a fact's report exists by foreign key
    return FactDetail(fact, report, item, tuple(one.finding for one in citing), corrections)


def find_finding(store: Store, finding_id: str) -> FindingDetail | None:
    """The finding of that id, or None."""
    with store.reading() as connection:
        finding = _first(connection, _by_id("findings", "finding_id", [finding_id]))
        if finding is None:
            return None
        reviews = table_named("reviews")
        changes = table_named("status_changes")
        findings = table_named("findings")
        whose = select(findings.c.about_unit).where(findings.c.finding_id == finding_id)
        return FindingDetail(
            finding,
            about_unit=connection.execute(whose).scalar(),
            corrections=tuple(corrections_of(connection, finding["fact_ids"])),
            facts=_in_order(connection, "facts", "fact_id", finding["fact_ids"]),
            items=_in_order(connection, "items", "item_id", finding["item_ids"]),
            reports=_in_order(connection, "reports", "report_id", finding["report_ids"]),
            history=tuple(
                _all(
                    connection,
                    select(changes).where(changes.c.finding_id == finding_id).order_by(changes.c.change_id),
                )
            ),
            reviews=tuple(
                _all(
                    connection,
                    contract_select("reviews")
                    .where(reviews.c.finding_id == finding_id)
                    .order_by(reviews.c.reviewed_at, reviews.c.review_id),
                )
            ),
        )


def list_findings(
    store: Store,
    severity: str | None = None,
    unit: str | None = None,
    status: Collection[str] | None = None,
    family: str | None = None,
) -> list[Row]:
    """The findings of `ranked_findings`, worst first, without what they are ranked by."""
    return [one.finding for one in ranked_findings(store, severity, unit, status, family)]


def ranked_findings(
    store: Store,
    severity: str | None = None,
    unit: str | None = None,
    status: Collection[str] | None = None,
    family: str | None = None,
) -> list[RankedFinding]:
    """Findings, worst first: by severity, then by how surely they are right times how much it matters, then by id.

    `unit` matches any part of the name of a unit that submitted one of the finding's reports, or owes one; by
    default findings of every status are listed, those that were settled too.
    """
    findings = table_named("findings")
    statement = contract_select("findings")
    if severity is not None:
        statement = statement.where(findings.c.severity == severity)
    if status is not None:
        statement = statement.where(findings.c.status.in_(status))
    if family is not None:
        statement = statement.where(findings.c.family == family)
    with store.reading() as connection:
        rows = _all(connection, statement)
        if unit is not None:
            reports = table_named("reports")
            theirs = set(
                connection.execute(
                    select(reports.c.report_id).where(reports.c.unit.contains(unit, autoescape=True))
                ).scalars()
            )
            about = findings.c.about_unit.contains(unit, autoescape=True)
            alone = set(connection.execute(select(findings.c.finding_id).where(about)).scalars())
            rows = [row for row in rows if row["finding_id"] in alone or theirs.intersection(row["report_ids"])]
        return ranked(connection, rows)


def is_unit_known(store: Store, part: str) -> bool:
    """Whether a unit whose name holds `part` has submitted a report, or is one that a finding is about."""
    units, about = table_named("reports").c.unit, table_named("findings").c.about_unit
    with store.reading() as connection:
        asked = (select(column).where(column.contains(part, autoescape=True)).limit(1) for column in (units, about))
        return any(connection.execute(statement).first() is not None for statement in asked)


def _by_id(table: str, id_field: str, ids: Collection[str]) -> Select[Any]:
    return contract_select(table).where(table_named(table).c[id_field].in_(ids))


def _in_order(connection: Connection, table: str, id_field: str, ids: list[str]) -> tuple[Row, ...]:
    found = {row[id_field]: row for row in _all(connection, _by_id(table, id_field, ids))}
    return tuple(found[wanted] for wanted in ids if wanted in found)


def _all(connection: Connection, statement: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _first(connection: Connection, statement: Select[Any]) -> Row | None:
    row = connection.execute(statement).mappings().first()
    return None if row is None else dict(row)
