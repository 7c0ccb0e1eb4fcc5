"""Reads everything anew, as after a change of rules: the work of the ingest flow that passes nothing over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow

from flows.ingest import BATCH_SIZE, Order, Runner, taken_in
from pipeline.store import DEFAULT_STORE_URL
from pipeline.summary import RunSummary


@flow(name="reprocess", validate_parameters=True)
def reprocess(
    inbox: Path | str = Path("data/raw"),
    store: str = DEFAULT_STORE_URL,
    workers: int = 1,
    as_of: date | None = None,
    runner: Runner = "local",
    dask_scheduler: str | None = None,
) -> RunSummary:
    """As `ingest` with `reprocess`; its summary says which facts were gained, lost and changed."""
    return taken_in(Order(inbox, store, workers, as_of, True, BATCH_SIZE, runner, dask_scheduler))
