"""Opening the store, and what is said when that cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, select, text

from pipeline.store import Store, connection, open_store
from pipeline.store.base import Base
from pipeline.store.connection import store_address
from pipeline.store.contract import EXPORTED_TABLES, contract_fields, table_named
from pipeline.store.errors import StoreBusy, StoreTooNew, StoreUnavailable
from pipeline.store.runs import is_held, run_lock
from pipeline.store.schema import SCHEMA_REVISION
from rules.errors import DiskFull


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.reading() as opened:
        context = MigrationContext.configure(opened, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
        assert [found for found in differences if "alembic_version" not in str(found)] == []
        revision = opened.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert revision == SCHEMA_REVISION


def test_the_newest_migration_is_the_schema_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(connection.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_REVISION]


def test_every_table_and_column_is_described_in_both_languages() -> None:
    for table in Base.metadata.tables.values():
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"
            assert column.doc, f"{table.name}.{column.name}"
            assert not column.comment.isascii()


@pytest.mark.parametrize("table", EXPORTED_TABLES)
def test_exported_fields_are_columns(table: str) -> None:
    source = table_named(table)
    external = {column.name for column in source.columns if not column.info.get("internal")}
    assert set(contract_fields(table)) - {"source_name"} == external - {"source_name"}


def test_opening_again_changes_nothing(new_store_url: str) -> None:
    open_store(new_store_url).close()
    again = open_store(new_store_url)
    with again.reading() as opened:
        assert set(inspect(opened).get_table_names()) >= set(EXPORTED_TABLES)
    again.close()


def test_a_store_of_a_newer_version_is_left_alone(store: Store, store_url: str) -> None:
    with store.writing() as opened:
        opened.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew) as caught:
        open_store(store_url)
    assert caught.value.exit_code == 7
    assert "9999" in caught.value.message


def test_an_upgrade_that_fails_leaves_nothing(new_store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    true_index, made = op.create_index, []

    def fail_at_third(name: str, *arguments: object, **options: object) -> None:
        made.append(name)
        if len(made) == 3:
            raise RuntimeError("power cut")
        true_index(name, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_index", fail_at_third)
    with pytest.raises(RuntimeError):
        open_store(new_store_url)
    monkeypatch.undo()
    store = open_store(new_store_url)
    with store.reading() as opened:
        assert set(inspect(opened).get_table_names()) >= set(EXPORTED_TABLES)
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hedui",
        "data/curated",
        "mysql://x/y.db",
        "C:x.db",
        "mysql://x/y",
        "nonsense://",
        "sqlite+nothing:///x",
        "postgresql+psycopg://localhost:bad/x",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store(url)
    assert caught.value.exit_code == 4
    assert "sqlite:///" in caught.value.remedy


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://hedui:geheim@127.0.0.1:1/none",
        "postgresql+psycopg://hedui:geheim@host:bad/x",
        "postgresql+psycopg://127.0.0.1:1/none?user=hedui&password=geheim",
        "postgresql+psycopg://127.0.0.1:1/none?sslpassword=geheim&user=hedui",
        "postgres+nothing://hedui:1/geheim@host/x",
        "mysql://hedui:geheim:2@host/x",
        "nothing://hedui:3@geheim@host:bad/x",
        "nothing://host/x?PASSWORD=geheim",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store(url)
    assert "geheim" not in f"{caught.value} {caught.value.remedy}"


def test_a_folder_in_place_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="文件打不开") as caught:
        open_store(f"sqlite:///{tmp_path}")
    assert "unable" not in caught.value.message


@pytest.mark.parametrize(
    ("url", "said", "may_pass"),
    [
        ("postgresql://hedui@127.0.0.1:1/x", "连不上数据库服务", True),
        ("postgresql://hedui@/x?host=/nowhere", "连不上数据库服务", True),
        ("postgresql://hedui@nohost.invalid/x", "找不到这台主机", False),
    ],
)
def test_a_server_that_is_not_there(url: str, said: str, may_pass: bool) -> None:
    with pytest.raises(StoreUnavailable, match=said) as caught:
        open_store(url)
    assert caught.value.may_pass is may_pass


def test_what_a_server_refuses_is_said_in_chinese(postgresql: Callable[[], str]) -> None:
    url = make_url(postgresql())
    for changed, said in ((url.set(database="none"), "没有这个库"), (url.set(username="none"), "没有这个用户")):
        with pytest.raises(StoreUnavailable, match=said):
            open_store(changed.render_as_string())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"sqlite:///{tmp_path}/file/below/hedui.db")
    assert "file" in caught.value.message


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("这不是数据库" * 100)
    with pytest.raises(StoreUnavailable, match="不是数据库文件"):
        open_store(f"sqlite:///{tmp_path}/x.db")


@pytest.mark.parametrize("typed", ["hedui.db", "夜间/核对.sqlite", "../x.SQLITE3"])
def test_the_path_of_a_file_is_an_address(typed: str) -> None:
    address = store_address(typed)
    assert (address.get_backend_name(), address.database) == ("sqlite", typed)


def test_a_store_held_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    open_store(url).close()
    monkeypatch.setattr(connection, "_BUSY_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = open_store(url)
    with pytest.raises(StoreBusy) as caught, store.writing(patience=0.1):
        pass
    assert caught.value.exit_code == 6
    store.close()
    other.close()
    open_store(url).close()


def test_readers_do_not_wait_for_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    open_store(url).close()
    monkeypatch.setattr(connection, "_BUSY_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(url)
    with store.reading() as opened:
        assert opened.execute(select(table_named("facts"))).all() == []
    store.close()
    other.close()


def test_a_full_disk(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/x.db")

    def write_much() -> None:
        with store.writing() as opened:
            pages = opened.exec_driver_sql("PRAGMA page_count").scalar()
            opened.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            rows = [{"inbox": "i", "source_name": f"{n}" * 50, "sha256": "0" * 64} for n in range(5000)]
            opened.execute(table_named("inbox_files").insert(), rows)

    with pytest.raises(DiskFull) as caught:
        write_much()
    assert caught.value.exit_code == 8
    with store.reading() as opened:
        assert opened.execute(select(table_named("inbox_files"))).all() == []
    store.close()


def test_a_lost_connection_is_told_and_writes_nothing(postgresql: Callable[[], str]) -> None:
    store = open_store(postgresql())

    def write_and_lose() -> None:
        with store.writing() as opened:
            rows = [{"inbox": "i", "source_name": "a", "sha256": "0" * 64}]
            opened.execute(table_named("inbox_files").insert(), rows)
            own = opened.execute(text("SELECT pg_backend_pid()")).scalar()
            with store.engine.connect() as other:
                other.execute(text(f"SELECT pg_terminate_backend({own})"))
            opened.execute(text("SELECT 1"))

    with pytest.raises(StoreUnavailable) as caught:
        write_and_lose()
    assert "重新运行" in caught.value.remedy
    with store.reading() as opened:
        assert opened.execute(select(table_named("inbox_files"))).all() == []
    store.close()


def test_a_server_that_goes_without_a_word_is_noticed(empty_postgresql: Callable[[], str]) -> None:
    store = open_store(empty_postgresql())
    with store.engine.connect() as opened:
        said = opened.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    store.close()
    assert int(said["keepalives_idle"]) + int(said["keepalives_interval"]) * int(said["keepalives_count"]) <= 120
    assert int(said["tcp_user_timeout"]) <= 120_000


def test_text_is_ordered_by_its_bytes(store: Store) -> None:
    names = ["b", "B", "中", "a b", "a.b", "é", "10", "9", "a_b"]
    table = table_named("inbox_files")
    with store.writing() as opened:
        opened.execute(table.insert(), [{"inbox": "i", "source_name": name, "sha256": "0"} for name in names])
    with store.reading() as opened:
        found = list(opened.execute(select(table.c.source_name).order_by(table.c.source_name)).scalars())
    assert found == sorted(names, key=lambda name: name.encode())


def test_a_run_over_a_link_holds_the_store_itself(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'hedui.db'}")
    (tmp_path / "link.db").symlink_to(tmp_path / "hedui.db")
    linked = open_store(f"sqlite:///{tmp_path / 'link.db'}")
    with run_lock(store):
        assert is_held(linked)
        with pytest.raises(StoreBusy), run_lock(linked):
            pass
    assert not is_held(linked)
    store.close()
    linked.close()
