"""Brings a store's tables to the version of this program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from pipeline.store.errors import StoreTooNew

SCHEMA_REVISION: Final = "0001"
"""The newest migration under `migrations/versions`; a test holds the two equal."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def upgrade_schema(connection: Connection, shown_url: str) -> None:
    """Create or upgrade the tables within the connection's transaction. Raises StoreTooNew."""
    found = _stored_revision(connection)
    if found == SCHEMA_REVISION:
        return
    # Alembic takes a while to import and most runs have nothing to upgrade.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreTooNew(
            f"数据库 {shown_url} 是由更新版本的程序写的（版本 {found}），本程序只认识到 {SCHEMA_REVISION}。",
            "请升级本程序，或用 --store 另指定一个数据库。",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
