"""Writes what people change of findings: the finding, its entry in the queue, the reviews, and the journal, at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from pipeline.review.journal import Action, append
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import Row, table_named
from pipeline.store.decision_lock import hold_decisions
from pipeline.store.finding_figures import figures_hash, shown_figures
from pipeline.store.key_portions import key_portions
from pipeline.store.queue_entries import note_statuses

STANDING: Final = ("status", "assignee", "deferred_until", "deferred_at")
"""What people change of a finding."""

CHOSEN: Final = ("reason", "reason_code", "value", "value_unit", "value_printed", "until", "fault")
"""What a decision says beside the status, as columns of `reviews`."""

Change = dict[str, Any]
"""How one finding changes, of JSON's kinds: `finding`, its `version` afterwards, `before` and `after` (STANDING),
`evidence` and `figures`: hashes of what it rested on."""


def standing(connection: Connection, finding_ids: Collection[str]) -> dict[str, Row]:
    """How these findings stand now, by id, held until the transaction ends; those that are not there are left out."""
    hold_decisions(connection)
    findings = table_named("findings")
    names = ("finding_id", "version", *STANDING, "fact_ids", "suspect_fact_id", "evidence_hash")
    statement = select(*(findings.c[name] for name in names))
    found = {}
    for portion in key_portions(sorted(finding_ids)):
        for row in connection.execute(statement.where(findings.c.finding_id.in_(portion))).mappings():
            found[row["finding_id"]] = dict(row)
    return found


def record(
    connection: Connection,
    by: str,
    action: Action,
    subject: str,
    afters: Sequence[tuple[Row, Mapping[str, Any]]],
    at: datetime,
    *,
    choice: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> int:
    """Change findings and write down that it was done, in the transaction of the caller.

    `afters` are the findings as `standing` gave them, each with what of STANDING becomes different. With a `choice`
    (fields of CHOSEN, of JSON's kinds) each gets a row in `reviews`. Returns the number of the journal's entry.
    """
    shown = shown_figures(connection, {fact_id for row, _ in afters for fact_id in row["fact_ids"]})
    changes: list[Change] = []
    figures: list[list[Row]] = []
    for row, after in afters:
        resting = [shown[fact_id] for fact_id in row["fact_ids"] if fact_id in shown]
        figures.append(resting)
        changes.append(
            {
                "finding": row["finding_id"],
                "version": row["version"] + 1,
                "before": {name: _json(row[name]) for name in STANDING},
                "after": {name: _json(after.get(name, row[name])) for name in STANDING},
                "evidence": row["evidence_hash"],
                "figures": figures_hash(resting),
            }
        )
    content: dict[str, Any] = {"changes": changes, **(extra or {})}
    if choice is not None:
        content["choice"] = {name: choice.get(name) for name in CHOSEN}
    sequence = append(connection, by, action, subject, content, at)
    write_changes(connection, changes)
    if choice is not None:
        rows = review_rows(sequence, by, at, content)
        for row, resting in zip(rows, figures, strict=True):
            row["figures"] = resting
        insert_rows(connection, table_named("reviews"), rows)
    return sequence


def write_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the findings, and their entries in the queue, to what they are after the changes."""
    findings = table_named("findings")
    rows = [{"b_finding": one["finding"], "version": one["version"], **standing_of(one["after"])} for one in changes]
    if rows:
        connection.execute(update(findings).where(findings.c.finding_id == bindparam("b_finding")), rows)
        note_statuses(connection, [row["b_finding"] for row in rows])


def review_rows(sequence: int, by: str, at: datetime, content: Mapping[str, Any]) -> list[Row]:
    """The rows of `reviews` that an entry of the journal stands for, in the order of its changes, without figures."""
    choice = content["choice"]
    value = choice["value"]
    return [
        {
            "review_id": f"{at:%Y%m%dT%H%M%S}-{sequence:09d}-{position:06d}",
            "finding_id": change["finding"],
            "decision": change["after"]["status"],
            "reviewer": by,
            "reviewed_at": at,
            "sequence": sequence,
            "version": change["version"],
            **{name: choice[name] for name in CHOSEN},
            "value": None if value is None else Decimal(value),
            "undone_by": None,
            "undoes": content.get("undoes"),
        }
        for position, change in enumerate(content["changes"])
    ]


def standing_of(written: Mapping[str, Any]) -> Row:
    """What an entry of the journal says of STANDING, as the columns hold it."""
    until, moment = written["deferred_until"], written["deferred_at"]
    return {
        "status": written["status"],
        "assignee": written["assignee"],
        "deferred_until": None if until is None else date.fromisoformat(until),
        "deferred_at": None if moment is None else datetime.fromisoformat(moment),
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
