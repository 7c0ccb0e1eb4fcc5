"""Keeps findings over the runs: their status survives, and changes only where the evidence does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, insert, or_, select, update

from pipeline import identity
from pipeline.reconcile.finding import EquationCount, Finding
from pipeline.store.columns import decimal_text
from pipeline.store.contract import table_named
from pipeline.store.finding_models import CLOSED, EquationTally, StatusChange, StoredFinding
from pipeline.store.key_portions import key_portions
from pipeline.store.references import link_facts
from pipeline.store.rows import Row
from pipeline.store.runs import OpenRun

DECIDED: Final = frozenset({"confirmed", "corrected", "accepted_exception", "false_positive", "deferred", "notified"})
"""Statuses that a person gave; other figures reopen them as `regressed`."""

WITHDRAWN: Final = "withdrawn"
"""Stands for the current report in place of one that was withdrawn: there is none."""


def settle_findings(
    connection: Connection, findings: Collection[Finding], judged: Collection[str], run: OpenRun
) -> None:
    """Write what the run found. Rows that say the same as before are not touched.

    `judged` are the ids of the reports that were judged: a finding that was not made again becomes `fixed` only if
    the current reports in place of all of its own are among them, and still tell the figure that it is about.
    """
    made = {finding.finding_id for finding in findings}
    before = _stored(connection, made)
    figures = _figures(connection, {fact_id for finding in findings for fact_id in finding.fact_ids})
    for finding in sorted(findings, key=lambda finding: finding.finding_id):
        row = _row(finding, _evidence(finding, figures))
        known = before.get(finding.finding_id)
        if known is None:
            connection.execute(insert(StoredFinding).values(**row, status="new"))
            link_facts(connection, finding.finding_id, finding.fact_ids, finding.suspect_fact_id)
            _note(connection, finding.finding_id, None, "new", run)
            continue
        status = _status_again(known, row["evidence_hash"])
        if any(known[field] != value for field, value in row.items()) or status != known["status"]:
            statement = update(StoredFinding).where(StoredFinding.finding_id == finding.finding_id)
            connection.execute(statement.values(**row, status=status))
            link_facts(connection, finding.finding_id, finding.fact_ids, finding.suspect_fact_id)
        if status != known["status"]:
            _note(connection, finding.finding_id, known["status"], status, run)
    current = _current_reports(connection)
    for known in _open(connection):
        finding_id = known["finding_id"]
        if finding_id in made:
            continue
        replaced = {report_id: current.get(report_id, report_id) for report_id in known["report_ids"]}
        if set(replaced.values()) <= {*judged, WITHDRAWN} and _still_told(connection, known, replaced):
            statement = update(StoredFinding).where(StoredFinding.finding_id == finding_id)
            connection.execute(statement.values(status="fixed"))
            _note(connection, finding_id, known["status"], "fixed", run)


def count_equations(connection: Connection, counts: Iterable[EquationCount], run: OpenRun) -> None:
    """Keep how the run's equations came out."""
    rows = [{"run_id": run.run_id, **tally(count)} for count in counts]
    if rows:
        connection.execute(insert(table_named(EquationTally.__tablename__)), rows)


def tally(count: EquationCount) -> Row:
    """The fields in which a count of equations is kept."""
    return {"rule": count.rule, "outcome": count.outcome, "missing": count.missing or "", "count": count.count}


def _status_again(known: Row, evidence_hash: str) -> str:
    """The status of a finding that is made again."""
    status: str = known["status"]
    if status == "fixed" or (status in DECIDED and known["evidence_hash"] != evidence_hash):
        return "regressed"
    return status


def _row(finding: Finding, evidence_hash: str) -> Row:
    return {
        "finding_id": finding.finding_id,
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity,
        "message": finding.message,
        "report_ids": list(finding.report_ids),
        "item_ids": list(finding.item_ids),
        "fact_ids": list(finding.fact_ids),
        "source_names": list(finding.source_names),
        "suspect_fact_id": finding.suspect_fact_id,
        "suggestion": [
            {
                "fact_id": suggestion.fact_id,
                "kind": suggestion.kind,
                "value": decimal_text(suggestion.value),
                "printed": suggestion.printed,
                "odds": decimal_text(suggestion.odds),
            }
            for suggestion in finding.suggestion
        ],
        "reported": finding.reported,
        "expected_low": finding.expected_low,
        "expected_high": finding.expected_high,
        "gap": finding.gap,
        "about_unit": finding.about_unit,
        "evidence_hash": evidence_hash,
    }


def _figures(connection: Connection, fact_ids: Collection[str]) -> dict[str, str]:
    """For each fact what its figure says: value, unit and period, without its place."""
    facts = table_named("facts")
    statement = select(facts.c.fact_id, facts.c.value, facts.c.unit, facts.c.period_start, facts.c.period_end)
    figures = {}
    for portion in key_portions(sorted(fact_ids)):
        for row in connection.execute(statement.where(facts.c.fact_id.in_(portion))):
            figures[row.fact_id] = f"{decimal_text(row.value)} {row.unit} {row.period_start}..{row.period_end}"
    return figures


def _evidence(finding: Finding, figures: dict[str, str]) -> str:
    """Equal as long as the same figures stand against each other, whichever copy or revision they stand in."""
    return identity.short_hash(*sorted({figures.get(fact_id, fact_id) for fact_id in finding.fact_ids}))


def _stored(connection: Connection, finding_ids: Collection[str]) -> dict[str, Row]:
    """The rows that are there of these findings, by id."""
    table = table_named("findings")
    rows = {}
    for portion in key_portions(sorted(finding_ids)):
        few = select(table).where(table.c.finding_id.in_(portion))
        rows.update({row["finding_id"]: dict(row) for row in connection.execute(few).mappings()})
    return rows


def _open(connection: Connection) -> list[Row]:
    """The findings that are not settled, by id: what tells whether they still stand."""
    table = table_named("findings")
    fields = [table.c[name] for name in ("finding_id", "status", "report_ids", "fact_ids", "suspect_fact_id")]
    statement = select(*fields).where(table.c.status.not_in(sorted(CLOSED))).order_by(table.c.finding_id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _current_reports(connection: Connection) -> dict[str, str]:
    """For each report that is not judged itself what is in its place: its equal, what replaced it, or WITHDRAWN."""
    reports = table_named("reports")
    fields = (reports.c.report_id, reports.c.same_as, reports.c.superseded_by, reports.c.withdrawn_at)
    not_judged = or_(*(field.is_not(None) for field in fields[1:]))
    rows = connection.execute(select(*fields).where(not_judged)).all()
    next_of = {row.report_id: WITHDRAWN if row.withdrawn_at else row.same_as or row.superseded_by for row in rows}
    current = {}
    for report_id in next_of:
        head = report_id
        while (following := next_of.get(head)) is not None:
            head = following
        current[report_id] = head
    return current


def _still_told(connection: Connection, known: Row, replaced: Mapping[str, str | None]) -> bool:
    """Whether the figure that a finding is about stands in the report that replaced its own: a figure left out of a
    later version is not put right. Reports that stand, or were withdrawn, need no proof."""
    facts = table_named("facts")
    about = known["suspect_fact_id"] or next(iter(known["fact_ids"]), None)
    fact = connection.execute(select(facts).where(facts.c.fact_id == about)).mappings().first()
    if fact is None:
        return True
    now = replaced.get(fact["report_id"], fact["report_id"])
    if now in (fact["report_id"], WITHDRAWN):
        return True
    same = [facts.c[name].is_not_distinct_from(fact[name]) for name in _SERIES]
    return connection.execute(select(facts.c.fact_id).where(facts.c.report_id == now, *same)).first() is not None


_SERIES: Final = ("metric", "kind", "role", "column", "period_start", "period_end")
"""What a figure keeps from version to version of a report."""


def _note(connection: Connection, finding_id: str, before: str | None, after: str, run: OpenRun) -> None:
    connection.execute(
        insert(StatusChange).values(
            finding_id=finding_id, run_id=run.run_id, before=before, after=after, at=datetime.now(UTC)
        )
    )
