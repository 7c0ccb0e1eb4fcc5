"""Writes one report, or the reason why a file is none, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pipeline import identity
from pipeline.reading.task import Named, Refusal
from pipeline.report_rows import ReportRows, Row
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.contract import table_named
from pipeline.store.fact_changes import ChangedFact, changed_facts, keep_changes, stored_facts
from pipeline.store.report_models import Quarantined, Report
from pipeline.store.runs import OpenRun

# Statements for every report are made once: making one takes longer than the database does.
_KNOWN: Final = select(table_named("reports").c.arrival).where(table_named("reports").c.report_id == bindparam("known"))
_RELEASE: Final = delete(table_named("quarantine")).where(
    table_named("quarantine").c.source_name.in_(bindparam("names", expanding=True))
)


@dataclass(frozen=True)
class Loaded:
    """What loading a report did: whether an earlier reading was replaced, and which facts that changed."""

    reread: bool
    changes: tuple[ChangedFact, ...] = ()


def load_report(connection: Connection, rows: ReportRows, file: Named, run: OpenRun) -> Loaded:
    """Write the report, replacing what an earlier reading of the same bytes gave."""
    reports, items, facts = table_named("reports"), table_named("items"), table_named("facts")
    report_id = rows.report["report_id"]
    known = connection.execute(_KNOWN, {"known": report_id}).first()
    source_name, *others = file.names
    values: Row = {
        **rows.report,
        "source_name": source_name,
        "other_names": others,
        "run_id": run.run_id,
        "reader_version": run.reader_version,
        "hints_digest": file.hints_digest,
    }
    changes: list[ChangedFact] = []
    if known is None:
        arrival: Row = {"arrival": run.arrival, "ingested_at": datetime.now(UTC), "revision": 1}
        insert_rows(connection, reports, [{**values, **arrival}])
    else:
        changes = changed_facts(stored_facts(connection, report_id), rows.facts)
        keep_changes(connection, report_id, changes, run)
        for table in (facts, items):
            connection.execute(delete(table).where(table.c.report_id == report_id))
        connection.execute(update(reports).where(reports.c.report_id == report_id).values(**values))
    insert_rows(connection, items, rows.items)
    insert_rows(connection, facts, rows.facts)
    if file.settings:
        settings = table_named("report_settings")
        seen = update(settings).where(settings.c.record_id.in_(file.settings))
        connection.execute(seen.values(judged_in=run.run_id))
    release(connection, file.names)
    return Loaded(known is not None, tuple(changes))


def quarantine(connection: Connection, refusal: Refusal, file: Named, run: OpenRun) -> int:
    """Name the files as unreadable; a reading of the same bytes by earlier rules is withdrawn.

    Returns how many files were not in quarantine before, or for another reason.
    """
    if file.sha256 is not None:
        connection.execute(delete(Report).where(Report.report_id == identity.report_id(file.sha256)))
    table = table_named("quarantine")
    changed = 0
    for name in file.names:
        content: Row = {"sha256": file.sha256, "reason": refusal.reason, "message": refusal.message}
        known = connection.execute(select(table).where(table.c.source_name == name)).mappings().first()
        version: Row = {"inbox": run.inbox, "reader_version": run.refusing_version}
        if known is None:
            row = {"source_name": name, **content, **version, "run_id": run.run_id}
            connection.execute(insert(Quarantined).values(**row))
            changed += 1
        elif any(known[field] != value for field, value in content.items()):
            row = {**content, **version, "run_id": run.run_id}
            connection.execute(update(Quarantined).where(Quarantined.source_name == name).values(**row))
            changed += 1
        else:
            connection.execute(update(Quarantined).where(Quarantined.source_name == name).values(**version))
    return changed


def release(connection: Connection, names: Sequence[str]) -> None:
    """Take these names out of quarantine."""
    connection.execute(_RELEASE, {"names": list(names)})


def rename_report(connection: Connection, report_id: str, names: Sequence[str]) -> None:
    """Give the report the names that its content has now; the first in order is its `source_name`."""
    source_name, *others = names
    connection.execute(
        update(Report).where(Report.report_id == report_id).values(source_name=source_name, other_names=others)
    )


def stored_rows(connection: Connection, table: str, **equal: Any) -> list[Row]:
    """All columns, internal ones too, of the rows where each named column has the given value."""
    source = table_named(table)
    statement = select(source).where(*(source.c[name] == value for name, value in equal.items()))
    return [dict(row) for row in connection.execute(statement).mappings()]
