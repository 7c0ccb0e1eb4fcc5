"""Indexes from which the queue is listed and counted without reading its rows."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BEFORE: Final = ("assignee", "family", "month", "order", "status", "unit")
_NOW: Final = {
    "order": ("severity_rank", "lightness", "finding_id", "open_from", "overdue_from", "status", "unit", "month",
              "family", "assignee"),
    "unit": ("unit", "month", "family", "severity_rank", "status", "assignee", "open_from"),
    "month": ("month", "unit", "family", "severity_rank", "status", "assignee", "open_from"),
    "family": ("family", "severity_rank", "status", "assignee", "open_from", "unit", "month"),
    "severity": ("severity_rank", "family", "status", "assignee", "open_from", "unit", "month"),
    "status": ("status", "open_from", "unit", "month", "family", "severity_rank", "assignee"),
    "assignee": ("assignee", "status", "open_from", "unit", "month", "family", "severity_rank"),
}  # fmt: skip


def upgrade() -> None:
    for name in _BEFORE:
        op.drop_index(f"ix_queue_{name}", "queue_entries")
    for name, columns in _NOW.items():
        op.create_index(f"ix_queue_{name}", "queue_entries", list(columns))
