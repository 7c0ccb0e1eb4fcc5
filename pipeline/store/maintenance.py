"""What keeps a store sound over the years: checking it, and giving back the room it no longer needs."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any, Final

from sqlalchemy import Connection, func, select, text

from pipeline.report_rows import whole_fen
from pipeline.store.base import Base
from pipeline.store.connection import Store
from pipeline.store.contract import table_named
from pipeline.store.errors import store_errors
from pipeline.store.queue_entries import queue_problems
from pipeline.store.view_schema import stale_views

_SHOWN: Final = 20


def store_problems(store: Store) -> list[str]:
    """What is wrong with the store, a Chinese sentence each; empty if it is sound.

    Looks at the file itself (SQLite), tables and columns against the models, views, references, and amounts in fen.
    """
    with store_errors(store.shown_url):
        problems = _file_problems(store)
    if problems:
        return problems[:_SHOWN]
    with store.reading() as connection:
        problems += _table_problems(connection)
        if not problems:
            problems += [f"视图 {name} 不是本版本的定义。" for name in stale_views(connection)]
            problems += _amount_problems(connection)
            problems += _link_problems(connection)
            problems += queue_problems(connection)
    return problems


def store_size(store: Store) -> int:
    """Bytes of the database."""
    with store.reading() as connection:
        if connection.dialect.name == "sqlite":
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def vacuum(store: Store) -> None:
    """Give back unused room and renew what the planner knows. Raises StoreBusy, DiskFull."""
    with store_errors(store.shown_url), store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection.driver_connection
            for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
                driver.execute(statement).fetchall()
        else:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _file_problems(store: Store) -> list[str]:
    """Damage of SQLite's file, and rows that refer to none."""
    if store.engine.dialect.name != "sqlite":
        return []
    # Outside of any transaction: in a damaged file not even the end of one is sure to work.
    raw = store.engine.raw_connection()
    driver: Any = raw.driver_connection
    try:
        found = [said for (said,) in driver.execute(f"PRAGMA integrity_check({_SHOWN})")]
        orphans = Counter(row[0] for row in driver.execute("PRAGMA foreign_key_check"))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise
        return [f"数据库文件已损坏：{error}"]
    finally:
        raw.invalidate()
    damage = [f"数据库文件已损坏：{said}" for said in found if said != "ok"]
    return damage + [f"表 {table} 有 {count} 行指向不存在的行。" for table, count in sorted(orphans.items())]


def _table_problems(connection: Connection) -> list[str]:
    """Differences between the tables and the models, as an upgrade that was cut short by force would leave them."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = compare_metadata(context, Base.metadata)
    return [f"表结构与本版本不符：{_told(each)}。" for each in found if "alembic_version" not in str(each)][:_SHOWN]


def _told(difference: Any) -> str:
    """One of Alembic's differences in few words: what would have to be done, to what."""
    first = difference[0] if isinstance(difference, list) else difference
    names = [str(getattr(part, "name", part)) for part in first[1:] if part is not None]
    return f"{first[0]} {' '.join(names)[:200]}"


def _amount_problems(connection: Connection) -> list[str]:
    """Amounts whose fen do not say what the value says."""
    facts = table_named("facts")
    rows = connection.execution_options(yield_per=5000).execute(
        select(facts.c.fact_id, facts.c.value, facts.c.unit, facts.c.amount_fen)
    )
    wrong = [row.fact_id for row in rows if whole_fen(row.value, row.unit) != row.amount_fen]
    return [f"{len(wrong)} 个金额的分值与数值不符，例如 {wrong[0]}。"] if wrong else []


def _link_problems(connection: Connection) -> list[str]:
    """Findings whose links for SQL are not those of their list."""
    findings, links = table_named("findings"), table_named("finding_facts")
    counted = select(links.c.finding_id, func.count().label("links")).group_by(links.c.finding_id)
    linked = {row.finding_id: row.links for row in connection.execute(counted)}
    rows = connection.execute(select(findings.c.finding_id, findings.c.fact_ids))
    wrong = [row.finding_id for row in rows if len(set(row.fact_ids)) != linked.get(row.finding_id, 0)]
    return [f"{len(wrong)} 个疑点与事实的对应不全，例如 {wrong[0]}。"] if wrong else []
