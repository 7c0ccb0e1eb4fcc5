"""The main job, stage after stage: take in, read, load, reconcile, summarise. Each stage is a plain function."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from pipeline.coverage.owed_reports import OwedReport, read_owed_reports
from pipeline.coverage.submitted import keep_owed_reports
from pipeline.intake.hints import Given, read_manifest
from pipeline.intake.inbox import InboxListing, list_inbox
from pipeline.intake.planning import Intake, plan_reading
from pipeline.intake.remote_inbox import fetched, inbox_name
from pipeline.intake.still_arriving import arrival_hint
from pipeline.intake.unpacking import unpacked
from pipeline.judging.processes import Judge
from pipeline.judging.stage import judge_by_rules, reconcile_store
from pipeline.load_stage import LoadTally, load
from pipeline.originals import originals_of, remove_expired
from pipeline.reading.installed_tools import tools_version
from pipeline.reading.limits import reading_limits
from pipeline.reading.readers import ReadersMaker, load_ahead
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.version import reader_version
from pipeline.reading.worker import READ_REPORT, Reader
from pipeline.reading.worker_number import usual_workers
from pipeline.reconcile.finding import EquationCount
from pipeline.run_log import logged_as, run_log
from pipeline.store.connection import Store, existing_store, open_store, store_address
from pipeline.store.contract import contract_rows, table_named
from pipeline.store.fact_changes import CHANGES
from pipeline.store.finding_models import CLOSED
from pipeline.store.finding_ranks import SEVERITIES
from pipeline.store.lookup import list_findings
from pipeline.store.runs import OpenRun, begin_run, failure_noted, note_files_seen, run_lock
from pipeline.summary import NotEvaluable, Progress, QuarantinedFile, RunSummary, WorstFinding, silent
from pipeline.unfit_corrections import unfit_corrections
from rules.errors import HeduiError

_WORST_SHOWN: Final = 5

_log = run_log(__name__)


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in the inbox, what its manifest says of it, and what is owed, where there is a list of that."""

    inbox: Path | str
    listing: InboxListing
    manifest: dict[str, Given]
    owed: tuple[OwedReport, ...] | None = None


def run_inbox(
    inbox: Path | str,
    store_url: str,
    *,
    workers: int | None = 1,
    as_of: date | None = None,
    progress: Progress | None = None,
    reprocess: bool = False,
    growing: Collection[str] = (),
    readers: ReadersMaker = ReadingProcesses,
) -> RunSummary:
    """Take in every new or changed file of `inbox`, a folder or an address, read, load, reconcile, say what was found.

    `workers` processes read and judge, None: as many as are worth it; `reprocess` reads unchanged files again; files
    that are still `growing` are left to the next run; `readers` are those who read. Raises HeduiError before any work
    if the inbox, the manifest, the rules or the store cannot be used.
    """
    # Imported here: what only takes in files needs no pandas.
    from pipeline.judging.judged_state import judge_version
    from rules.rule_files import checked_rule_files

    store_address(store_url)  # a mistyped one stops here, before the inbox is looked through
    load_ahead(readers, workers, store_url)
    checked_rule_files()
    return run_stages(
        inbox,
        store_url,
        READ_REPORT,
        judge_by_rules,
        workers=workers,
        as_of=as_of,
        progress=progress,
        reprocess=reprocess,
        version=judge_version(),
        growing=growing,
        readers=readers,
    )


def run_stages(
    inbox: Path | str,
    store_url: str,
    read: Reader,
    judge: Judge,
    *,
    workers: int | None = 1,
    as_of: date | None = None,
    progress: Progress | None = None,
    reprocess: bool = False,
    version: str | None = None,
    growing: Collection[str] = (),
    readers: ReadersMaker = ReadingProcesses,
) -> RunSummary:
    """`run_inbox` with the given reader and judge. Broken off at any point, the next run completes the work.

    `version` is that of the judge, see `reconcile_store`.
    """
    began = time.monotonic()
    limits = reading_limits()
    report_progress = progress or silent
    found = survey(inbox, store_url, growing)
    report_progress("intake", len(found.listing.files), len(found.listing.files), "")
    store = open_store(store_url)
    try:
        with run_lock(store):
            run = open_run(store, inbox, as_of)
            with logged_as(run=run.run_id), failure_noted(store, run):
                intake = take_in(store, found, run, reprocess)
                workers = usual_workers(intake.tasks) if workers is None else workers
                tally = LoadTally()
                with unpacked(intake.tasks) as tasks, readers(read, workers, limits) as reading_now:
                    for done, reading in enumerate(reading_now.read(tasks), start=1):
                        report_progress("read", done, len(intake.tasks), reading.task.hints.source_name)
                        load(store, reading, run, tally)
                        report_progress("load", done, len(intake.tasks), reading.task.hints.source_name)
                report_progress("reconcile", 0, 1, "")
                outcome = reconcile_store(store, run, judge, as_of, version, workers)
                remove_expired(store, originals_of(store))
                report_progress("reconcile", 1, 1, "")
                return summarise(store, run, intake, tally, outcome.equations, time.monotonic() - began)
    finally:
        store.close()


def survey(inbox: Path | str, store_url: str, growing: Collection[str] = ()) -> Survey:
    """Look at the inbox before the store is opened; where it cannot be used, a store that is there gets a run that
    failed, for a night that did not begin must be seen. Raises InboxMissing, ManifestMistake, OwedListMistake."""
    try:
        here = fetched(inbox, store_url)
        listing = list_inbox(here.folder, growing)
        listing = replace(listing, warnings=(*here.warnings, *listing.warnings))
        return Survey(inbox, listing, read_manifest(here.folder), read_owed_reports(here.folder))
    except HeduiError:
        with (
            suppress(HeduiError),
            closing(existing_store(store_url)) as store,
            run_lock(store),
            failure_noted(store, open_run(store, inbox)),
        ):
            raise
        raise


def open_run(store: Store, inbox: Path | str | None, as_of: date | None = None) -> OpenRun:
    """Begin a run over an inbox, or over none (None); the caller holds `run_lock`."""
    with store.writing() as connection:
        refusing = "+".join(filter(None, (tools_version(), reading_limits().version)))
        return begin_run(connection, "" if inbox is None else inbox_name(inbox), reader_version(), as_of, refusing)


@logged_as(stage="take-in")
def take_in(store: Store, found: Survey, run: OpenRun, reprocess: bool = False) -> Intake:
    """Note what lies in the inbox, and say what of it is to be read."""
    with store.writing() as connection:
        lost = keep_owed_reports(connection, run.inbox, found.owed)
        intake = plan_reading(connection, found.listing, found.manifest, run, reprocess)
        note_files_seen(connection, run, intake.files_seen)
    _log.info("%d files, %d to read, %d unchanged", intake.files_seen, len(intake.tasks), intake.unchanged)
    return replace(intake, warnings=(*intake.warnings, *lost))


def summarise(
    store: Store, run: OpenRun, intake: Intake, tally: LoadTally, equations: Iterable[EquationCount], seconds: float
) -> RunSummary:
    """The run in numbers."""
    outcomes: Counter[str] = Counter()
    missing: Counter[tuple[str, str]] = Counter()
    for equation in equations:
        outcomes[equation.outcome] += equation.count
        if equation.outcome == "not_evaluable":
            missing[equation.rule, equation.missing or ""] += equation.count
    open_findings = [row for row in list_findings(store) if row["status"] not in CLOSED]
    severities = Counter(row["severity"] for row in open_findings)
    return RunSummary(
        run_id=run.run_id,
        store_url=store.shown_url,
        inbox=run.inbox,
        files_seen=intake.files_seen,
        new_reports=tally.new_reports,
        reread=tally.reread,
        unchanged=intake.unchanged,
        copies=intake.copies,
        quarantined_now=tally.quarantined + intake.newly_refused,
        removed=intake.removed,
        reports_by_kind=_count_by(store, "reports", "kind"),
        facts_by_kind=_count_by(store, "facts", "kind"),
        quarantine_by_reason=_count_by(store, "quarantine", "reason"),
        quarantine=_quarantined(store, run.inbox),
        holds=outcomes["holds"],
        violated=outcomes["violated"],
        not_evaluable=tuple(
            NotEvaluable(rule, what, count)
            for (rule, what), count in sorted(missing.items(), key=lambda entry: (-entry[1], entry[0]))
        ),
        findings_by_severity={severity: severities[severity] for severity in SEVERITIES if severities[severity]},
        worst=tuple(
            WorstFinding(row["finding_id"], row["severity"], row["message"], (row["source_names"] or [""])[0])
            for row in open_findings[:_WORST_SHOWN]
        ),
        warnings=(*intake.warnings, *tally.warnings, *unfit_corrections(store)),
        fact_changes={change: tally.fact_changes[change] for change in CHANGES if tally.fact_changes[change]},
        reread_facts=tuple(tally.reread_facts),
        seconds=seconds,
    )


def _count_by(store: Store, table: str, field_name: str) -> dict[str, int]:
    column = table_named(table).c[field_name]
    with store.reading() as connection:
        rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
        return {value: count for value, count in rows}  # noqa: C416 - rows are no plain pairs to the type checker


def _quarantined(store: Store, inbox: str) -> tuple[QuarantinedFile, ...]:
    with store.reading() as connection:
        rows = contract_rows(connection, "quarantine")
        files = (QuarantinedFile(row["source_name"], row["reason"], row["message"]) for row in rows)
        return tuple(
            replace(file, message=file.message + arrival_hint(inbox, file.source_name, file.reason)) for file in files
        )
