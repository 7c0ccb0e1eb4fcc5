"""Brings a store's tables and views to the version of this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from pipeline.store.base import Base
from pipeline.store.errors import StoreTooNew, StoreUnavailable
from pipeline.store.view_schema import drop_views, install_views, stale_views

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA_REVISION: Final = "0012"
"""The newest migration under `migrations/versions`; a test holds the two equal."""

_VIEWS_SINCE: Final = "0002"
"""The first revision that has views."""

_DESK_SINCE: Final = "0008"
"""The first revision that has a queue and a journal."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def is_current(connection: Connection, shown_url: str) -> bool:
    """Whether tables and views are those of this program; changes nothing. Raises StoreUnavailable if it is broken."""
    found = stored_revision(connection)
    _check_whole(connection, found, shown_url)
    return found == SCHEMA_REVISION and not stale_views(connection)


def upgrade_schema(connection: Connection, shown_url: str) -> None:
    """Create or upgrade tables and views within the connection's transaction. Raises StoreTooNew."""
    found = stored_revision(connection)
    _check_whole(connection, found, shown_url)
    if found == SCHEMA_REVISION:
        if stale_views(connection):
            install_views(connection)
        return
    # Alembic takes a while to import and most runs have nothing to upgrade.
    from alembic import command
    from alembic.script import ScriptDirectory

    config = migrations()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise too_new(found, shown_url)
    if found is not None and found >= _VIEWS_SINCE:
        drop_views(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    install_views(connection)
    if found is not None and found < _DESK_SINCE:
        _fill_desk(connection)


def _fill_desk(connection: Connection) -> None:
    """Give a store from before the reviewers' desk its queue, and its decisions their entries in the journal."""
    # Both write by the models, of which this module knows nothing, and most openings upgrade nothing.
    from pipeline.review.adopting import adopt_reviews
    from pipeline.store.queue_entries import refresh_queue

    adopt_reviews(connection)
    refresh_queue(connection)


def _check_whole(connection: Connection, found: str | None, shown_url: str) -> None:
    """Pass unless tables are missing, or there without a revision: our own upgrades leave no such store."""
    ours = set(Base.metadata.tables)
    there = ours & set(inspect(connection).get_table_names())
    if (found is None and there) or (found == SCHEMA_REVISION and there != ours):
        missing = f"缺少表 {'、'.join(sorted(ours - there)[:5])}" if found else "没有版本号"
        raise StoreUnavailable(
            f"数据库 {shown_url} 不完整（{missing}）：可能被别的程序改动过，或文件没有复制完整。没有动它。",
            "从备份恢复（hedui store restore），或用 --store 另指定一个数据库。",
        )


def check_revision(connection: Connection, shown_url: str) -> None:
    """Pass if the tables are of this program's version. Raises StoreTooNew or StoreUnavailable; changes nothing."""
    found = stored_revision(connection)
    if found == SCHEMA_REVISION:
        return
    if found is None:
        raise StoreUnavailable(f"{shown_url} 不是本程序的数据库，或者还是空的。", "先运行 hedui run，或检查 --store。")
    if found > SCHEMA_REVISION:
        raise too_new(found, shown_url)
    raise StoreUnavailable(
        f"数据库 {shown_url} 还是旧版本（{found}），本程序要 {SCHEMA_REVISION}。", "先运行 hedui store upgrade。"
    )


def stored_revision(connection: Connection) -> str | None:
    """The revision that the store is at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def migrations() -> Config:
    """Alembic's settings for the migrations of the store."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def too_new(found: str, shown_url: str) -> StoreTooNew:
    """The error for a store at a revision that this program does not know."""
    return StoreTooNew(
        f"数据库 {shown_url} 是由更新版本的程序写的（版本 {found}），本程序只认识到 {SCHEMA_REVISION}。",
        "请升级本程序，或用 --store 另指定一个数据库。",
    )
