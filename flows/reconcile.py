"""Judges what the store holds anew, without looking at any inbox: deadlines pass by themselves."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from prefect import flow, get_run_logger

from flows.with_the_worker import end_with_the_worker
from pipeline.judging.judged_state import judge_version
from pipeline.judging.stage import judge_by_rules, reconcile_store
from pipeline.reading.version import reader_version
from pipeline.store import DEFAULT_STORE_URL, existing_store
from pipeline.store.runs import begin_run, failure_noted, run_lock


@flow(name="reconcile", validate_parameters=True)
def reconcile(store: str = DEFAULT_STORE_URL, as_of: date | None = None, workers: int = 1) -> int:
    """Judge all current reports, deadlines by the day `as_of`; returns the number of findings that were made anew."""
    end_with_the_worker()
    with closing(existing_store(store)) as opened, run_lock(opened):
        with opened.writing() as connection:
            run = begin_run(connection, "", reader_version(), as_of)
        with failure_noted(opened, run):
            outcome = reconcile_store(opened, run, judge_by_rules, as_of, judge_version(), workers)
    get_run_logger().info("run %s: %d findings", run.run_id, len(outcome.findings))
    return len(outcome.findings)
