"""Runs one statement of a person's own SQL: it reads, and nothing else; two locks in each database see to that."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
import regex
from sqlalchemy import Connection, create_engine, text

from pipeline.store.as_of import show_as_of
from pipeline.store.connection import Store, require_store, shown_address, store_address
from pipeline.store.errors import StoreBusy, store_errors
from pipeline.store.schema import check_revision
from pipeline.store.sql_mistakes import sql_mistake
from pipeline.store.unwritable import connected, engine_without_writing, file_of, is_unwritable, unchanged
from rules.errors import HeduiError

DEFAULT_SECONDS: Final = 60.0


class QueryRefused(HeduiError):
    """The SQL is no single reading statement, or the database does not understand it: exit code 13."""

    exit_code = 13


@dataclass(frozen=True)
class QueryResult:
    """The names of the columns, and the rows as they come from the database: str, int, float, Decimal, bool, date,
    datetime, list, dict or None. The rows can be read once, while the query is open."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


_COMMENT: Final = regex.compile(r"--[^\n]*|/\*.*?\*/", regex.DOTALL)
_READS: Final = regex.compile(r"\s*\(*\s*(select|with|values|explain)\b", regex.IGNORECASE)
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_WORD: Final = regex.compile(r"[\w$]+")
_ESCAPED_NAME: Final = regex.compile(r"[uU]&\"")
_HARMLESS: Final = frozenset({"random", "gen_random_uuid", "clock_timestamp", "timeofday"})
"""Functions of PostgreSQL that give another answer each time, and do nothing else."""
_STEPS_BETWEEN_LOOKS: Final = 50_000


@contextmanager
def run_query(url: str, sql: str, as_of: date | None = None, seconds: float = DEFAULT_SECONDS) -> Iterator[QueryResult]:
    """The result of `sql`, one statement that reads. With `as_of` the views show what was known on that day.

    The store is opened for reading only: SQLite's file cannot be written, PostgreSQL's transaction neither, and each
    is told so a second time. Raises QueryRefused, StoreUnavailable, StoreBusy if it takes longer than `seconds`,
    StoreTooNew.
    """
    if not _READS.match(_COMMENT.sub(" ", sql)):
        raise QueryRefused("只能查询：语句要以 SELECT、WITH、VALUES 或 EXPLAIN 开头。", "改写成查询语句。")
    store = _open_for_reading(url)
    try:
        with (
            unchanged(store.only_read, store.shown_url),
            store_errors(store.shown_url),
            store.engine.connect() as connection,
        ):
            check_revision(connection, store.shown_url)
            if as_of is not None:
                show_as_of(connection, as_of)
            run = _run_in_sqlite if connection.dialect.name == "sqlite" else _run_in_postgresql
            with run(connection, sql, seconds) as result:
                yield result
    finally:
        store.close()


def _open_for_reading(url: str) -> Store:
    address = store_address(url)
    shown_url = shown_address(address)
    if address.get_backend_name() != "sqlite":
        return Store(create_engine(address, connect_args={"options": "-c timezone=UTC"}), shown_url)
    require_store(address)
    if is_unwritable(address, shown_url):
        return Store(engine_without_writing(address, shown_url), shown_url, file_of(address))
    place = f"{Path(str(address.database)).resolve().as_uri()}?mode=ro"
    return Store(create_engine("sqlite://", creator=partial(connected, place)), shown_url)


@contextmanager
def _run_in_sqlite(connection: Connection, sql: str, seconds: float) -> Iterator[QueryResult]:
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
    driver.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    try:
        with _query_errors(seconds):
            cursor = driver.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            yield QueryResult(columns, iter(cursor))
    finally:
        driver.set_authorizer(None)
        driver.set_progress_handler(None, 0)


@contextmanager
def _run_in_postgresql(connection: Connection, sql: str, seconds: float) -> Iterator[QueryResult]:
    connection.commit()  # what the views of a day need is there; from here on nothing is written
    connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
    connection.execute(text(f"SET statement_timeout = {int(seconds * 1000)}"))
    connection.commit()
    _refuse_acting_functions(connection, sql)
    connection.execute(text("SELECT 1"))  # once a transaction has read, it cannot be made a writing one any more
    driver: Any = connection.connection.driver_connection
    with _query_errors(seconds), driver.cursor() as cursor:
        # Streaming uses the extended protocol, which takes one statement and no more.
        rows = cursor.stream(sql)
        first = next(rows, None)
        if first is None:
            cursor.execute(sql, prepare=True)  # a stream without rows does not tell its columns
        columns = tuple(column.name for column in cursor.description or ())
        yield QueryResult(columns, _after(first, rows))


def _refuse_acting_functions(connection: Connection, sql: str) -> None:
    """Refuse functions that may do more than compute: they write files and large objects, take locks, end other
    people's connections, and a transaction that only reads does not stop them. Raises QueryRefused.

    Every word counts, within quotes too: whatever the database takes for a call is then among them.
    """
    words = sorted({word.lower() for word in _WORD.findall(sql)} - _HARMLESS)
    volatile = text("SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v' AND proname = ANY(:words)")
    acting = sorted(connection.execute(volatile, {"words": words}).scalars())
    if acting or _ESCAPED_NAME.search(sql):
        named = "、".join(acting) or 'U&"…"'
        raise QueryRefused(f"这里只能查询，不能用可能改动别处的函数：{named}", "改写成只读的查询语句。")


def _after(first: tuple[Any, ...] | None, rest: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    if first is not None:
        yield first
        yield from rest


@contextmanager
def _query_errors(seconds: float) -> Iterator[None]:
    """What the driver says of a statement, as an error that tells what to change."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, psycopg.Error) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        state = getattr(error, "sqlstate", None)
        if code == sqlite3.SQLITE_INTERRUPT or state == "57014":
            raise StoreBusy(
                f"查询超过 {seconds:g} 秒，已停止。", "缩小范围（加 WHERE），或用 --seconds 放宽。"
            ) from error
        if code in {sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY} or state == "25006" or _writes(said[0]):
            raise QueryRefused(f"这里只能查询，不能改动数据：{said[0]}", "改写成只读的查询语句。") from error
        raise QueryRefused(
            f"数据库看不懂这条语句：{sql_mistake(said[0])}",
            "检查写法；有哪些表和列见 hedui query --tables。",
        ) from error


def _writes(said: str) -> bool:
    return "not authorized" in said or "prohibited" in said
