"""Copies a whole store into another, of whichever kind, and proves by checksums that nothing was lost on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, select, text

from pipeline.store.base import Base
from pipeline.store.bulk_insert import insert_rows
from pipeline.store.connection import Store
from pipeline.store.contract import PASSING_TABLES, table_named
from pipeline.store.reference_models import ViewDefinition
from pipeline.summary import Progress, Stage, silent
from rules.errors import HeduiError

_AT_ONCE: Final = 5000


class CopyRefused(HeduiError):
    """A store cannot be copied there, or the copy is not equal: exit code 18. The target is as it was before."""

    exit_code = 18


@dataclass(frozen=True)
class CopiedTable:
    """A table that was copied: its rows, and the SHA-256 of all of them in the order of their keys, equal on both
    sides."""

    table: str
    rows: int
    checksum: str


def copy_store(source: Store, target: Store, replace: bool = False, progress: Progress = silent) -> list[CopiedTable]:
    """Copy every table but those of sessions in one transaction, verified before it ends; tells of rows of all tables.

    The target must be empty, unless it is to be replaced as a whole. Raises CopyRefused, or the errors of a store.
    """
    require_room(source, target, replace)
    with source.reading() as reading, target.writing() as writing:
        tables = [table for table in Base.metadata.sorted_tables if table.name != ViewDefinition.__tablename__]
        for table in reversed(tables):
            writing.execute(delete(table))
        tables = [table for table in tables if table.name not in PASSING_TABLES]
        total = sum(_count(reading, table) for table in tables)
        copying, verifying = _Counted(progress, "copy", total), _Counted(progress, "verify", total)
        copied = [_copy(reading, writing, table, copying) for table in tables]
        for done in copied:
            if _checksum(writing, table_named(done.table), verifying) != (done.rows, done.checksum):
                raise CopyRefused(f"表 {done.table} 复制后与原来不一致，已全部撤销。", "检查两边的磁盘与数据库后重试。")
        _set_counters(writing, tables)
    return copied


def require_room(source: Store, target: Store, replace: bool) -> None:
    """Raise CopyRefused where the target is the source, or holds anything and is not to be replaced."""
    if source.engine.url == target.engine.url:
        raise CopyRefused("两个地址是同一个数据库。", "给出另一个地址。")
    with target.reading() as connection:
        if not replace and _holds_anything(connection):
            raise CopyRefused(
                f"目标数据库 {target.shown_url} 里已有数据，没有动它。", "换一个空的数据库；要整个替换，用 --replace。"
            )


class _Counted:
    """Tells how many of all rows a pass over the tables has come to, a batch at a time."""

    def __init__(self, progress: Progress, stage: Stage, total: int) -> None:
        self._progress = progress
        self._stage: Stage = stage
        self._total = total
        self._done = 0

    def rows(self, connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
        """The table's rows in the order of their keys, in batches that are told of when they are done with."""
        statement = select(table).order_by(*table.primary_key.columns)
        result = connection.execution_options(yield_per=_AT_ONCE).execute(statement)
        rows = (dict(row) for row in result.mappings())
        while batch := list(islice(rows, _AT_ONCE)):
            yield batch
            self._done += len(batch)
            self._progress(self._stage, self._done, max(self._done, self._total), table.name)


def _holds_anything(connection: Connection) -> bool:
    return any(_count(connection, table_named(name)) for name in ("runs", "reports", "findings"))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _copy(reading: Connection, writing: Connection, table: Table, counted: _Counted) -> CopiedTable:
    digest, count = hashlib.sha256(), 0
    for batch in counted.rows(reading, table):
        insert_rows(writing, table, batch)
        count += len(batch)
        for row in batch:
            digest.update(_canonical(row))
    return CopiedTable(table.name, count, digest.hexdigest())


def _checksum(connection: Connection, table: Table, counted: _Counted) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for batch in counted.rows(connection, table):
        count += len(batch)
        for row in batch:
            digest.update(_canonical(row))
    return count, digest.hexdigest()


def _canonical(row: dict[str, Any]) -> bytes:
    """The row in bytes; values are what the types of the columns make of them, so the same in every database."""
    return repr(sorted(row.items())).encode("utf-8", "surrogatepass")


def _set_counters(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL counts on from the rows that were inserted, as SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None and len(table.primary_key.columns) == 1:
            place = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            last = f'(SELECT max("{column.name}") FROM "{table.name}")'
            connection.execute(
                text(f"SELECT setval({place}, coalesce({last}, 1), {last} IS NOT NULL) WHERE {place} IS NOT NULL")
            )
