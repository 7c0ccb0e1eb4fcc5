"""Writes the curated tables into a folder, for those who take them from there every morning."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from prefect import flow, get_run_logger

from pipeline.export import export_tables
from pipeline.store import DEFAULT_STORE_URL, existing_store


@flow(name="export", validate_parameters=True)
def export(
    out: Path = Path("data/curated/export"), store: str = DEFAULT_STORE_URL, file_format: str = "jsonl"
) -> list[str]:
    """As `hedui export OUT --format FORMAT`; returns the files written. Raises HeduiError as that does."""
    with closing(existing_store(store)) as opened:
        written = export_tables(opened, out, file_format)
    get_run_logger().info("%d files in %s", len(written), out)
    return [str(file) for file in written]
