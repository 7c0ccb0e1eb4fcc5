"""How a store stands, without touching it: whether it is there, of which version, and whether it may be written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, text

from pipeline.store.connection import is_new, shown_address, store_address
from pipeline.store.errors import store_errors
from pipeline.store.schema import SCHEMA_REVISION, stored_revision, too_new
from pipeline.store.unwritable import engine_without_writing, is_unwritable, may_write

_SECONDS = 10


@dataclass(frozen=True)
class StoreStanding:
    """`revision` is None where nothing is kept yet; `shown_url` is without a password; `server` is the database server
    with its version, '' where the store is a file."""

    shown_url: str
    revision: str | None
    writable: bool
    server: str = ""
    wanted: str = SCHEMA_REVISION

    @property
    def there(self) -> bool:
        """Whether there is a store."""
        return self.revision is not None

    @property
    def current(self) -> bool:
        """Whether its tables are of this program's version."""
        return self.revision == self.wanted


def store_standing(url: str) -> StoreStanding:
    """Ask the store at the address. Raises StoreUnavailable, StoreBusy, and StoreTooNew."""
    address = store_address(url)
    shown = shown_address(address)
    on_disk = address.get_backend_name() == "sqlite"
    if on_disk and is_new(url):
        above = Path(str(address.database or "")).absolute().parents
        there = next(each for each in above if each.exists())
        return StoreStanding(shown, None, there.is_dir() and may_write(there))
    only_read = on_disk and is_unwritable(address, shown)
    with store_errors(shown):
        if only_read:
            engine = engine_without_writing(address, shown)
        else:
            engine = create_engine(address, connect_args={"timeout" if on_disk else "connect_timeout": _SECONDS})
        try:
            with engine.connect() as connection:
                revision = stored_revision(connection)
                writable = not only_read and (on_disk or _may_write(connection, revision == SCHEMA_REVISION))
                server = "" if on_disk else _server(connection)
        finally:
            engine.dispose()
    if revision is not None and revision > SCHEMA_REVISION:
        raise too_new(revision, shown)
    return StoreStanding(shown, revision, writable, server)


_TAKES_WRITING: Final = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
_MAY_MAKE_TABLES: Final = "SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
_MAY_FILL_TABLES: Final = """
    SELECT bool_and(
        has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
    ) FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind = 'r'
    AND relname <> 'alembic_version'"""


def _may_write(connection: Connection, current: bool) -> bool:
    """Whether a PostgreSQL server takes writing, and from this user: into the tables, or the tables themselves where
    those of this version are not there yet."""
    asked = (_TAKES_WRITING, _MAY_FILL_TABLES if current else _MAY_MAKE_TABLES)
    return all(connection.scalar(text(question)) for question in asked)


def _server(connection: Connection) -> str:
    version = connection.dialect.server_version_info or ()
    return f"PostgreSQL {'.'.join(map(str, version))}"
