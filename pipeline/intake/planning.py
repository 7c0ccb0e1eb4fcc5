"""Decides what of an inbox is to be read: new and changed files, and those that newer rules may read otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from extractors.errors import Unreadable
from extractors.report import Hints
from pipeline import identity
from pipeline.intake.hints import Given, hints_digest, hints_for
from pipeline.intake.inbox import FileInInbox, InboxListing
from pipeline.intake.set_hints import standing_settings, with_settings
from pipeline.reading.task import Named, ReadTask, Refusal
from pipeline.store.contract import table_named
from pipeline.store.loading import quarantine, release, rename_report
from pipeline.store.report_models import InboxFile, Quarantined, Report
from pipeline.store.runs import OpenRun


@dataclass(frozen=True, slots=True)
class Intake:
    """What is to be done in this run. `copies` counts files whose bytes another file of the inbox has, too;
    `removed` those that lay in this inbox before and do no more; `unchanged` the contents that need no reading."""

    tasks: tuple[ReadTask, ...]
    files_seen: int
    unchanged: int
    copies: int
    removed: int
    newly_refused: int
    warnings: tuple[str, ...]


_HINT_ORDER: Final = ("manifest", "folder", None)


def plan_reading(
    connection: Connection,
    listing: InboxListing,
    manifest: dict[str, Given],
    run: OpenRun,
    reprocess: bool = False,
) -> Intake:
    """Compare the inbox with the store, note which names each content has now, and say what is to be read.

    Files that cannot be taken in are quarantined here. `reprocess` reads everything again.
    """
    removed = _note_files(connection, listing.files, run)
    contents: dict[str, list[FileInInbox]] = defaultdict(list)
    newly_refused = 0
    for file in listing.files:
        if file.sha256 is not None:
            contents[file.sha256].append(file)
        else:
            error = file.refused or Unreadable("no_permission")
            named = Named(None, (file.source_name,), "")
            newly_refused += quarantine(connection, Refusal(error.reason, error.advice), named, run)
    names = names_everywhere(connection)
    settings = standing_settings(connection)
    known = {
        row.sha256: row
        for row in connection.execute(
            select(Report.sha256, Report.reader_version, Report.hints_digest, Report.source_name, Report.other_names)
        )
    }
    refused = {
        row.source_name: row
        for row in connection.execute(select(Quarantined.source_name, Quarantined.sha256, Quarantined.reader_version))
    }
    tasks = []
    for sha256, files in contents.items():
        file, hints = best_hints(files, manifest)
        standing = settings.get(sha256)
        hints = with_settings(hints, standing)
        named = Named(sha256, names[sha256], hints_digest(hints), standing.unread if standing else ())
        report = known.get(sha256)
        if report is not None:
            current = report.reader_version == run.reader_version and report.hints_digest == named.hints_digest
            if (report.source_name, *report.other_names) != named.names:
                rename_report(connection, identity.report_id(sha256), named.names)
            if current and not reprocess:
                release(connection, named.names)
        else:
            rows = [refused.get(name.source_name) for name in files]
            current = all(
                row is not None and row.sha256 == sha256 and row.reader_version == run.refusing_version for row in rows
            )
        if reprocess or not current:
            tasks.append(ReadTask(file.path, hints, named, file.packed))
    stray = sorted(set(manifest) - {file.source_name for file in listing.files})
    warnings = [*listing.warnings, *(f"清单里的 {name} 不在收件文件夹中。" for name in stray)]
    return Intake(
        tasks=tuple(tasks),
        files_seen=len(listing.files),
        unchanged=len(contents) - len(tasks),
        copies=sum(len(files) - 1 for files in contents.values()),
        removed=removed,
        newly_refused=newly_refused,
        warnings=tuple(warnings),
    )


def best_hints(files: list[FileInInbox], manifest: dict[str, Given]) -> tuple[FileInInbox, Hints]:
    """Of a content's files (in order), the first about which the most trusted source says something."""
    candidates = [(file, hints_for(file.source_name, manifest)) for file in files]
    return min(candidates, key=lambda candidate: _HINT_ORDER.index(candidate[1].given_by))


def _note_files(connection: Connection, files: Iterable[FileInInbox], run: OpenRun) -> int:
    """Keep the list of what lies in this inbox; returns how many files have gone. Their reports stay."""
    now = {file.source_name: file.sha256 for file in files if file.sha256 is not None}
    seen = {file.source_name for file in files}
    table = table_named("inbox_files")
    before = {
        row.source_name: row.sha256
        for row in connection.execute(
            select(InboxFile.source_name, InboxFile.sha256).where(InboxFile.inbox == run.inbox)
        )
    }
    stale = [name for name, sha256 in before.items() if now.get(name) != sha256]
    fresh = [name for name, sha256 in now.items() if before.get(name) != sha256]
    if stale:
        connection.execute(delete(table).where(table.c.inbox == run.inbox, table.c.source_name.in_(stale)))
    if fresh:
        rows = [{"inbox": run.inbox, "source_name": name, "sha256": now[name]} for name in fresh]
        connection.execute(insert(table), rows)
    held = connection.execute(select(Quarantined.source_name).where(Quarantined.inbox == run.inbox)).scalars()
    release(connection, [name for name in held if name not in seen])
    return sum(name not in seen for name in before)


def names_everywhere(connection: Connection, sha256: str | None = None) -> dict[str, tuple[str, ...]]:
    """The names that each content has in all inboxes, in order; of one content only, where it is named."""
    names: dict[str, set[str]] = defaultdict(set)
    listed = select(InboxFile.sha256, InboxFile.source_name)
    for row in connection.execute(listed if sha256 is None else listed.where(InboxFile.sha256 == sha256)):
        names[row.sha256].add(row.source_name)
    return {sha256: tuple(sorted(found)) for sha256, found in names.items()}
