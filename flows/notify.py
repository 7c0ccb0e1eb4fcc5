"""Writes the notices of confirmed findings, so that what reviewers decided by day goes out by night."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from prefect import flow, get_run_logger

from pipeline.notices import confirmed_drafts, send
from pipeline.store import DEFAULT_STORE_URL, existing_store


@flow(name="notify", validate_parameters=True)
def notify(
    out: Path = Path("data/curated/notices"),
    store: str = DEFAULT_STORE_URL,
    due_days: int = 10,
    made_by: str = "hedui",
    template: Path | None = None,
) -> list[str]:
    """As `hedui notice OUT`, of what a person has confirmed and of nothing else; returns the files written."""
    due = datetime.now().astimezone().date() + timedelta(days=due_days)
    with closing(existing_store(store)) as opened:
        sent = send(opened, confirmed_drafts(opened), out, due, made_by, template)
    get_run_logger().info("%d notices in %s", len(sent), out)
    return [str(one.file) for one in sent]
