"""The lock under which the status of findings changes and the journal grows: one transaction at a time."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_POSTGRES_LOCK: Final = 4_920_511_208
"""A number of our own for PostgreSQL's advisory locks."""


def hold_decisions(connection: Connection) -> None:
    """Make this transaction the only one that adds to the journal or changes the status of findings, until it ends.
    In SQLite every writing transaction is alone. Raises StoreBusy (through the store) if another holds it too long."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})"))
