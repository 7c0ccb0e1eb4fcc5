"""`hedui doctor` where PostgreSQL keeps the store: what the server says of itself and of its user, and no password."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from servers.processes import wait_for
from sqlalchemy import URL, make_url

from app.command_line import app
from app.doctor import places
from app.doctor.examined import Examined, examined
from app.failures import InstallationLacking, exit_code_of
from pipeline.store.schema import SCHEMA_REVISION

PASSWORD = "geheim"
VISITOR, LOCKED = "doctors_visitor", "doctors_locked"


def told(address: URL | str) -> Examined:
    """What the doctor says of the store at the address; never a password."""
    url = address if isinstance(address, str) else address.render_as_string(hide_password=False)
    (found,) = examined("store", "数据库", lambda: places.store(url))
    assert PASSWORD not in f"{found.found}{found.remedy}"
    return found


def ask(url: str, *statements: str) -> None:
    address = make_url(url)
    server = {"dbname": address.database, "host": address.query["host"], "user": address.username}
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture
def visitor(empty_postgresql: Callable[[], str]) -> Iterator[URL]:
    """The address of an empty store for a user who may do nothing there."""
    url = empty_postgresql()
    ask(url, f"CREATE ROLE {VISITOR} LOGIN", "REVOKE CREATE ON SCHEMA public FROM public")
    yield make_url(url).set(username=VISITOR, password=PASSWORD)
    ask(url, f"DROP OWNED BY {VISITOR} CASCADE", f"DROP ROLE {VISITOR}")


def test_a_store_on_a_server(empty_postgresql: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    url = make_url(empty_postgresql()).set(password=PASSWORD).render_as_string(hide_password=False)
    exit_code_of(lambda: app(["doctor", "--json", "--store", url], standalone_mode=False))
    out, err = capsys.readouterr()
    (store,) = (check for check in json.loads(out)["checks"] if check["code"] == "store")
    assert store["state"] == "ok"
    for part in ("（PostgreSQL 1", f"版本 {SCHEMA_REVISION}", "能写", "***"):
        assert part in store["found"]
    assert PASSWORD not in out + err


def test_what_a_server_holds_and_lets_its_user_do(visitor: URL) -> None:
    owner = visitor.set(username="hedui").render_as_string(hide_password=False)
    assert (told(visitor).state, "这个用户没有权限" in told(visitor).found) == ("lacking", True)
    ask(owner, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {VISITOR}")
    assert (told(visitor).state, "只能读" in told(visitor).found) == ("note", True)
    ask(owner, f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {VISITOR}")
    assert told(visitor).state == "ok", "who may fill the tables need not make any"
    ask(owner, f"ALTER ROLE {VISITOR} SET default_transaction_read_only = on")
    assert "只能读" in told(visitor).found
    ask(owner, "UPDATE alembic_version SET version_num = '0003'")
    assert (told(owner).state, "hedui store upgrade" in told(owner).remedy) == ("note", True)


def test_a_database_without_a_store(postgresql: Callable[[], str]) -> None:
    url = postgresql()
    found = told(url)
    assert (found.state, "连得上，里面还没有表" in found.found, "hedui run" in found.remedy) == ("note", True, True)
    ask(url, "ALTER ROLE hedui IN DATABASE " + str(make_url(url).database) + " SET default_transaction_read_only = on")
    found = told(url)
    assert (found.state, "不能建表" in found.found, "管理员" in found.remedy) == ("lacking", True, True)
    assert "文件夹" not in found.found + found.remedy


def test_a_server_that_is_not_there_or_lets_nobody_in(
    postgresql: Callable[[], str], postgresql_server: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = make_url(postgresql()).set(password=PASSWORD)
    doors = postgresql_server / "data" / "pg_hba.conf"
    doors.write_text(f"local all {LOCKED} scram-sha-256\n{doors.read_text(encoding='utf-8')}", encoding="utf-8")
    url = address.render_as_string(hide_password=False)
    ask(url, f"CREATE ROLE {LOCKED} LOGIN PASSWORD 'other'", "SELECT pg_reload_conf()")
    try:
        locked = address.set(username=LOCKED)
        wait_for(lambda: "用户名或密码不对" in told(locked).found)
        assert told(locked).state == "lacking"
    finally:
        ask(url, f"DROP ROLE {LOCKED}")
    assert "服务器上没有这个库" in told(address.set(database="none")).found
    gone = address.set(query={"host": str(postgresql_server / "nowhere")})
    assert "连不上数据库服务" in told(gone).found
    url = gone.render_as_string(hide_password=False)
    assert exit_code_of(lambda: app(["doctor", "--store", url], standalone_mode=False)) == InstallationLacking.exit_code
    out, err = capsys.readouterr()
    assert "连不上数据库服务" in out
    assert "数据库" in err
    assert PASSWORD not in out + err
