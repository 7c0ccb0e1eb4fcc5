"""Where the file of a store lies, for all that is kept beside it: stores in memory and on servers have none."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL


def store_file(address: URL) -> Path | None:
    """The path as the address writes it, relative ones to the current folder; None for a store that is no file."""
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))
