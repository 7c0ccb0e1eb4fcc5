"""Keeps findings over the runs: their status survives, and changes only where the evidence does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from pipeline.decimal_text import decimal_text
from pipeline.reconcile.finding import EquationCount, Finding
from pipeline.report_rows import Row
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import table_named
from pipeline.store.decision_lock import hold_decisions
from pipeline.store.finding_figures import evidence_hash, figure_words, figures_before, shown_figures
from pipeline.store.finding_models import CLOSED, EquationTally
from pipeline.store.kept_identities import keep_identities
from pipeline.store.key_portions import key_portions
from pipeline.store.queue_entries import note_statuses, refresh_queue
from pipeline.store.references import link_facts
from pipeline.store.runs import OpenRun

DECIDED: Final = frozenset({"confirmed", "corrected", "accepted_exception", "false_positive", "deferred", "notified"})
"""Statuses that a person gave; other figures reopen them as `regressed`."""

WITHDRAWN: Final = "withdrawn"
"""Stands for the current report in place of one that was withdrawn: there is none."""


def settle_findings(
    connection: Connection, findings: Collection[Finding], judged: Collection[str], run: OpenRun
) -> tuple[Finding, ...]:
    """Write what the run found, and return it as it stands: decided findings keep their id (`kept_identities`). Rows
    that say the same as before are not touched.

    `judged` are the ids of the reports that were judged: a finding that was not made again becomes `fixed` only if
    the current reports in place of all of its own are among them, and still tell the figure that it is about.
    """
    hold_decisions(connection)  # from here on no decision comes in between
    current = _current_reports(connection)
    kept = keep_identities(connection, findings, {*DECIDED, "regressed"}, judged, current)
    findings = kept.findings
    made = {finding.finding_id for finding in findings}
    before = _stored(connection, made)
    figures = figure_words(connection, {fact_id for finding in findings for fact_id in finding.fact_ids})
    back = _coming_back(connection)
    written = _Written(run)
    for finding in sorted(findings, key=lambda finding: finding.finding_id):
        row = _row(finding, evidence_hash(finding.fact_ids, figures))
        known = before.get(finding.finding_id)
        if known is None:
            written.add(row)
            continue
        status = _status_again(known, row["evidence_hash"], back)
        if any(known[field] != value for field, value in row.items()) or status != known["status"]:
            written.change(known, status, row, _came_back(connection, known, status, row))
    for known in _open(connection):
        finding_id = known["finding_id"]
        if finding_id in made or finding_id in kept.standing:
            continue
        replaced = {report_id: current.get(report_id, report_id) for report_id in known["report_ids"]}
        if set(replaced.values()) <= {*judged, WITHDRAWN} and _still_told(connection, known, replaced):
            written.change(known, "fixed")
        elif finding_id in back:
            written.change(known, back[finding_id])
    written.write(connection)
    refresh_queue(connection, made)
    note_statuses(connection, [row["finding_id"] for row in written.settled])
    return findings


@dataclass
class _Written:
    """What a run has to write of findings, gathered so that each table is written at once."""

    run: OpenRun
    new: list[Row] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)
    settled: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """A finding that was made for the first time."""
        self.new.append({**row, "status": "new"})
        self._note(row["finding_id"], None, "new", 1, {})

    def change(self, known: Row, status: str, row: Row | None = None, told: Row | None = None) -> None:
        """A finding that is there, with its new status; `row` are its fields where it was made again, `told` what is
        noted beside."""
        version = known["version"] + 1
        kept = ("deferred_until", "deferred_at")
        still = {name: known[name] if status == "deferred" else None for name in kept}
        values = {"finding_id": known["finding_id"], "status": status, "version": version, **still}
        if row is None:
            self.settled.append(values)
        else:
            self.again.append({**row, **values})
        if status != known["status"]:
            self._note(known["finding_id"], known["status"], status, version, told or {})

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        findings = table_named("findings")
        insert_rows(connection, findings, self.new)
        for rows in (self.again, self.settled):
            if rows:
                mine = findings.c.finding_id == bindparam("b_finding")
                named = [{"b_finding" if name == "finding_id" else name: row[name] for name in row} for row in rows]
                connection.execute(update(findings).where(mine), named)
        link_facts(connection, [*self.new, *self.again])
        insert_rows(connection, table_named("status_changes"), self.notes)

    def _note(self, finding_id: str, before: str | None, after: str, version: int, told: Row) -> None:
        self.notes.append(
            {
                "finding_id": finding_id,
                "run_id": self.run.run_id,
                "before": before,
                "after": after,
                "at": datetime.now(UTC),
                "version": version,
                "figures_before": told.get("figures_before"),
                "figures_after": told.get("figures_after"),
            }
        )


def _came_back(connection: Connection, known: Row, status: str, row: Row) -> Row | None:
    """The figures of a finding that comes back: those that it rested on before, and those of now."""
    if status != "regressed" or status == known["status"]:
        return None
    now = shown_figures(connection, row["fact_ids"])
    after = [now[fact_id] for fact_id in row["fact_ids"] if fact_id in now]
    return {"figures_before": figures_before(connection, known), "figures_after": after}


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


_TOLD: Final = ("finding_id", "status", "report_ids", "fact_ids", "suspect_fact_id", "version",
                "deferred_until", "deferred_at")  # fmt: skip


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
