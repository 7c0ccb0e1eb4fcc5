"""Keeps findings over the runs: their status survives, and changes only where the evidence does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, func, insert, or_, select, update

from pipeline.reconcile.finding import EquationCount, Finding
from pipeline.store.columns import decimal_text
from pipeline.store.contract import table_named
from pipeline.store.decision_lock import hold_decisions
from pipeline.store.finding_figures import evidence_hash, figure_words, figures_before, shown_figures
from pipeline.store.finding_models import CLOSED, EquationTally, StatusChange, StoredFinding
from pipeline.store.key_portions import key_portions
from pipeline.store.queue_entries import note_statuses, refresh_queue
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
    hold_decisions(connection)  # from here on no decision comes in between
    made = {finding.finding_id for finding in findings}
    before = _stored(connection, made)
    figures = figure_words(connection, {fact_id for finding in findings for fact_id in finding.fact_ids})
    back = _coming_back(connection)
    for finding in sorted(findings, key=lambda finding: finding.finding_id):
        row = _row(finding, evidence_hash(finding.fact_ids, figures))
        known = before.get(finding.finding_id)
        if known is None:
            connection.execute(insert(StoredFinding).values(**row, status="new"))
            link_facts(connection, finding.finding_id, finding.fact_ids, finding.suspect_fact_id)
            _note(connection, row, None, "new", run)
            continue
        status = _status_again(known, row["evidence_hash"], back)
        if any(known[field] != value for field, value in row.items()) or status != known["status"]:
            _change(connection, known, status, run, row)
            link_facts(connection, finding.finding_id, finding.fact_ids, finding.suspect_fact_id)
    current = _current_reports(connection)
    settled = set()
    for known in _open(connection):
        finding_id = known["finding_id"]
        if finding_id in made:
            continue
        replaced = {report_id: current.get(report_id, report_id) for report_id in known["report_ids"]}
        if set(replaced.values()) <= {*judged, WITHDRAWN} and _still_told(connection, known, replaced):
            settled.add(finding_id)
            _change(connection, known, "fixed", run)
        elif finding_id in back:
            settled.add(finding_id)
            _change(connection, known, back[finding_id], run)
    refresh_queue(connection, made)
    note_statuses(connection, settled)


def _change(connection: Connection, known: Row, status: str, run: OpenRun, row: Row | None = None) -> None:
    """Write what a run changes of a finding; `row` are its fields where it was made again."""
    version = known["version"] + 1
    values = {**(row or {}), "status": status, "version": version}
    if known["status"] == "deferred" and status != "deferred":
        values.update(deferred_until=None, deferred_at=None)
    told = None
    if status == "regressed" and status != known["status"] and row is not None:
        now = shown_figures(connection, row["fact_ids"])
        after = [now[fact_id] for fact_id in row["fact_ids"] if fact_id in now]
        told = {"figures_before": figures_before(connection, known), "figures_after": after}
    connection.execute(update(StoredFinding).where(StoredFinding.finding_id == known["finding_id"]).values(**values))
    if status != known["status"]:
        _note(connection, {**known, "version": version}, known["status"], status, run, told)


def _coming_back(connection: Connection) -> dict[str, str]:
    """The deferred findings whose day has come, or whose unit has sent a report since: the status they come back to."""
    findings, queue, reports = table_named("findings"), table_named("queue_entries"), table_named("reports")
    fields = [findings.c[name] for name in ("finding_id", "deferred_until", "deferred_at", "assignee")]
    statement = (
        select(*fields, queue.c.unit)
        .outerjoin(queue, queue.c.finding_id == findings.c.finding_id)
        .where(findings.c.status == "deferred", findings.c.deferred_at.is_not(None))
    )
    deferred = connection.execute(statement).all()
    if not deferred:
        return {}
    arrivals = select(reports.c.unit, func.max(reports.c.ingested_at).label("last")).group_by(reports.c.unit)
    last = {row.unit: row.last for row in connection.execute(arrivals)}
    today = datetime.now().astimezone().date()
    back = {}
    for row in deferred:
        if row.deferred_until is None:
            arrived = last.get(row.unit)
            due = arrived is not None and arrived > row.deferred_at
        else:
            due = row.deferred_until <= today
        if due:
            back[row.finding_id] = "new" if row.assignee is None else "assigned"
    return back


def count_equations(connection: Connection, counts: Iterable[EquationCount], run: OpenRun) -> None:
    """Keep how the run's equations came out."""
    rows = [{"run_id": run.run_id, **tally(count)} for count in counts]
    if rows:
        connection.execute(insert(table_named(EquationTally.__tablename__)), rows)


def tally(count: EquationCount) -> Row:
    """The fields in which a count of equations is kept."""
    return {"rule": count.rule, "outcome": count.outcome, "missing": count.missing or "", "count": count.count}


def _status_again(known: Row, evidence: str, back: Mapping[str, str]) -> str:
    """The status of a finding that is made again; `back` has those of deferred ones that come back."""
    status: str = known["status"]
    if status == "fixed" or (status in DECIDED and known["evidence_hash"] != evidence):
        return "regressed"
    return back.get(known["finding_id"], status)


def _row(finding: Finding, evidence: str) -> Row:
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
        "evidence_hash": evidence,
    }


def _stored(connection: Connection, finding_ids: Collection[str]) -> dict[str, Row]:
    """The rows that are there of these findings, by id."""
    table = table_named("findings")
    rows = {}
    for portion in key_portions(sorted(finding_ids)):
        few = select(table).where(table.c.finding_id.in_(portion))
        rows.update({row["finding_id"]: dict(row) for row in connection.execute(few).mappings()})
    return rows


_TOLD: Final = ("finding_id", "status", "report_ids", "fact_ids", "suspect_fact_id", "version")


def _open(connection: Connection) -> list[Row]:
    """The findings that are not settled, by id: what tells whether they still stand."""
    table = table_named("findings")
    fields = [table.c[name] for name in _TOLD]
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


def _note(
    connection: Connection, known: Row, before: str | None, after: str, run: OpenRun, told: Row | None = None
) -> None:
    connection.execute(
        insert(StatusChange).values(
            finding_id=known["finding_id"],
            run_id=run.run_id,
            before=before,
            after=after,
            at=datetime.now(UTC),
            version=known.get("version", 1),
            **(told or {}),
        )
    )
