"""What of the archive has changed since it was judged: the parts whose judgement no longer stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

import rules
from pipeline import identity
from pipeline.judging import frames
from pipeline.judging.added_names import naming_digests
from pipeline.reading.version import reader_version, version_of
from pipeline.reconcile.finding import EquationCount
from pipeline.reconcile.parts import Submitted, parts_of
from pipeline.store.contract import table_named
from pipeline.store.corrected_figures import digests_of
from pipeline.store.findings import tally
from pipeline.store.key_portions import key_portions
from pipeline.store.runs import OpenRun
from rules.check import checks_in_force

_LIBRARIES: Final = ("numpy", "pandas")


@cache
def judge_version() -> str:
    """The version of all that judges: the rules, the checks, the code of reconciliation, the libraries they use."""
    ours = Path(next(iter(rules.__path__)))
    folders = [ours / "checks", Path(__file__).parents[1] / "reconcile"]
    versions = [f"{library} {metadata.version(library)}" for library in _LIBRARIES]
    judging = sorted([*ours.glob("lights.*"), *ours.glob("cutting.*")])
    versions += [file.read_text(encoding="utf-8") for file in judging]
    for what_is_seen in ("frames.py", "judged_frames.py", "added_names.py"):
        versions.append(Path(__file__).with_name(what_is_seen).read_text(encoding="utf-8"))
    return identity.short_hash(reader_version(), version_of(folders, versions))


@dataclass(frozen=True, slots=True)
class Archive:
    """The reports that are judged, by id with the part they are in, and a digest of each part: equal as long as the
    same judge would see the same there."""

    parts: dict[str, str]
    digests: dict[str, str]

    def changed_since(self, judged: Mapping[str, str]) -> dict[str, str]:
        """The reports, with their parts, of the parts whose digest is not the one that was `judged`."""
        return {report_id: part for report_id, part in self.parts.items() if judged.get(part) != self.digests[part]}

    @property
    def digest(self) -> str:
        return identity.full_hash(*(f"{part} {digest}" for part, digest in sorted(self.digests.items())))


def archive_of(connection: Connection, version: str | None, as_of: date | None) -> Archive:
    """The archive as the judge of this `version` would see it; `as_of` counts where a report tells no period."""
    reports = table_named("reports")
    fields = (reports.c.report_id, reports.c.unit, reports.c.region, reports.c.kind, reports.c.run_id)
    undated = reports.c.period_end.is_(None)
    rows = connection.execute(select(*fields, undated).where(frames.is_judged()).order_by(reports.c.report_id)).all()
    # Reports alike in what decides their part are looked at once.
    standing = {(unit, region, kind): str(number) for number, (_, unit, region, kind, _, _) in enumerate(rows)}
    alike = parts_of((Submitted(number, *told) for told, number in standing.items()), checks_in_force())
    parts: dict[str, str] = {}
    members: dict[str, list[str]] = defaultdict(list)
    mended = {report_id: f" {said}" for report_id, said in digests_of(connection).items()}
    for report_id, said in naming_digests(connection).items():
        mended[report_id] = f"{mended.get(report_id, '')} {said}"
    for report_id, unit, region, kind, run_id, without_period in rows:
        part = parts[report_id] = alike[standing[unit, region, kind]]
        members[part].append(f"{report_id} {run_id} {as_of if without_period else ''}{mended.get(report_id, '')}")
    return Archive(parts, {part: identity.full_hash(str(version), *said) for part, said in members.items()})


def touched_reports(connection: Connection, changed: Iterable[str], run: OpenRun) -> set[str]:
    """The reports in which something may have changed that rests on the judgement.

    Those are the `changed` ones that are judged and what they replaced, what was read in this run or withdrawn since
    the one before, and the reports of findings whose status the run, or since the run before somebody, has changed.
    """
    runs, findings, reports = table_named("runs"), table_named("findings"), table_named("reports")
    changes, reviews = table_named("status_changes"), table_named("reviews")
    before = connection.execute(
        select(runs.c.started_at)
        .where(runs.c.finished_at.is_not(None), runs.c.judged_digest.is_not(None))
        .order_by(runs.c.arrival.desc())
        .limit(1)
    ).scalar()
    if before is not None and before > datetime.now(UTC):
        before = None  # the clock has been put back: nothing tells what came since
    moved = select(changes.c.finding_id).where(changes.c.run_id == run.run_id)
    decided = select(reviews.c.finding_id)
    gone = reports.c.withdrawn_at.is_not(None)
    if before is not None:
        decided = decided.where(reviews.c.reviewed_at >= before)
        gone = reports.c.withdrawn_at >= before
    about = select(findings.c.report_ids).where(findings.c.finding_id.in_(moved.union(decided)))
    touched = {*changed, *(report_id for (report_ids,) in connection.execute(about) for report_id in report_ids)}
    touched |= set(
        connection.execute(select(reports.c.report_id).where(gone | (reports.c.run_id == run.run_id))).scalars()
    )
    replaced = select(reports.c.report_id, reports.c.superseded_by).where(reports.c.superseded_by.is_not(None))
    return touched | {report_id for report_id, by in connection.execute(replaced) if by in touched}


def judged_parts(connection: Connection) -> dict[str, str]:
    """The parts that have been judged, with their digests at that time."""
    table = table_named("judged_parts")
    return {row.part: row.digest for row in connection.execute(select(table))}


def note_judged(
    connection: Connection, archive: Archive, changed: Collection[str], equations: Iterable[EquationCount]
) -> None:
    """Keep that the parts `changed` have been judged, with their `equations`; parts that are no more are forgotten."""
    table, counts = table_named("judged_parts"), table_named("part_equations")
    known = judged_parts(connection)
    stale = sorted({*changed, *(known.keys() - archive.digests.keys())} & known.keys())
    for portion in key_portions(stale):
        for each in (counts, table):
            connection.execute(delete(each).where(each.c.part.in_(portion)))
    judged = [{"part": part, "digest": archive.digests[part]} for part in sorted(changed)]
    if judged:
        connection.execute(insert(table), judged)
    rows = [{"part": one.part, **tally(one)} for one in equations]
    if rows:
        connection.execute(insert(counts), rows)


def forget_judged(connection: Connection) -> None:
    """As if nothing had been judged yet."""
    connection.execute(delete(table_named("part_equations")))
    connection.execute(delete(table_named("judged_parts")))


def equations_of_all_parts(connection: Connection) -> list[EquationCount]:
    """How the equations of all parts came out when these were judged."""
    table = table_named("part_equations")
    told = (table.c.rule, table.c.outcome, table.c.missing)
    rows = connection.execute(select(*told, func.sum(table.c.count)).group_by(*told).order_by(*told))
    return [EquationCount(rule, outcome, missing or None, int(count)) for rule, outcome, missing, count in rows]


def waiting_records(connection: Connection) -> dict[tuple[str, bool], list[str]]:
    """By table, and by whether they have ended, the records of corrections and added names that no judging has seen
    so."""
    waiting = {}
    for name in ("corrections", "added_aliases"):
        records = table_named(name)
        for ended, condition in ((False, records.c.ended_at.is_(None)), (True, records.c.ended_at.is_not(None))):
            asked = select(records.c.record_id).where(records.c.judged_in.is_(None), condition)
            waiting[name, ended] = list(connection.execute(asked).scalars())
    return waiting


def note_records_judged(
    connection: Connection, waiting: Mapping[tuple[str, bool], Collection[str]], run: OpenRun
) -> None:
    """Keep that this run has judged by these records, but for those that ended meanwhile."""
    for (name, ended), ids in waiting.items():
        records = table_named(name)
        as_seen = records.c.ended_at.is_not(None) if ended else records.c.ended_at.is_(None)
        for portion in key_portions(sorted(ids)):
            seen = update(records).where(records.c.record_id.in_(portion), as_seen)
            connection.execute(seen.values(judged_in=run.run_id))


def note_state(connection: Connection, run: OpenRun, digest: str) -> None:
    """Keep what the run judged."""
    runs = table_named("runs")
    connection.execute(update(runs).where(runs.c.run_id == run.run_id).values(judged_digest=digest))
