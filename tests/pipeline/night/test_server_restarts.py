"""PostgreSQL goes down and comes up again while a run loads: the run says so, and the next one completes it. What it is
set to end by itself is none of that."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from made_up.desk import Desk
from made_up.judge import judge_nothing
from made_up.monthly_sheets import read_sheet, sheet_text
from servers.postgresql import as_server_user, find_programs, new_database, running_server

from pipeline.store.errors import StoreUnavailable


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a database on a server of its own, and what starts that server anew."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (no initdb)")
    with running_server(programs) as folder:

        def control(what: str) -> None:
            command = [programs / "pg_ctl", what, "-D", folder / "data", "-m", "fast", "-w", "-s"]
            options: dict[str, Any] = as_server_user()
            subprocess.run(
                command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **options
            )

        yield new_database(folder, "restarting"), lambda: control("restart")
        control("stop")


def test_a_server_that_restarts_in_mid_run_costs_nothing(
    inbox: Path, tmp_path: Path, own_server: tuple[str, Callable[[], None]], another_desk: Callable[[str], Desk]
) -> None:
    url, restart = own_server
    desk, other = Desk(inbox, url), another_desk("undisturbed")
    for month in range(1, 7):
        text = sheet_text(f"收入|current|收入=rev|amount|actual|{month}00.25|CNY|m|全市", month=f"2024-{month:02}")
        for each in (desk, other):
            each.put(f"{month}月.txt", text)
    reads = count(1)

    def read_while_the_server_restarts(*arguments: Any) -> Any:
        if next(reads) == 4:
            restart()
        return read_sheet(*arguments)

    with pytest.raises(StoreUnavailable) as caught:
        desk.run(read=read_while_the_server_restarts, judge=judge_nothing)
    assert "连接中断" in caught.value.message
    assert caught.value.may_pass
    assert "重新运行" in caught.value.remedy
    desk.store.close()
    after = Desk(inbox, url)
    assert len(after.rows("reports")) == 3, "what was loaded before stands whole"
    again = after.run_sheets()
    assert (again.new_reports, again.unchanged) == (3, 3)
    other.run_sheets()
    assert after.export(tmp_path / "one") == other.export(tmp_path / "two")
    after.store.close()


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_server_that_ends_idle_connections_lets_a_long_run_come_to_its_end(desk: Desk) -> None:
    """While a scan is read nothing is asked of it, and while reports are judged a transaction waits."""
    with desk.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar()
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET idle_in_transaction_session_timeout = '100ms'")
        if connection.dialect.server_version_info >= (14,):  # type: ignore[operator]
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET idle_session_timeout = '100ms'")
    desk.put("1月.txt", sheet_text("收入|current|收入=rev|amount|actual|100.25|CNY|m|全市", month="2024-01"))

    def slowly(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any) -> Any:
            time.sleep(0.4)
            return work(*arguments)

        return done

    assert desk.run(read=slowly(read_sheet), judge=slowly(judge_nothing)).new_reports == 1
