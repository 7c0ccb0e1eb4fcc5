"""Keeps the queue: one narrow row a finding, by which it is listed, filtered, ranked and searched.

What the rows say of a finding itself is written in the transaction that changes it. The precision of a rule, which its
weight rests on, is taken over once a run: an order that shifts with every decision is none that one can work through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import Row, table_named
from pipeline.store.finding_ranks import RankedBase, due_days, precisions, ranked_bases, severity_rank
from pipeline.store.key_portions import key_portions

WAITING: Final = frozenset({"new", "assigned", "regressed"})
"""Statuses of findings that wait for a person."""

NEVER: Final = date(9999, 12, 31)
ALWAYS: Final = date(1, 1, 1)

_FIELDS: Final = ("finding_id", "severity", "family", "rule", "status", "message", "source_names", "report_ids",
                  "fact_ids", "suspect_fact_id", "suggestion", "reported", "expected_low", "expected_high", "gap",
                  "about_unit", "assignee", "deferred_until")  # fmt: skip


def refresh_queue(connection: Connection, finding_ids: Collection[str] | None = None) -> None:
    """Write the entries of these findings anew, of all of them by default; then weigh all by what is now known of the
    rules."""
    findings, queue = table_named("findings"), table_named("queue_entries")
    wanted = select(*(findings.c[name] for name in _FIELDS)).order_by(findings.c.finding_id)
    due = due_days(connection)
    if finding_ids is None:
        connection.execute(delete(queue))
        known = connection.execute(select(findings.c.finding_id)).scalars().all()
    else:
        known = sorted(finding_ids)
    means = {key: precision.mean for key, precision in precisions(connection).items()}
    for portion in key_portions(known):
        rows = [dict(row) for row in connection.execute(wanted.where(findings.c.finding_id.in_(portion))).mappings()]
        if finding_ids is not None:
            connection.execute(delete(queue).where(queue.c.finding_id.in_(portion)))
        bases = ranked_bases(connection, rows)
        reports = _reports(connection, rows, bases)
        entries = [_entry(row, bases[row["finding_id"]], reports, due.get(row["finding_id"])) for row in rows]
        for entry in entries:
            entry["lightness"] = -(entry["base"] * means[entry["rule"], entry["severity"]])
        insert_rows(connection, queue, entries)
    for (rule, severity), mean in means.items():
        weighed = -(queue.c.base * mean)
        connection.execute(
            update(queue)
            .where(queue.c.rule == rule, queue.c.severity == severity, queue.c.lightness != weighed)
            .values(lightness=weighed)
        )


def note_statuses(connection: Connection, finding_ids: Iterable[str]) -> None:
    """Bring status, assignee and days of these findings' entries to what the findings now say."""
    findings, queue = table_named("findings"), table_named("queue_entries")
    fields = [findings.c[name] for name in ("finding_id", "status", "assignee", "deferred_until")]
    for portion in key_portions(sorted(finding_ids)):
        due = due_days(connection, portion)
        rows = [
            {
                "b_finding": row.finding_id,
                "status": row.status,
                "assignee": row.assignee,
                **_days(row.status, row.deferred_until, due.get(row.finding_id)),
            }
            for row in connection.execute(select(*fields).where(findings.c.finding_id.in_(portion)))
        ]
        if rows:
            connection.execute(update(queue).where(queue.c.finding_id == bindparam("b_finding")), rows)


def queue_problems(connection: Connection) -> list[str]:
    """Entries that do not say what their findings say, for `hedui store check`."""
    findings, queue = table_named("findings"), table_named("queue_entries")
    joined = findings.outerjoin(queue, queue.c.finding_id == findings.c.finding_id)
    differs = (
        queue.c.finding_id.is_(None)
        | (queue.c.status != findings.c.status)
        | (queue.c.severity != findings.c.severity)
        | queue.c.assignee.is_distinct_from(findings.c.assignee)
    )
    wrong = connection.execute(select(findings.c.finding_id).select_from(joined).where(differs)).scalars().all()
    return [f"{len(wrong)} 个疑点在队列里没有或不一致，例如 {wrong[0]}。"] if wrong else []


def _days(status: str, deferred_until: date | None, due: date | None) -> Row:
    """From which day a finding waits for a person, and from which it is overdue."""
    overdue = due + timedelta(days=1) if status == "notified" and due is not None else NEVER
    if status in WAITING:
        opens = ALWAYS
    elif status == "deferred":
        opens = deferred_until or NEVER
    else:
        opens = overdue
    return {"open_from": opens, "overdue_from": overdue, "due": due}


def _entry(row: Row, ranked: RankedBase, reports: dict[str, Any], due: date | None) -> Row:
    fact = ranked.fact
    report = reports.get(_report_of(row, ranked) or "")
    unit = row["about_unit"] if report is None else report.unit
    ends = None if report is None else report.period_end
    words = [row["message"], unit, *row["source_names"]]
    if fact is not None:
        words += [fact.item, fact.metric, fact.printed]
    return {
        "finding_id": row["finding_id"],
        "severity_rank": severity_rank(row["severity"]),
        "lightness": 0.0,
        "severity": row["severity"],
        "family": row["family"],
        "rule": row["rule"],
        "status": row["status"],
        **_days(row["status"], row["deferred_until"], due),
        "unit": unit,
        "month": None if ends is None else ends.replace(day=1),
        "report_id": None if report is None else report.report_id,
        "assignee": row["assignee"],
        "base": ranked.base,
        "suspect_printed": None if fact is None else fact.printed,
        "searched": searched_text(" ".join(word for word in words if word)),
    }


def searched_text(text: str) -> str:
    """A text as it is searched: lower case, and every run of white space one space."""
    return " ".join(text.lower().split())


def _report_of(row: Row, ranked: RankedBase) -> str | None:
    """The report of the figure that a finding is about, else the first of its evidence."""
    return ranked.fact.report_id if ranked.fact is not None else next(iter(row["report_ids"]), None)


def _reports(connection: Connection, rows: Iterable[Row], bases: dict[str, RankedBase]) -> dict[str, Any]:
    reports = table_named("reports")
    wanted = {_report_of(row, bases[row["finding_id"]]) for row in rows} - {None}
    fields = select(reports.c.report_id, reports.c.unit, reports.c.period_end)
    found = {}
    for portion in key_portions(sorted(each for each in wanted if each is not None)):
        found.update({row.report_id: row for row in connection.execute(fields.where(reports.c.report_id.in_(portion)))})
    return found
