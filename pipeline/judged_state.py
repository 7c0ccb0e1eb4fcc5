"""Whether anything changed that a judgement rests on: if not, the last one stands and need not be made again."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select, update

import rules
from pipeline import identity
from pipeline.reader_version import reader_version, version_of
from pipeline.reconcile.finding import EquationCount
from pipeline.store.contract import table_named
from pipeline.store.runs import OpenRun

_LIBRARIES: Final = ("numpy", "pandas")


@cache
def judge_version() -> str:
    """The version of all that judges: the rules, the checks, the code of reconciliation, the libraries they use."""
    ours = Path(next(iter(rules.__path__)))
    folders = [ours / "checks", Path(__file__).parent / "reconcile"]
    versions = [f"{library} {metadata.version(library)}" for library in _LIBRARIES]
    versions += [file.read_text(encoding="utf-8") for file in sorted(ours.glob("lights.*"))]
    return identity.short_hash(reader_version(), version_of(folders, versions))


def state_digest(connection: Connection, version: str, as_of: date | None) -> str:
    """Equal as long as the same judge would see the same: reports as they were last read, their standing, the day."""
    reports = table_named("reports")
    fields = ("report_id", "run_id", "superseded_by", "same_as", "withdrawn_at")
    rows = connection.execute(select(*(reports.c[name] for name in fields)).order_by(reports.c.report_id))
    return identity.full_hash(version, str(as_of), *(str(part) for row in rows for part in row))


def equations_of_same_state(connection: Connection, digest: str) -> list[EquationCount] | None:
    """How the equations came out in the last run, if it judged just this state; else None."""
    runs, tallies = table_named("runs"), table_named("equation_counts")
    last = connection.execute(
        select(runs.c.run_id, runs.c.judged_digest)
        .where(runs.c.finished_at.is_not(None))
        .order_by(runs.c.started_at.desc(), runs.c.run_id.desc())
        .limit(1)
    ).first()
    if last is None or last.judged_digest != digest:
        return None
    rows = connection.execute(
        select(tallies).where(tallies.c.run_id == last.run_id).order_by(*tallies.primary_key.columns)
    )
    return [EquationCount(row["rule"], row["outcome"], row["missing"] or None, row["count"]) for row in rows.mappings()]


def note_state(connection: Connection, run: OpenRun, digest: str) -> None:
    """Keep what the run judged."""
    runs = table_named("runs")
    connection.execute(update(runs).where(runs.c.run_id == run.run_id).values(judged_digest=digest))
