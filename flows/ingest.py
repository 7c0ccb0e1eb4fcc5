"""The nightly work as a Prefect flow: take in, read and load by batches, reconcile, leave a summary."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed
from prefect.utilities.annotations import quote

from flows.batch import Batch
from flows.dask_reading import dask_readers
from flows.missed import skipped_for_a_later
from flows.run_artifacts import leave_artifacts
from flows.with_the_worker import end_with_the_worker
from pipeline.intake.planning import Intake
from pipeline.intake.unpacking import unpacked
from pipeline.judging.judged_state import judge_version
from pipeline.judging.stage import judge_by_rules, reconcile_store
from pipeline.load_stage import LoadTally, load
from pipeline.night.alert import alarmed
from pipeline.originals import originals_of, remove_expired
from pipeline.reading.limits import reading_limits
from pipeline.reading.readers import ReadersMaker, load_ahead
from pipeline.reading.reading_processes import ReadingProcesses
from pipeline.reading.worker import READ_REPORT
from pipeline.reconcile.finding import ReconcileOutcome
from pipeline.run import Survey, open_run, summarise, survey, take_in
from pipeline.run_log import about, logged_as
from pipeline.store import DEFAULT_STORE_URL, Store, open_store
from pipeline.store.errors import StoreBusy, StoreUnavailable
from pipeline.store.runs import OpenRun, failure_noted, run_lock
from pipeline.summary import RunSummary
from rules.rule_files import checked_rule_files

T = TypeVar("T")

_FOR_EACH: Final = 20
"""Files of a batch for each that is read at the same time, at least: a task costs a tenth of a second."""

BATCH_SIZE: Final = 100
"""Files of a batch unless said otherwise."""

Runner = Literal["local", "dask"]
"""Who reads: processes of this machine, or the workers of a Dask scheduler."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a flow is asked to take in, and how: the parameters of `ingest`."""

    inbox: Path | str
    store: str
    workers: int
    as_of: date | None
    reprocess: bool
    batch_size: int
    runner: Runner
    dask_scheduler: str | None


def _whole(value: T) -> T:
    """`value` for a task as it is: Prefect shall not walk through thousands of file entries looking for futures."""
    return quote(value)  # type: ignore[return-value]  # the task gets the value itself, never the quote


# No task is cached by Prefect: what need not be done again is decided by the store.


_PAUSES: Final = (5.0, 30.0, 120.0)
"""Seconds before each further try."""


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Only a store that another program holds for a moment is worth another try of a task. One that was out of reach
    has let go of the lock of the run: then the whole run begins anew, and finds loaded what was loaded."""
    return isinstance(state.result(raise_on_failure=False), StoreBusy)


@task(name="take-in", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[5, 30], retry_condition_fn=_may_pass)
def take_in_files(store: Store, found: Survey, run: OpenRun, reprocess: bool) -> Intake:
    """Note what lies in the inbox, and say what is to be read."""
    return take_in(store, found, run, reprocess)


@task(name="read-and-load", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[5, 30], retry_condition_fn=_may_pass)
def read_and_load(store: Store, batch: Batch, run: OpenRun) -> LoadTally:
    """Load each file of a batch in its own transaction, as they are read."""
    for reading in batch:
        load(store, reading, run, batch.tally)
    reports = " ".join(batch.report_ids)  # a line for each would cost more than all else of Prefect
    get_run_logger().info("[%s stage=load] reports %s", about(), reports)
    return batch.tally


@task(name="reconcile", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[5, 30], retry_condition_fn=_may_pass)
def reconcile_all(store: Store, run: OpenRun, as_of: date | None, workers: int) -> ReconcileOutcome:
    """Judge all current reports."""

    return reconcile_store(store, run, judge_by_rules, as_of, judge_version(), workers)


@flow(name="ingest", validate_parameters=True)
def ingest(
    inbox: Path | str = Path("data/raw"),
    store: str = DEFAULT_STORE_URL,
    workers: int = 1,
    as_of: date | None = None,
    reprocess: bool = False,
    batch_size: int = BATCH_SIZE,
    runner: Runner = "local",
    dask_scheduler: str | None = None,
) -> RunSummary:
    """The same work as `hedui run`, seen stage by stage in Prefect.

    `store` is a SQLAlchemy URL, `workers` the number of processes that read, and that judge where there are more than
    100,000 facts (beside Prefect's threads this one is not copied for fewer), `batch_size` the files of one
    task. With the `runner` dask the workers of `dask_scheduler` (tcp://HOST:8786) read, else those of a cluster of
    `workers` processes on this machine; all the rest goes on here, with one writer.
    Leaves a Markdown summary and a table of the worst findings as artifacts. Raises HeduiError as `hedui run` does.
    A run of the schedule that begins so late that the next one is due as well leaves the work to that one.
    """
    if (skipped := skipped_for_a_later()) is not None:
        return skipped  # type: ignore[return-value]  # it stands for a summary
    return taken_in(Order(inbox, store, workers, as_of, reprocess, batch_size, runner, dask_scheduler))


def taken_in(order: Order) -> RunSummary:
    """The work of `ingest`, for a flow to return: no flow within another, for that one would be left behind as
    running where a run is killed, and would keep to itself that files were quarantined."""
    end_with_the_worker()
    with alarmed(order.store):
        readers = ReadingProcesses if order.runner == "local" else dask_readers(order.dask_scheduler)
        summary = _until_in_reach(partial(_ingest, order, readers))
    if summary.quarantined_now:
        # To be seen in Prefect's list of runs: done, but a person has files to look at.
        message = f"{summary.quarantined_now} files were quarantined"
        return Completed(name="Partial", message=message, data=summary)  # type: ignore[return-value]  # it stands for it
    return summary


def _until_in_reach(work: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
    """The work, tried again while the server of the store is being started anew."""
    for seconds in _PAUSES:
        try:
            return work()
        except StoreUnavailable as error:
            if not error.may_pass:
                raise
            get_run_logger().warning("again in %d seconds: %s", seconds, error)
            pause(seconds)
    return work()


def _ingest(order: Order, readers: ReadersMaker) -> RunSummary:
    log = get_run_logger()
    began = time.monotonic()
    load_ahead(readers, order.workers, order.store)
    checked_rule_files()
    limits = reading_limits()
    found = survey(order.inbox, order.store)
    opened = open_store(order.store)
    try:
        with run_lock(opened):
            run = open_run(opened, order.inbox, order.as_of)
            with logged_as(run=run.run_id), failure_noted(opened, run):
                intake = take_in_files(_whole(opened), _whole(found), _whole(run), order.reprocess)
                log.info("[%s] %d files, %d to read", about(), intake.files_seen, len(intake.tasks))
                tally = LoadTally()
                with (
                    unpacked(intake.tasks) as tasks,
                    readers(READ_REPORT, order.workers, limits) as reading_now,
                ):
                    readings = reading_now.read(tasks)
                    size = max(order.batch_size, _FOR_EACH * reading_now.at_once) if tasks else order.batch_size
                    for first in range(0, len(tasks), size):
                        batch = Batch(readings, size)
                        _add(tally, read_and_load(_whole(opened), _whole(batch), _whole(run)))
                        log.info("[%s stage=load] %d of %d", about(), min(first + size, len(tasks)), len(tasks))
                outcome = reconcile_all(_whole(opened), _whole(run), order.as_of, order.workers)
                remove_expired(opened, originals_of(opened))
                summary = summarise(opened, run, intake, tally, outcome.equations, time.monotonic() - began)
    finally:
        opened.close()
    leave_artifacts(summary)
    return summary


def _add(tally: LoadTally, batch: LoadTally) -> None:
    tally.new_reports += batch.new_reports
    tally.reread += batch.reread
    tally.quarantined += batch.quarantined
    tally.warnings += batch.warnings
    tally.fact_changes += batch.fact_changes
    tally.reread_facts += batch.reread_facts
